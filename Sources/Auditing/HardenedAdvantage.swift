internal import Cryptography
internal import Fingerprints
internal import GlyphChain
internal import Inference
internal import Platform
internal import Proving
internal import Tensors

/// What a miner of the hardened chain saves.
public struct HardenedAdvantage: Sendable {
    /// Of all attempts: what the engine computed.
    public let multiplyAddCount: Int
    /// Of all attempts: every layer at every position, by closed form.
    public let neededMultiplyAddCount: Int
    public let attemptCount: Int
    /// Of all attempts, from nonces to proofs, in the fastest round.
    public internal(set) var nanoseconds = Int.max

    /// Of so many seeds, the pairs whose inputs begin with the same token.
    public let seedCount: Int
    public let tokenPairCount: Int
    /// Of these, the pairs that also have the first offsets in common: only they share work.
    public let sharingPairCount: Int

    /// Of all attempts, outside the model: seeds to challenges, the witness with the fingerprint,
    /// and the attempt's own two digests.
    public let challengeNanoseconds: Int
    public let evidenceNanoseconds: Int
    public let digestNanoseconds: Int

    public let stampBitCount: Int
    /// Digests that the measured stamps took, and their time.
    public let stampTryCount: Int
    public let stampNanoseconds: Int
    /// Attempts that a block takes on average at the easiest target.
    public let blockAttemptCount: Int

    static let stepCount = MinerAdvantage.roundCount + 3
    private static let stampCount: UInt64 = 8
    private static let goalHundredths = 105

    init(
        _ prover: BatchProver, _ weightsHash: Digest, _ settings: MinerAdvantage.Settings,
        onStep: () -> Void
    ) throws {
        let parameters = HardenedRules.Parameters(weightsHash: weightsHash)
        let rules = HardenedRules(parameters: parameters, evidence: prover)
        attemptCount = settings.attemptCount
        stampBitCount = parameters.stampBitCount
        blockAttemptCount = parameters.attemptCountMin

        let stamps = Self.stamps(rules, seed: settings.seed)
        (stampTryCount, stampNanoseconds) = (stamps.tryCount, stamps.nanoseconds)
        onStep()
        let seeds = SeedComparison(settings, prover.shape)
        seedCount = settings.seedCount
        (tokenPairCount, sharingPairCount) = (seeds.tokenPairCount, seeds.sharingPairCount)
        onStep()

        let parts = try AttemptParts(prover, parameters, stamps.content, settings.attemptCount)
        multiplyAddCount = parts.multiplyAddCount
        challengeNanoseconds = parts.challengeNanoseconds
        evidenceNanoseconds = parts.evidenceNanoseconds
        digestNanoseconds = parts.digestNanoseconds
        neededMultiplyAddCount =
            settings.attemptCount
            * WorkCost.whole(
                prover.prover.transformer.shape, tokenCount: WitnessChallenge.tokenCount)
        guard multiplyAddCount == neededMultiplyAddCount else {
            throw MinerAdvantageError.workDiffers(
                expected: neededMultiplyAddCount, got: multiplyAddCount)
        }
        onStep()
        for _ in 0..<MinerAdvantage.roundCount {
            let watch = Stopwatch()
            let proofs = try AttemptParts.batches(settings.attemptCount).flatMap {
                try rules.proofs(stamps.content, $0).map(\.text)
            }
            nanoseconds = min(nanoseconds, watch.nanoseconds)
            try MinerAdvantageError.check("hardened", proofs, equal: parts.proofs)
            onStep()
        }
    }

    /// Stamps of blocks that were never mined; the first one's content is what attempts are on.
    private static func stamps(
        _ rules: HardenedRules, seed: String
    ) -> (content: Digest, tryCount: Int, nanoseconds: Int) {
        let headers = (1...stampCount).map { index in
            var header = rules.genesis.header
            header.index = index
            header.previous = Digests.sha256("glyphlab advantage block|\(seed)".utf8)
            return header
        }
        var fastest = Int.max
        var stamped: [HardenedHeader] = []
        for _ in 0..<MinerAdvantage.roundCount {
            let watch = Stopwatch()
            stamped = headers.map(rules.stamped)
            fastest = min(fastest, watch.nanoseconds)
        }
        return (stamped[0].content, stamped.reduce(0) { $0 + Int($1.stamp) + 1 }, fastest)
    }
}

/// What follows from the figures.
extension HardenedAdvantage {
    /// Of an attempt's time, what is not the model's.
    public var hashingShare: Ratio { Ratio(hashingNanoseconds, nanoseconds) }

