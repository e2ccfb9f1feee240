public import Disputes

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
        if case .differs(VariationJudge.otherThanGolden) = result { true } else { false }
    }
}

/// What was compared, all of it equal.
public struct VariationEvidence: Sendable, Equatable {
    public let promptCount: Int
    public let proofCount: Int
    /// Digests of operations' outputs, among them the proofs.
    public let recordCount: Int
    /// Records that this variation leaves out by its nature: by an early stop, or before the
    /// snapshot that it begins with. They were not compared.
    public let leftOutCount: Int
    /// Whether the traces' roots were compared, which needs all records.
    public let hasRoot: Bool
    /// Whether the proofs are the golden's; nil where there is none.
    public let matchesGolden: Bool?
    /// As the run itself says; nil where it left no trace.
    public let backend: String?
    /// debug or release, likewise.
    public let build: String?
}

/// Where a variation parts from the usual run.
public struct VariationDifference: Sendable, Equatable {
    /// The place among the prompts, from 0; nil where none is to blame.
    public let prompt: Int?
    public let salt: String?
    public let text: String?
    public let layer: Int?
    /// The operation at which it begins; of other weights, the parameter.
    public let operation: String?
    /// On the left the usual run's integer. Nil where it is not known.
    public let element: ElementDifference?
    /// All of it in sentences.
    public let explanation: String
}
