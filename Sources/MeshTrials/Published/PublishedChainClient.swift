internal import BigInt
package import PublishedMeshChain
package import PythonValues

/// An honest node's client of the published pallet: what it calls after a look at the mesh.
package struct PublishedChainClient: Sendable {
    package let node: UInt32
    package let hotkey: UInt64

    package init(node: UInt32, hotkey: UInt64) {
        self.node = node
        self.hotkey = hotkey
    }

    /// The call of a client that sees these heartbeats now; nil where it waits or sends nothing.
    ///
    /// - Parameter peer: the name under which heartbeats know a node.
    /// **Throws:** ``PythonError`` never, as no epoch has no blocks.
    package func call(
        heartbeats: [PythonText], chain: StakeChain, peer: (ChainNode) -> PythonText
    ) throws(PythonError) -> PublishedChainCall? {
        let epoch = chain.epoch
        let clock = chain.parameters.clock
        let included = chain.nodes.entries.map(\.value).filter { $0.has(.included, epoch: epoch) }
        let round = ConsensusRound(
            node: BigInt(node),
            scores: ConsensusRound.scores(
                chainNodes: included.map { (BigInt($0.id), peer($0)) }, heartbeats: heartbeats))
        let step = round.step(
            elected: chain.elected[epoch].map { BigInt($0) },
            proposal: chain.submissions[epoch].map(Self.proposal),
            progress: try .integer(BigInt(clock.elapsedInEpoch(at: chain.block)))
                / .integer(BigInt(clock.length)),
            isOver: false)
        switch step {
        case .propose(let scores):
            return .propose(
                by: hotkey,
                data: scores.compactMap { entry in
                    guard let id = UInt32(exactly: entry.node),
                        let score = UInt128(exactly: entry.score)
                    else { return nil }
                    return ChainScore(node: id, score: score)
                })
        case .attest: return .attest(by: hotkey)
        case .wait, .end: return nil
        }
    }

    private static func proposal(_ submission: ChainSubmission) -> ConsensusProposal {
        ConsensusProposal(
            data: submission.data.map {
                ConsensusScore(node: BigInt($0.node), score: BigInt($0.score))
            },
            attestors: submission.attests.keys.map { .integer(BigInt($0)) })
    }
}
