/// The outcome of one variation.
package struct VariationOutcome: Sendable {
    package let variation: Variation
    package let result: Result
    package let nanoseconds: Int

    package enum Result: Sendable {
        /// All evidence that was compared is equal.
        case same(VariationEvidence)
        case differs(VariationDifference)
        /// The variation cannot be run on this machine, with the reason.
        case notExercised(String)
        /// The variation was started and left no run to compare, with the reason.
        case failed(String)
    }

    package init(variation: Variation, result: Result, nanoseconds: Int) {
        self.variation = variation
        self.result = result
        self.nanoseconds = nanoseconds
    }

    /// Whether the run equals the usual one, and only the golden has other proofs.
    package var differsFromGoldenOnly: Bool {
        if case .differs(VariationDifference.otherThanGolden) = result { true } else { false }
    }
}
