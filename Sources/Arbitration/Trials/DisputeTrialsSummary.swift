/// The cost of some trials' disputes: the median and the worst.
package struct DisputeTrialsSummary: Sendable, Equatable {
    package struct Spread: Sendable, Equatable {
        package let median: Int
        package let worst: Int

        /// **Precondition:** there is at least one value.
        init(_ values: [Int]) {
            let sorted = values.sorted()
            median = sorted[sorted.count / 2]
            worst = sorted[sorted.count - 1]
        }
    }

    package let trialCount: Int
    /// The disputes in which every liar lost, and nobody else.
    package let foundCount: Int
    package let rounds: Spread
    package let postedByteCounts: Spread
    package let evidenceByteCounts: Spread
    package let multiplyAddCounts: Spread

    /// Nil where there are no trials.
    package init?(_ trials: [DisputeTrial]) {
        guard !trials.isEmpty else { return nil }
        trialCount = trials.count
        foundCount = trials.count { $0.miss == nil }
        let costs = trials.map(\.game.cost)
        rounds = Spread(costs.map(\.roundCount))
        postedByteCounts = Spread(costs.map(\.postedByteCount))
        evidenceByteCounts = Spread(costs.map(\.evidenceByteCount))
        multiplyAddCounts = Spread(costs.map(\.multiplyAddCount))
    }
}
