internal import Fingerprints

/// A dispute with a liar in it, and whether the liar was found and nobody else blamed.
package struct DisputeTrial: Sendable {
    package let kind: LiarKind
    /// The seed that draws the same dispute again.
    package let seed: String
    /// The liar's side; of two liars, the left one's.
    package let liar: Side
    package let prompt: Int
    /// The operation that the lie is about.
    package let operation: String
    package let game: DisputeGame
    /// The error in the verdict, in words; nil where the verdict is right.
    package let miss: String?
}

/// Disputes of all kinds of liars about all kinds of operations, from one seed.
package struct DisputeTrials: Sendable {
    package let trials: [DisputeTrial]
    package let seed: String

    package static let countMax = 100_000

    /// - Parameters:
    ///   - kinds: the kinds of liars, which take turns.
    ///   - onTrial: called after each dispute.
    ///
    /// **Throws:** errors of a run of the subject's prompts.
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
            // Every pair of a kind and an operation has its turn, whatever the lengths of both
            // lists.
            let turn = first + number + number / (kinds.count * operations.count)
            let operation = operations[turn % operations.count]
            defer { onTrial() }
            return try DisputeTrial(
                subject, kind, operation: operation, seed: "\(seed)/\(number)/\(kind.rawValue)")
        }
    }

    package var holds: Bool { trials.allSatisfy { $0.miss == nil } }
}
