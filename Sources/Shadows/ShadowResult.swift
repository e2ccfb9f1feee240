package import Architectures

/// The comparison of a model in floats with the same model in integers, over many prompts.
package struct ShadowResult: Sendable {
    package let settings: ShadowSettings
    /// The operations that any prompt needed, in the order of their execution.
    package let operations: [Operation]
    /// The number of rows that fingerprints read, over all prompts.
    package let rowCount: Int
    package let tokenCount: Int
    package let outcomes: [ShadowOutcome]
    /// Variations that were asked for and are not available on this machine.
    package let missing: [ShadowVariation]
    package let exact: ExactOutcome
    package let quality: ShadowQuality

    /// Whether the integer engine gave equal bits on both backends; nothing is demanded of floats.
    package var holds: Bool { exact.differingRowCount == 0 && exact.flippedProofCount == 0 }
}

/// The comparison of a variation with the base.
package struct ShadowOutcome: Sendable {
    package let variation: ShadowVariation
    /// The rows of which any bit differs. As for elements, −0 and 0 differ; their drift is 0, so
    /// ``bandCounts`` counts such rows among the equal ones. A softmax leaves no −0.
    package let differingRowCount: Int
    /// The largest difference of a probability.
    package let largestDrift: Magnitude
    /// The rows by their largest difference, see ``DriftBand``.
    package let bandCounts: [Int]
    /// The rows that differ on the grid of 100.
    package let flippedRows: FlipInterval
    /// The proofs that differ.
    package let flippedProofs: FlipInterval
    /// The numbers of the prompts whose proofs flipped, ascending.
    package let flippedPrompts: [Int]
    /// The drift of each operation, in the order of ``ShadowResult/operations``.
    package let drifts: [OperationDrift]

    /// The place of the first operation, in the order of execution, of which any element of any
    /// prompt differs.
    package var firstPlace: Int? { drifts.firstIndex { $0.differingElementCount > 0 } }
    /// The place where most prompts begin to differ; the first of them on a tie.
    package var commonestFirstPlace: Int? {
        guard let most = drifts.map(\.firstPromptCount).max(), most > 0 else { return nil }
        return drifts.firstIndex { $0.firstPromptCount == most }
    }
}

/// The drift of a variation's outputs of one operation from those of the base.
package struct OperationDrift: Sendable, Equatable {
    package let elementCount: Int
    /// The elements of which any bit differs.
    package let differingElementCount: Int
    /// The largest magnitude of a difference. **Units:** those of the operation's output.
    package let largest: Magnitude
    /// The number of prompts whose passes begin to differ at this operation.
    package let firstPromptCount: Int
}

/// The decades into which rows are sorted by their largest difference.
package enum DriftBand {
    /// Decibels at which the bands after the first begin: 1e-9, 1e-8, …, 1e-4. The first band holds
    /// equal rows.
    static let starts = [-80, -70, -60, -50, -40]
    package static let titles = [
        "equal", "below 1e-8", "1e-8 to 1e-7", "1e-7 to 1e-6", "1e-6 to 1e-5", "1e-5 to 1e-4",
        "1e-4 and more",
    ]

    static func index(_ drift: Magnitude) -> Int {
        guard let decibels = drift.decibels else { return 0 }
        return 1 + starts.count { $0 <= decibels }
    }
}

/// The comparison of the integer engine on two backends, on the same prompts.
package struct ExactOutcome: Sendable, Equatable {
    package let backends: [String]
    package let rowCount: Int
    package let differingRowCount: Int
    package let proofCount: Int
    package let flippedProofCount: Int
}

/// The comparison of the integer model with the base in floats.
package struct ShadowQuality: Sendable, Equatable {
    package let entryCount: Int
    /// The largest and the mean difference of a probability.
    package let largestError: Magnitude
    package let meanError: Magnitude
    /// The rows whose largest probability is at the same place; on a tie the first place counts.
    package let agreeingTopCount: Int
    /// The rows that are equal on the grid of 100.
    package let agreeingRowCount: Int
    package let agreeingProofCount: Int
}

/// The settings of a run: prompts, variations and threads.
package struct ShadowSettings: Sendable {
    package static let promptCountMax = 1_000_000

    package let promptCount: Int
    /// The seed that prompts and salts are drawn from.
    package let seed: String
    package let variations: [ShadowVariation]
    package let threadCount: Int

    /// **Precondition:** promptCount from 1 to ``promptCountMax``, threadCount ≥ 1.
    package init(
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
