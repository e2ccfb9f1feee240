package import BigInt
package import PythonValues

/// A node's part in an epoch's consensus: it proposes its scores where it was elected, and else
/// attests to a proposal that is exactly what it would have proposed.
package struct ConsensusRound: Sendable {
    package enum Step: Sendable, Equatable {
        case propose([ConsensusScore])
        case attest
        /// Asks again a block later.
        case wait
        /// Sends nothing in this epoch.
        case end
    }

    package let node: BigInt
    package let scores: [ConsensusScore]

    package init(node: BigInt, scores: [ConsensusScore]) {
        self.node = node
        self.scores = scores
    }

    /// The scores of the chain's nodes, in its order, whose heartbeats are there.
    package static func scores(
        chainNodes: [(id: BigInt, peer: PythonText)], heartbeats: [PythonText]
    ) -> [ConsensusScore] {
        let present = Set(heartbeats)  // looked up, never iterated
        return chainNodes.filter { present.contains($0.peer) }.map { ConsensusScore(node: $0.id) }
    }

    /// |A ∩ B| / |A ∪ B| of the entries as sets; 100 where both are empty.
    package static func agreement(
        _ mine: [ConsensusScore], _ theirs: [ConsensusScore]
    ) -> PythonNumber {
        let mineSet = Set(mine)  // looked up, never iterated
        let union = mineSet.union(theirs)  // looked up, never iterated
        guard !union.isEmpty else { return .float(PythonFloat(100)) }
        let common = mineSet.count + Set(theirs).count - union.count  // never iterated
        do throws(PythonError) {
            return try .integer(BigInt(common)) / .integer(BigInt(union.count))
        } catch {
            preconditionFailure("the union has entries")
        }
    }

    /// The next step.
    ///
    /// - Parameters:
    ///   - elected: the epoch's validator, where there is one.
    ///   - proposal: the epoch's proposal, as far as it is known.
    ///   - progress: of the epoch.
    ///   - isOver: whether the epoch has ended meanwhile.
    package func step(
        elected: BigInt?, proposal: ConsensusProposal?, progress: PythonNumber, isOver: Bool
    ) -> Step {
        guard let elected else { return .end }
        if elected == node { return proposal == nil ? .propose(scores) : .end }
        if isOver || ConsensusDefaults.progressMax.isLess(than: progress) { return .end }
        guard let proposal else { return .wait }
        guard Self.agreement(scores, proposal.data).equals(.integer(1)),
            !proposal.isAttested(by: node)
        else { return .end }
        return .attest
    }
}