    /// One stamp, by the mean time of its digests and the number that it takes on average.
    public var stampNanosecondsMean: Int {
        Int(Int128(stampNanoseconds) << Int128(stampBitCount) / Int128(stampTryCount))
    }

    /// A stamp : the attempts of a block at the easiest target. Falls as the difficulty rises.
    public var stampShare: Ratio {
        Ratio(attemptCount * stampNanosecondsMean, blockAttemptCount * nanoseconds)
    }

    /// Of one whose inputs may share their beginnings with those of all other seeds.
    public var sharing: Ratio {
        let all = seedCount * WitnessChallenge.tokenCount
        return Ratio(all, max(all - sharingPairCount * WitnessChallenge.tokenCount, 1))
    }

    /// Of one whose digests, but for stamps, take no time.
    public var freeHashing: Ratio { Ratio(nanoseconds, modelNanoseconds) }

    /// Of one whose stamps take no time.
    public var freeStamps: Ratio {
        Ratio(stampShare.denominator + stampShare.numerator, stampShare.denominator)
    }

    /// Of one who saves all that there is to save.
    public var together: Ratio {
        Ratio(
            blockAttemptCount * nanoseconds + attemptCount * stampNanosecondsMean,
            blockAttemptCount * modelNanoseconds)
    }

    /// Whether ``together`` is at most 1.05.
    public var meetsGoal: Bool { together.isAtMost(hundredths: Self.goalHundredths) }

    private var hashingNanoseconds: Int {
        challengeNanoseconds + evidenceNanoseconds + digestNanoseconds
    }

    private var modelNanoseconds: Int { max(nanoseconds - hashingNanoseconds, 1) }
}

/// The beginnings of many seeds' challenges.
private struct SeedComparison {
    var tokenPairCount = 0
    var sharingPairCount = 0

    init(_ settings: MinerAdvantage.Settings, _ shape: WitnessShape) {
        var beginnings = (0..<settings.seedCount).map { index in
            let seed = Digests.sha256("glyphlab advantage seed \(index)|\(settings.seed)".utf8)
            let challenge = WitnessChallenge(seed: seed, shape: shape)
            return (
                token: challenge.tokenIDs[0], offsets: Array(challenge.offsets.prefix(shape.width))
            )
        }
        beginnings.sort { $0.token < $1.token }
        for (index, one) in beginnings.enumerated() {
            for other in beginnings[..<index].reversed() {
                guard other.token == one.token else { break }
                tokenPairCount += 1
                if other.offsets == one.offsets { sharingPairCount += 1 }
            }
        }
    }
}

/// Attempts in their parts, each measured alone.
private struct AttemptParts {
    private(set) var proofs: [String] = []
    private(set) var multiplyAddCount = 0
    private(set) var challengeNanoseconds = 0
    private(set) var evidenceNanoseconds = 0
    private(set) var digestNanoseconds = 0

    /// The nonces of batches.
    static func batches(_ attemptCount: Int) -> [[UInt64]] {
        stride(from: 0, to: attemptCount, by: MinerAdvantage.batchAttemptCount).map { start in
            (start..<min(start + MinerAdvantage.batchAttemptCount, attemptCount)).map { UInt64($0) }
        }
    }

    init(
        _ prover: BatchProver, _ parameters: HardenedRules.Parameters, _ content: Digest,
        _ attemptCount: Int
    ) throws {
        for nonces in Self.batches(attemptCount) {
            let seeds = HardenedRules.seeds(content, nonces)
            let challenges = try Self.fastest(&challengeNanoseconds) {
                prover.challenges(seeds: seeds)
            }
            let result = try prover.result(challenges)
            multiplyAddCount += result.multiplyAddCount
            let evidence = try Self.fastest(&evidenceNanoseconds) {
                prover.evidence(challenges, result)
            }
            let rules = HardenedRules(
                parameters: parameters, evidence: KeptEvidence(shape: prover.shape, kept: evidence))
            proofs += try Self.fastest(&digestNanoseconds) {
                try rules.proofs(content, nonces)
            }.map(\.text)
        }
    }

    private static func fastest<Value>(
        _ nanoseconds: inout Int, _ work: () throws -> Value
    ) throws -> Value {
        var fastest = Int.max
        var value: Value
        var round = 0
        repeat {
            let watch = Stopwatch()
            value = try work()
            fastest = min(fastest, watch.nanoseconds)
            round += 1
        } while round < MinerAdvantage.roundCount
        nanoseconds += fastest
        return value
    }
}

/// Evidence that was computed before, of whatever seeds.
private struct KeptEvidence: EvidenceSource {
    let shape: WitnessShape
    let kept: [Evidence]

    func evidence(seeds: [Digest]) throws(NoProof) -> [Evidence] { kept }
}
