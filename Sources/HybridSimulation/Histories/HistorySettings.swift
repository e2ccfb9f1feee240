internal import HybridChain

/// A history of validators over a network that fails.
package struct HistorySettings: Sendable, Equatable {
    package let validatorCount: Int
    package let liarCount: Int
    package let seed: String
    /// Whether nothing fails and every slot's acknowledgements arrive at the edge of the timeout.
    package var isCalm = false
    /// All liars' way; nil for ways that are drawn, and for two faces where liars are too many.
    package var lie: HybridLie?

    package static let validatorCountRange = 4...12

    /// Nil unless the counts are within their ranges, and one validator is honest at least.
    package init?(validatorCount: Int, liarCount: Int, seed: String) {
        guard Self.validatorCountRange.contains(validatorCount),
            (0..<validatorCount).contains(liarCount)
        else { return nil }
        self.validatorCount = validatorCount
        self.liarCount = liarCount
        self.seed = seed
    }

    /// The most liars of whom a quorum of two thirds bears the lies: fewer than a third.
    package static func bearableCount(_ validatorCount: Int) -> Int { (validatorCount - 1) / 3 }

    /// The fewest liars that can finalise two chains, each with half of the others.
    package static func breakingCount(_ validatorCount: Int) -> Int {
        (0..<validatorCount).first {
            $0 + (validatorCount - $0) / 2 >= HybridLimits.quorum(validatorCount)
        } ?? validatorCount - 1
    }

    package var isBearable: Bool { liarCount <= Self.bearableCount(validatorCount) }
}
