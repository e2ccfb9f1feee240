internal import HybridChain

/// Evidence against validators who did nothing wrong, from blocks that a node has.
struct FalseEvidence {
    private static let blockCountMax = 12

    /// The latest blocks with updates, the last first, each with its deltas.
    private let blocks: [(block: HybridBlock, deltas: [[UInt8]])]
    private let network: [UInt8]

    init(of node: HybridNode) {
        network = node.rules.network
        blocks = node.tree.order.suffix(Self.blockCountMax).reversed().compactMap { hash in
            node.bundle(hash).map { (HybridBlock(bytes: $0.block), $0.deltas) }
        }
    }

    /// Evidence of each kind that the blocks allow against these validators.
    func all(against victims: [UInt16]) -> [HybridEvidence] {
        var all: [HybridEvidence] = []
        let withUpdates = blocks.filter { !$0.block.header.isEmpty }
        if let latest = withUpdates.first { all += wrongUpdates(latest, victims) }
        let acknowledgements = withUpdates.flatMap { self.acknowledgements(of: $0.block) }
            .filter { victims.contains($0.index) }
        if let one = acknowledgements.first,
            let other = acknowledgements.dropFirst().first(where: {
                $0.index == one.index && $0.slot != one.slot
            })
        {
            all.append(
                HybridEvidence(.acknowledgements, first: one.bytes, second: other.bytes))
        }
        let headers = blocks.map(\.block.header).filter { victims.contains($0.proposer) }
        if let header = headers.first {
            all.append(
                HybridEvidence(
                    .headers, first: header.bytes, second: Self.spoiled(header.bytes)))
        }
        let votes = blocks.flatMap { HybridVoteList(bytes: $0.block.votes).votes }
        if let vote = votes.first(where: { victims.contains($0.index) }) {
            all.append(
                HybridEvidence(.votes, first: vote.bytes, second: Self.movedRoot(vote)))
        }
        return all
    }

    /// A right update shown as wrong: with a delta whose signature is another, and as it is, under
    /// an acknowledgement and under the header.
    private func wrongUpdates(
        _ latest: (block: HybridBlock, deltas: [[UInt8]]), _ victims: [UInt16]
    ) -> [HybridEvidence] {
        let update = latest.block.update
        var swapped = latest.deltas
        if let first = swapped.first { swapped[0] = Self.spoiled(first) }
        var all: [HybridEvidence] = []
        if let one = acknowledgements(of: latest.block).first(where: {
            victims.contains($0.index)
        }) {
            all += [swapped, latest.deltas].map {
                HybridEvidence(.wrongUpdate, first: one.bytes, second: update, deltas: $0)
            }
        }
        let header = latest.block.header
        if victims.contains(header.proposer) {
            all.append(
                HybridEvidence(
                    .wrongUpdate, first: header.bytes, second: update, deltas: latest.deltas))
        }
        return all
    }

    private func acknowledgements(of block: HybridBlock) -> [HybridAcknowledgement] {
        HybridCertificate(bytes: block.certificate).entries.map {
            HybridAcknowledgement(
                network: network, slot: block.header.slot, updateID: block.header.updateID,
                index: $0.index, signature: $0.signature)
        }
    }

    /// The same bytes with another last one, which belongs to a signature.
    private static func spoiled(_ bytes: [UInt8]) -> [UInt8] {
        bytes.dropLast() + bytes.suffix(1).map { $0 ^ 1 }
    }

    /// The vote with another target root under the old signature.
    private static func movedRoot(_ vote: HybridVote) -> [UInt8] {
        let target = HybridCheckpoint(
            epoch: vote.link.target.epoch, root: vote.link.target.root.map { ~$0 })
        return vote.network + vote.link.source.bytes + target.bytes + vote.index.hybridBytes
            + vote.signature
    }
}
