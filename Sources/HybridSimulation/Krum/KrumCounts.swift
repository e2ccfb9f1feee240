package import Statistics

/// The outcomes of rounds with one strategy, one number of liars and one choice.
package struct KrumCounts: Sendable, Equatable {
    package internal(set) var roundCount = 0
    /// Rounds in which the mean of the chosen does not go along the honest mean.
    package internal(set) var turnedCount = 0
    /// Rounds in which a liar's delta was chosen.
    package internal(set) var takenCount = 0
    /// Rounds in which only liars' deltas were chosen.
    package internal(set) var wonCount = 0
    /// Rounds in which a chosen delta is farther from each honest one than is promised of f liars.
    package internal(set) var strayedCount = 0
    /// Rounds in which the honest deltas alone promise, of f liars at most, that nothing turns.
    package internal(set) var promisedCount = 0
    /// Promised rounds that turned nevertheless: above f liars, or a choice that promises nothing.
    package internal(set) var brokenCount = 0

    static func += (_ one: inout Self, _ other: Self) {
        one.roundCount += other.roundCount
        one.turnedCount += other.turnedCount
        one.takenCount += other.takenCount
        one.wonCount += other.wonCount
        one.strayedCount += other.strayedCount
        one.promisedCount += other.promisedCount
        one.brokenCount += other.brokenCount
    }

    /// The share of rounds that turned, with its exact bounds. **Precondition:** a round.
    package var turned: ExactBinomial { rate(turnedCount) }
    package var taken: ExactBinomial { rate(takenCount) }

    private func rate(_ count: Int) -> ExactBinomial {
        ExactBinomial(successCount: count, count: roundCount)
    }
}
