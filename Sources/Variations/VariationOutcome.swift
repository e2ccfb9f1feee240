/// What became of one variation.
public struct VariationOutcome: Sendable {
    public let variation: Variation
    public let result: Result
    public let nanoseconds: Int

    public enum Result: Sendable {
        /// Everything that was compared is equal.
        case same(VariationEvidence)
        case differs(VariationDifference)
        /// Why it cannot be run here.
        case notExercised(String)
        /// It was started and left no run to compare: why.
        case failed(String)
    }

    public init(variation: Variation, result: Result, nanoseconds: Int) {
        self.variation = variation
        self.result = result
        self.nanoseconds = nanoseconds
    }

    /// Whether it is equal to the usual run, and only the golden's proofs are others.
    public var differsFromGoldenOnly: Bool {
        if case .differs(VariationDifference.otherThanGolden) = result { true } else { false }
    }
}
