public import Cryptography
internal import Fingerprints
internal import Platform
public import Proving
internal import Tensors

/// What the best miner saves against one who computes every attempt in full, under both sets of
/// rules.
///
/// Computed in the engine's own multiply-adds, and measured: attempts of one run, way after way in
/// several rounds, of which the fastest counts, since other work on a machine can only slow it
/// down. A way whose proofs are not those of computing in full is an error, never a figure.
public struct MinerAdvantage: Sendable {
    public struct Settings: Sendable {
        /// What blocks, prompts and addresses follow from.
        public let seed: String
        /// Of every way of mining.
        public let attemptCount: Int
        /// How many addresses are tried for a salt that reads few layers.
        public let saltCount: Int
        /// Of how many seeds of the hardened profile the beginnings are compared.
        public let seedCount: Int
        public let threadCount: Int

        public static let attemptCountMax = 10_000
        public static let saltCountMax = 100_000_000

        /// **Precondition:** counts ≥ 1, and within the maxima where there are some.
        public init(
            seed: String = "glyphlab", attemptCount: Int = 64, saltCount: Int = 200_000,
            seedCount: Int = 4_096, threadCount: Int
        ) {
            precondition(
                (1...Self.attemptCountMax).contains(attemptCount)
                    && (1...Self.saltCountMax).contains(saltCount) && seedCount >= 1
                    && threadCount >= 1)
            self.seed = seed
            self.attemptCount = attemptCount
            self.saltCount = saltCount
            self.seedCount = seedCount
            self.threadCount = threadCount
        }
    }

    /// How often each way is measured.
    public static let roundCount = 3
    /// How many attempts the chains' own miners compute together.
    static let batchAttemptCount = 16

    public let settings: Settings
    public let published: PublishedAdvantage
    public let hardened: HardenedAdvantage

    /// How often the caller hears of a step.
    public static let stepCount = PublishedAdvantage.stepCount + HardenedAdvantage.stepCount

    /// **Throws:** ``MinerAdvantageError``, ``TokenizerError``, and ``InferenceError`` or
    /// ``NoProof`` where the model cannot read an attempt.
    public init(
        prover: Prover, weightsHash: Digest, settings: Settings, onStep: () -> Void = {}
    ) throws {
        self.settings = settings
        let prover = BatchProver(
            prover: prover, workers: Workers(threadCount: settings.threadCount))
        published = try PublishedAdvantage(prover, settings, onStep: onStep)
        hardened = try HardenedAdvantage(prover, weightsHash, settings, onStep: onStep)
    }
}

public enum MinerAdvantageError: Error, Equatable, CustomStringConvertible {
    /// A way of mining that earns other proofs than computing in full.
    case proofsDiffer(way: String, attempt: Int, expected: String, got: String)
    /// Another number of multiply-adds than the whole depth takes at every position.
    case workDiffers(expected: Int, got: Int)

    public var description: String {
        switch self {
        case .proofsDiffer(let way, let attempt, let expected, let got):
            "advantage: \(way), attempt \(attempt): expected the proof \(expected), got \(got)"
        case .workDiffers(let expected, let got):
            "advantage: expected \(expected) multiply-adds, got \(got)"
        }
    }

    package static func check(
        _ way: String, _ proofs: [String], equal expected: [String]
    ) throws(MinerAdvantageError) {
        precondition(proofs.count == expected.count, "\(proofs.count) proofs")
        for (attempt, pair) in zip(proofs, expected).enumerated() where pair.0 != pair.1 {
            throw .proofsDiffer(way: way, attempt: attempt, expected: pair.1, got: pair.0)
        }
    }
}
