internal import Cryptography
internal import Fingerprints
internal import GlyphChain
internal import Inference
internal import Platform
internal import Proving
internal import Tensors

/// The savings open to a miner of the hardened chain, computed and measured.
package struct HardenedAdvantage: Sendable {
    /// The multiply-adds that the engine counted over all attempts.
    package let multiplyAddCount: Int
    /// The multiply-adds of every layer at every position over all attempts, by closed form.
    package let neededMultiplyAddCount: Int
    package let attemptCount: Int
    /// The time of all attempts, from nonces to proofs, in the fastest round.
    package internal(set) var nanoseconds = Int.max

    /// The number of seeds that were compared, and the pairs of them whose inputs begin with the
    /// same token.
    package let seedCount: Int
    package let tokenPairCount: Int
    /// The pairs, of ``tokenPairCount``, that also have the first offsets in common: only they
    /// share work.
    package let sharingPairCount: Int

    /// The time of all attempts outside the model: for seeds to challenges, for the witness with
    /// the fingerprint, and for the attempt's own two digests.
    package let challengeNanoseconds: Int
    package let evidenceNanoseconds: Int
    package let digestNanoseconds: Int

    package let stampBitCount: Int
    /// The digests that the measured stamps took, and their time.
    package let stampTryCount: Int
    package let stampNanoseconds: Int
    /// The attempts that a block takes on average at the easiest target.
    package let blockAttemptCount: Int

    static let stepCount = MinerAdvantageSettings.roundCount + 3
    private static let stampCount: UInt64 = 8
    private static let goalHundredths = 105

    init(
        _ prover: BatchProver, _ weightsHash: Digest, _ settings: MinerAdvantageSettings,
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
                prover.prover.transformer.architecture,
                tokenCount: WitnessChallenge.tokenCount)
        guard multiplyAddCount == neededMultiplyAddCount else {
            throw MinerAdvantageError.workDiffers(
                expected: neededMultiplyAddCount, got: multiplyAddCount)
        }
        onStep()
        for _ in 0..<MinerAdvantageSettings.roundCount {
            let watch = Stopwatch()
            let proofs = try AttemptParts.batches(settings.attemptCount).flatMap {
                try rules.proofs(stamps.content, $0).map(\.text)
            }
            nanoseconds = min(nanoseconds, watch.nanoseconds)
            try MinerAdvantageError.check("hardened", proofs, equal: parts.proofs)
            onStep()
        }
    }

    /// Stamps the headers of blocks that were never mined; attempts are on the first one's content.
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
        for _ in 0..<MinerAdvantageSettings.roundCount {
            let watch = Stopwatch()
            stamped = headers.map(rules.stamped)
            fastest = min(fastest, watch.nanoseconds)
        }
        return (stamped[0].content, stamped.reduce(0) { $0 + Int($1.stamp) + 1 }, fastest)
    }
}

/// Shares and factors that follow from the counts and times.
extension HardenedAdvantage {
    /// The share of an attempt's time that is not the model's.
    package var hashingShare: Ratio { Ratio(hashingNanoseconds, nanoseconds) }

    /// The mean time of a stamp: the mean time of its digests times the number that it takes on
    /// average.
    package var stampNanosecondsMean: Int {
        Int(Int128(stampNanoseconds) << Int128(stampBitCount) / Int128(stampTryCount))
    }

    /// A stamp's time over that of a block's attempts at the easiest target. It falls as the
    /// difficulty rises.
    package var stampShare: Ratio {
        Ratio(attemptCount * stampNanosecondsMean, blockAttemptCount * nanoseconds)
    }

    /// The factor of a miner whose inputs share their beginnings with those of all other seeds,
    /// where they can.
    package var sharing: Ratio {
        let all = seedCount * WitnessChallenge.tokenCount
        return Ratio(all, max(all - sharingPairCount * WitnessChallenge.tokenCount, 1))
    }

    /// The factor of a miner whose digests, but for stamps, take no time.
    package var freeHashing: Ratio { Ratio(nanoseconds, modelNanoseconds) }

    /// The factor of a miner whose stamps take no time.
    package var freeStamps: Ratio {
        Ratio(stampShare.denominator + stampShare.numerator, stampShare.denominator)
    }

    /// The factor of a miner with all these savings at once.
    package var together: Ratio {
        Ratio(
            blockAttemptCount * nanoseconds + attemptCount * stampNanosecondsMean,
            blockAttemptCount * modelNanoseconds)
    }

    /// Whether ``together`` is at most 1.05.
    package var meetsGoal: Bool { together.isAtMost(hundredths: Self.goalHundredths) }

    private var hashingNanoseconds: Int {
        challengeNanoseconds + evidenceNanoseconds + digestNanoseconds
    }

    private var modelNanoseconds: Int { max(nanoseconds - hashingNanoseconds, 1) }
}

/// The beginnings of many seeds' challenges.
private struct SeedComparison {
    var tokenPairCount = 0
    var sharingPairCount = 0

    init(_ settings: MinerAdvantageSettings, _ shape: WitnessShape) {
        var beginnings = (0..<settings.seedCount).map { index in
            let seed = Digests.sha256("glyphlab advantage seed \(index)|\(settings.seed)".utf8)
            let challenge = WitnessChallenge(seed: seed, shape: shape)
            return (
                token: challenge.tokenIDs[0], offsets: Array(challenge.offsets.prefix(shape.width))
            )
        }
        beginnings.sort { $0.token < $1.token }
        for (index, beginning) in beginnings.enumerated() {
            for other in beginnings[..<index].reversed() {
                guard other.token == beginning.token else { break }
                tokenPairCount += 1
                if other.offsets == beginning.offsets { sharingPairCount += 1 }
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

    /// Nonces from 0 on, in batches of ``MinerAdvantageSettings/batchAttemptCount``.
    static func batches(_ attemptCount: Int) -> [[UInt64]] {
        stride(from: 0, to: attemptCount, by: MinerAdvantageSettings.batchAttemptCount).map {
            start in
            (start..<min(start + MinerAdvantageSettings.batchAttemptCount, attemptCount)).map {
                UInt64($0)
            }
        }
    }

    init(
        _ prover: BatchProver, _ parameters: HardenedRules.Parameters, _ content: Digest,
        _ attemptCount: Int
    ) throws {
        for nonces in Self.batches(attemptCount) {
            let seeds = HardenedRules.seeds(content, nonces)
            let challenges = try Self.fastest(&challengeNanoseconds) {
                prover.challenges(seeds: seeds, prover.workers)
            }
            let result = try prover.result(challenges, prover.workers)
            multiplyAddCount += result.multiplyAddCount
            let evidence = try Self.fastest(&evidenceNanoseconds) {
                prover.evidence(challenges, result, prover.workers)
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
        } while round < MinerAdvantageSettings.roundCount
        nanoseconds += fastest
        return value
    }
}

/// Evidence that was computed before, and is handed out for any seeds.
private struct KeptEvidence: EvidenceSource {
    let shape: WitnessShape
    let kept: [Evidence]

    func evidence(seeds: [Digest]) throws(NoProof) -> [Evidence] { kept }
}
