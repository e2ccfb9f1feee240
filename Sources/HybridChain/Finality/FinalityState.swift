/// The votes that a chain has taken, and the checkpoints that they justified and finalised.
package struct FinalityState: Sendable, Equatable {
    /// In the order in which they were justified, the genesis' first.
    package private(set) var justified: [HybridCheckpoint]
    /// The justified checkpoint of the highest epoch; of one epoch's, the first.
    package private(set) var highest: HybridCheckpoint
    package private(set) var finalised: HybridCheckpoint
    /// The links that each validator voted for, in the order of the votes.
    private var links: [[HybridLink]]

    /// - Parameter root: the genesis' block hash, justified and finalised from the start.
    package init(root: [UInt8], validatorCount: Int) {
        let genesis = HybridCheckpoint(epoch: 0, root: root)
        justified = [genesis]
        highest = genesis
        finalised = genesis
        links = Array(repeating: [], count: validatorCount)
    }

    package func isJustified(_ checkpoint: HybridCheckpoint) -> Bool {
        // The latest are asked for most.
        justified.last == checkpoint || justified.contains(checkpoint)
    }

    package func hasVote(_ index: UInt16, for link: HybridLink) -> Bool {
        Int(index) < links.count && links[Int(index)].contains(link)
    }

    /// Whether a validator voted for a link that nobody may vote for beside this one.
    package func hasConflict(_ index: UInt16, with link: HybridLink) -> Bool {
        Int(index) < links.count && links[Int(index)].contains { $0.conflicts(with: link) }
    }

    /// Those who voted for a link.
    package func voters(for link: HybridLink) -> ValidatorSet {
        var voters = ValidatorSet()
        for (index, links) in links.enumerated() where links.contains(link) {
            voters.insert(UInt16(index))
        }
        return voters
    }

    /// Takes a vote that the rules took: a quorum of those who are not slashed justifies the
    /// target, and finalises the source where the target is of the next epoch.
    package mutating func take(
        _ link: HybridLink, by index: UInt16, slashed: ValidatorSet, quorum: Int
    ) {
        if Int(index) < links.count { links[Int(index)].append(link) }
        guard voters(for: link).subtracting(slashed).count >= quorum else { return }
        if !isJustified(link.target) { justified.append(link.target) }
        if link.target.epoch > highest.epoch { highest = link.target }
        let (next, isOver) = link.source.epoch.addingReportingOverflow(1)
        if !isOver, link.target.epoch == next, link.source.epoch > finalised.epoch {
            finalised = link.source
        }
    }
}
