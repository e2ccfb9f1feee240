internal import Cryptography
internal import Training
internal import Trials

/// Frauds of f false steps, each audited by the steps that a challenge draws, and how many of them
/// the audits missed.
package struct AuditTrials: Sendable {
    package let odds: AuditOdds
    package let bound: BinomialBound
    package let seed: String
    package let missCount: Int
    /// The audits that said anything but what the sampled steps are: a false step that was sampled
    /// and accepted, or an honest one refused.
    package let wrongCount: Int

    /// - Parameter onTrial: called after each audit.
    package init(
        _ odds: AuditOdds, bound: BinomialBound, seed: String, onTrial: () -> Void = {}
    ) throws {
        var missCount = 0
        var wrongCount = 0
        let run = try Self.run(odds, seed: seed)
        for number in 0..<bound.trialCount {
            var random = ActorRandom(seed: "\(seed)/\(number)", actor: "fraud")
            let fraud = try Fraud(run, falseCount: odds.falseCount, &random)
            let challenge = TrainingChallenge(
                proofID: Digest(bytes: random.bytes32()), beacon: Digest(bytes: random.bytes32()),
                stepCount: odds.stepCount, sampleCount: odds.sampleCount)
            let isSampled = challenge.steps.contains { fraud.isFalse[$0] }
            switch try fraud.refusal(challenge) {
            case nil:
                missCount += 1
                if isSampled { wrongCount += 1 }
            case .step: if !isSampled { wrongCount += 1 }
            default: wrongCount += 1
            }
            onTrial()
        }
        self.odds = odds
        self.bound = bound
        self.seed = seed
        self.missCount = missCount
        self.wrongCount = wrongCount
    }

    package var allowed: ClosedRange<Int> { bound.allowed(odds) }
    package var holds: Bool { wrongCount == 0 && allowed.contains(missCount) }

    /// A run of a model so small that thousands of frauds can be trained.
    private static func run(_ odds: AuditOdds, seed: String) throws -> TrainingRun {
        let drawn = Digests.sha256(seed.utf8)
        let plan = try TrainingPlan(
            shape: TrainingShape(inputCount: 3, hiddenCount: 2, classCount: 2), batchShift: 0,
            rateShift: 3, stepCount: odds.stepCount)
        return try TrainingRun(
            plan: plan, seed: drawn,
            chunk: DrawnChunk.chunk(inputCount: 3, classCount: 2, sampleCount: 32, seed: drawn),
            start: TrainingWeights(shape: plan.shape, name: "audit"))
    }
}

/// A run with some false steps: what stands after each is not what the step gives, and the run goes
/// on from it honestly.
private struct Fraud {
    private let run: TrainingRun
    /// [T + 1]
    private var weights: [TrainingWeights]
    /// [T]
    let isFalse: [Bool]

    init(_ run: TrainingRun, falseCount: Int, _ random: inout ActorRandom) throws {
        let count = run.plan.stepCount
        var isFalse = [Bool](repeating: false, count: count)
        var left = falseCount
        while left > 0 {
            let step = random.integer(in: 0...count - 1)
            if !isFalse[step] {
                isFalse[step] = true
                left -= 1
            }
        }
        var weights = [run.start]
        for step in 0..<count {
            let result = TrainingBackends.fastest.result(
                of: try TrainingRun.step(
                    plan: run.plan, seed: run.seed, chunk: run.chunk, index: step,
                    before: weights[step]))
            let place = random.integer(in: 0...run.plan.shape.weightCount - 1)
            weights.append(
                isFalse[step] ? try result.weights.changed(at: place) : result.weights)
        }
        self.run = run
        self.weights = weights
        self.isFalse = isFalse
    }

    /// The audit's refusal of what the fraud opens; nil where it is missed.
    func refusal(_ challenge: TrainingChallenge) throws -> TrainingRefusal? {
        let hashes = weights.map(\.hash)
        let trace = TrainingTrace(weightHashes: hashes)
        let audit = try TrainingAudit(
            plan: run.plan, seed: run.seed, chunk: run.chunk, trace: trace.digest)
        let openings = challenge.steps.map { step in
            TrainingOpening(
                step: step, before: weights[step].bytes, pathBefore: trace.path(of: step),
                afterHash: hashes[step + 1], pathAfter: trace.path(of: step + 1))
        }
        return audit.refusal(of: openings, challenge: challenge)
    }
}
