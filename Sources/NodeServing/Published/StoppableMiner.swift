package import PublishedNode

/// A miner that ends when it is told to.
package struct StoppableMiner: NodeMiner {
    /// Attempts between two looks at the order to end.
    private static let lookCount = 16

    private let miner: any NodeMiner
    private let stop: NodeStop

    package init(_ miner: any NodeMiner, stop: NodeStop) {
        self.miner = miner
        self.stop = stop
    }

    package func attempt(_ draft: BlockDraft, attemptCountMax: Int) -> MiningSlice {
        // At most `attemptCountMax`.
        var attemptCount = 0
        while attemptCount < attemptCountMax, !stop.isOrdered {
            let slice = miner.attempt(
                draft, attemptCountMax: min(Self.lookCount, attemptCountMax - attemptCount))
            attemptCount += slice.attemptCount
            if let win = slice.win {
                return MiningSlice(win: win, attemptCount: attemptCount)
            }
            guard slice.attemptCount > 0 else { break }
        }
        return MiningSlice(win: nil, attemptCount: attemptCount)
    }
}
