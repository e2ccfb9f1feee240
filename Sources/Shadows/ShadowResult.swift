public import Architectures

/// A model in floats beside itself in integers, over many prompts.
public struct ShadowResult: Sendable {
    public let settings: ShadowSettings
    /// The operations that any prompt needed, in the order of their execution.
    public let operations: [Operation]
    /// Rows that fingerprints read, of all prompts.
    public let rowCount: Int
    public let tokenCount: Int
    public let outcomes: [ShadowOutcome]
    /// Variations that were asked for and cannot be had here.
    public let missing: [ShadowVariation]
    public let exact: ExactOutcome
    public let quality: ShadowQuality

    /// Whether the exact engine kept its word; of floats nothing is asked.
    public var holds: Bool { exact.differingRowCount == 0 && exact.flippedProofCount == 0 }
}

/// A variation against the base.
public struct ShadowOutcome: Sendable {
    public let variation: ShadowVariation
    /// Rows of which any bit differs, as elements are counted: −0 and 0 differ, too, and drift by
    /// nothing, so that ``bandCounts`` has them among the equal ones. A softmax leaves no −0.
    public let differingRowCount: Int
    /// The largest difference of a probability.
    public let largestDrift: Magnitude
    /// Rows by their largest difference, see ``DriftBand``.
    public let bandCounts: [Int]
    /// Rows that are others on the grid of 100.
    public let flippedRows: FlipInterval
    /// Proofs that are others.
    public let flippedProofs: FlipInterval
    /// The numbers of the prompts whose proofs flipped, ascending.
    public let flippedPrompts: [Int]
    /// An operation each.
    public let drifts: [OperationDrift]

    /// The place of the first operation, in the order of execution, of which any element of any
    /// prompt differs.
    public var firstPlace: Int? { drifts.firstIndex { $0.differingElementCount > 0 } }
    /// The place where most prompts begin to differ; the first of them on a tie.
    public var commonestFirstPlace: Int? {
        guard let most = drifts.map(\.firstPromptCount).max(), most > 0 else { return nil }
        return drifts.firstIndex { $0.firstPromptCount == most }
    }
}

/// How far a variation's outputs of one operation are from the base's.
public struct OperationDrift: Sendable, Equatable {
    public let elementCount: Int
    /// Elements of which any bit differs.
    public let differingElementCount: Int
    /// The largest magnitude of a difference. **Units:** those of the operation's output.
    public let largest: Magnitude
    /// Prompts whose passes begin to differ here.
    public let firstPromptCount: Int
}

/// The decades into which rows fall by their largest difference.
public enum DriftBand {
    /// Decibels at which the bands behind the first begin: 1e-9, 1e-8, …, 1e-4. The first band is
    /// of rows that are equal.
    static let starts = [-80, -70, -60, -50, -40]
    public static let titles = [
        "equal", "below 1e-8", "1e-8 to 1e-7", "1e-7 to 1e-6", "1e-6 to 1e-5", "1e-5 to 1e-4",
        "1e-4 and more",
    ]

    static func index(_ drift: Magnitude) -> Int {
        guard let decibels = drift.decibels else { return 0 }
        return 1 + starts.count { $0 <= decibels }
    }
}

/// The integer engine on two backends, on the same prompts.
public struct ExactOutcome: Sendable, Equatable {
    public let backends: [String]
    public let rowCount: Int
    public let differingRowCount: Int
    public let proofCount: Int
    public let flippedProofCount: Int
}

/// The integer model against the base in floats.
public struct ShadowQuality: Sendable, Equatable {
    public let entryCount: Int
    /// The largest and the mean difference of a probability.
    public let largestError: Magnitude
    public let meanError: Magnitude
    /// Rows whose largest probability is at the same place; the first place on a tie.
    public let agreeingTopCount: Int
    /// Rows that are equal on the grid of 100.
    public let agreeingRowCount: Int
    public let agreeingProofCount: Int
}

/// What is run.
public struct ShadowSettings: Sendable {
    public static let promptCountMax = 1_000_000

    public let promptCount: Int
    /// What prompts and salts are drawn from.
    public let seed: String
    public let variations: [ShadowVariation]
    public let threadCount: Int

    /// **Precondition:** promptCount from 1 to ``promptCountMax``, threadCount ≥ 1.
    public init(
        promptCount: Int, seed: String, variations: [ShadowVariation] = ShadowVariation.all,
        threadCount: Int
    ) {
        precondition(
            (1...Self.promptCountMax).contains(promptCount) && threadCount >= 1,
            "\(promptCount) prompts, \(threadCount) threads")
        self.promptCount = promptCount
        self.seed = seed
        self.variations = variations
        self.threadCount = threadCount
    }
}
