internal import Fingerprints

/// One dispute with a liar in it, and whether the liar was found and nobody else blamed.
package struct DisputeTrial: Sendable {
    package let kind: LiarKind
    /// Draws the same dispute again.
    package let seed: String
    /// The liar's; of two liars, the left one is as good.
    package let liar: Side
    package let prompt: Int
    /// The operation that the lie is about.
    package let operation: String
    package let game: DisputeGame
    /// What is wrong with the verdict; nil where it is right.
    package let miss: String?
}

/// Seeded disputes over all kinds of liars and operations.
package struct DisputeTrials: Sendable {
    package let trials: [DisputeTrial]
    package let seed: String

    package static let countMax = 100_000

    /// - Parameters:
    ///   - kinds: of liars, each in its turn.
    ///   - onTrial: called after each.
    ///
    /// **Throws:** what a run of the subject's prompts throws.
    package init(
        _ subject: DisputeSubject, count: Int, seed: String,
        kinds: [LiarKind] = LiarKind.allCases, onTrial: () -> Void = {}
    ) throws {
        let operations = LieDraw.operationKinds(subject.task)
        var random = PythonRandom(seed: seed)
        let first = random.index(below: operations.count)
        self.seed = seed
        trials = try (0..<count).map { number in
            let kind = kinds[number % kinds.count]
            // Both lists' turns meet in every combination, whatever their lengths.
            let turn = first + number + number / (kinds.count * operations.count)
            let operation = operations[turn % operations.count]
            defer { onTrial() }
            return try DisputeTrial(
                subject, kind, operation: operation, seed: "\(seed)/\(number)/\(kind.rawValue)")
        }
    }

    package var holds: Bool { trials.allSatisfy { $0.miss == nil } }
}
