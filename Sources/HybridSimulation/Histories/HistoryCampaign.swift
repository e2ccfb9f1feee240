internal import Platform
internal import Statistics

/// Seeded histories, and their outcomes by the number of validators and of liars.
package struct HistoryCampaign: Sendable, Equatable {
    /// So many histories of one number of validators and of liars.
    package struct Cell: Sendable, Equatable {
        package let validatorCount: Int
        package let liarCount: Int
        package let historyCount: Int

        /// Nil unless the counts are within their ranges.
        package init?(validatorCount: Int, liarCount: Int, historyCount: Int) {
            guard (1...Self.historyCountMax).contains(historyCount),
                HistorySettings(
                    validatorCount: validatorCount, liarCount: liarCount, seed: "") != nil
            else { return nil }
            self.validatorCount = validatorCount
            self.liarCount = liarCount
            self.historyCount = historyCount
        }

        package static let historyCountMax = ExactBinomial.countMax

        func settings(seed: String, number: Int) -> HistorySettings? {
            HistorySettings(
                validatorCount: validatorCount, liarCount: liarCount,
                seed: "\(seed) \(validatorCount) \(liarCount) \(number)")
        }
    }

    package let seed: String
    /// By cell.
    package private(set) var rows: [HistoryCounts]

    private static let partCount = 8

    /// Plays all histories.
    ///
    /// - Parameter onProgress: told of the number of histories that are done.
    package init(
        _ cells: [Cell], seed: String, threadCount: Int = 1,
        onProgress: (_ historyCount: Int) -> Void = { _ in }
    ) {
        self.seed = seed
        rows = []
        var doneCount = 0
        for cell in cells {
            var row = HistoryCounts(
                validatorCount: cell.validatorCount, liarCount: cell.liarCount)
            var first = 0
            while first < cell.historyCount {
                let count = min(Self.partCount * threadCount, cell.historyCount - first)
                let outcomes = Threads.map(count: count, threadCount: threadCount) {
                    [first] offset in
                    cell.settings(seed: seed, number: first + offset).map {
                        HybridHistory($0).run()
                    }
                }
                for outcome in outcomes.compactMap(\.self) { row.add(outcome) }
                first += count
                doneCount += count
                onProgress(doneCount)
            }
            rows.append(row)
        }
    }
}
