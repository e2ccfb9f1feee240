/// The last valid block with an update of each proposer: in memory, one a proposer.
package struct ProposerCache: Sendable {
    /// By rising proposer index.
    package private(set) var blocks: [ConsensusBlock] = []

    package init() {}

    package func block(of proposer: UInt64) -> ConsensusBlock? {
        let place = place(of: proposer)
        guard place < blocks.count, blocks[place].proposer == proposer else { return nil }
        return blocks[place]
    }

    mutating func keep(_ block: ConsensusBlock) {
        let place = place(of: block.proposer)
        if place < blocks.count, blocks[place].proposer == block.proposer {
            blocks[place] = block
        } else {
            blocks.insert(block, at: place)
        }
    }

    /// The first place whose proposer is not below.
    private func place(of proposer: UInt64) -> Int {
        var low = 0
        var high = blocks.count
        while low < high {
            let middle = low + (high - low) / 2
            if blocks[middle].proposer < proposer { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
