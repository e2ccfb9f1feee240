public import Architectures

/// The comparison of a model in floats with the same model in integers, over many prompts.
public struct ShadowResult: Sendable {
    public let settings: ShadowSettings
    /// The operations that any prompt needed, in the order of their execution.
    public let operations: [Operation]
    /// The number of rows that fingerprints read, over all prompts.
    public let rowCount: Int
    public let tokenCount: Int
    public let outcomes: [ShadowOutcome]
    /// Variations that were asked for and are not available on this machine.
    public let missing: [ShadowVariation]
    public let exact: ExactOutcome
    public let quality: ShadowQuality

    /// Whether the integer engine gave equal bits on both backends; nothing is demanded of floats.
    public var holds: Bool { exact.differingRowCount == 0 && exact.flippedProofCount == 0 }
}

/// The comparison of a variation with the base.
public struct ShadowOutcome: Sendable {
    public let variation: ShadowVariation
    /// The rows of which any bit differs. As for elements, −0 and 0 differ; their drift is 0, so
    /// ``bandCounts`` counts such rows among the equal ones. A softmax leaves no −0.
    public let differingRowCount: Int
    /// The largest difference of a probability.
    public let largestDrift: Magnitude
    /// The rows by their largest difference, see ``DriftBand``.
    public let bandCounts: [Int]
    /// The rows that differ on the grid of 100.
    public let flippedRows: FlipInterval
    /// The proofs that differ.
    public let flippedProofs: FlipInterval
    /// The numbers of the prompts whose proofs flipped, ascending.
    public let flippedPrompts: [Int]
    /// The drift of each operation, in the order of ``ShadowResult/operations``.
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

/// The drift of a variation's outputs of one operation from those of the base.
public struct OperationDrift: Sendable, Equatable {
    public let elementCount: Int
    /// The elements of which any bit differs.
    public let differingElementCount: Int
    /// The largest magnitude of a difference. **Units:** those of the operation's output.
    public let largest: Magnitude
    /// The number of prompts whose passes begin to differ at this operation.
    public let firstPromptCount: Int
}

/// The decades into which rows are sorted by their largest difference.
public enum DriftBand {
    /// Decibels at which the bands after the first begin: 1e-9, 1e-8, …, 1e-4. The first band holds
    /// equal rows.
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

/// The comparison of the integer engine on two backends, on the same prompts.
public struct ExactOutcome: Sendable, Equatable {
    public let backends: [String]
    public let rowCount: Int
    public let differingRowCount: Int
    public let proofCount: Int
    public let flippedProofCount: Int
}

/// The comparison of the integer model with the base in floats.
public struct ShadowQuality: Sendable, Equatable {
    public let entryCount: Int
    /// The largest and the mean difference of a probability.
    public let largestError: Magnitude
    public let meanError: Magnitude
    /// The rows whose largest probability is at the same place; on a tie the first place counts.
    public let agreeingTopCount: Int
    /// The rows that are equal on the grid of 100.
    public let agreeingRowCount: Int
    public let agreeingProofCount: Int
}

/// The settings of a run: prompts, variations and threads.
public struct ShadowSettings: Sendable {
    public static let promptCountMax = 1_000_000

    public let promptCount: Int
    /// The seed that prompts and salts are drawn from.
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
