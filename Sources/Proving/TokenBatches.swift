/// Sequences in runs that go through the layers together.
enum TokenBatches {
    /// A batch of more tokens would take memory and no less time.
    static let tokenCountMax = 4096

    /// Ranges of consecutive sequences, each of at least one: all indices of `tokenCounts`.
    ///
    /// **Precondition:** sequenceCountMax ≥ 1.
    static func ranges<Counts: RandomAccessCollection>(
        _ tokenCounts: Counts, sequenceCountMax: Int = .max
    ) -> [Range<Int>] where Counts.Element == Int, Counts.Index == Int {
        var ranges: [Range<Int>] = []
        var start = tokenCounts.startIndex
        var sum = 0
        for (index, tokenCount) in zip(tokenCounts.indices, tokenCounts) {
            let isFull = index - start == sequenceCountMax || sum + tokenCount > tokenCountMax
            if isFull && index > start {
                ranges.append(start..<index)
                start = index
                sum = 0
            }
            sum += tokenCount
        }
        if start < tokenCounts.endIndex { ranges.append(start..<tokenCounts.endIndex) }
        return ranges
    }
}
