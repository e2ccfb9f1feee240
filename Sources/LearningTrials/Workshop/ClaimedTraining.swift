internal import Cryptography
internal import LearningNetwork
internal import Scenarios
internal import Training
internal import Trials

/// A training that somebody claims, whether or not it was done: the weights before the first step
/// and after each, whatever they are.
struct ClaimedTraining {
    /// [T + 1]
    let states: [TrainingWeights]
    let claim: LearningProof.Claim

    var end: TrainingWeights { states[states.count - 1] }

    private var trace: TrainingTrace { TrainingTrace(weightHashes: states.map(\.hash)) }

    /// - Parameter states: two at least.
    init(_ states: [TrainingWeights], epoch: Int, seed: [UInt8], chunk: TrainingChunk) {
        self.states = states
        let trace = TrainingTrace(weightHashes: states.map(\.hash))
        let last = states.count - 1
        claim = LearningProof.Claim(
            epoch: epoch, seed: seed, chunk: chunk.hash.bytes, start: states[0].hash.bytes,
            end: states[last].hash.bytes, stepCount: last, trace: trace.digest.bytes,
            startPath: trace.path(of: 0).map(\.bytes), endPath: trace.path(of: last).map(\.bytes))
    }

    /// Opens these steps.
    ///
    /// - Parameter change: the weights that are shown in the place of those before a step.
    func openings(
        _ steps: [Int], changing change: (TrainingWeights) throws -> TrainingWeights = { $0 }
    ) throws -> [TrainingOpening] {
        let trace = trace
        return try steps.filter { $0 + 1 < states.count }.map { step in
            TrainingOpening(
                step: step, before: try change(states[step]).bytes,
                pathBefore: trace.path(of: step), afterHash: states[step + 1].hash,
                pathAfter: trace.path(of: step + 1))
        }
    }
}

/// Does trainings, some of them falsely.
struct TrainingWorkshop {
    let plan: TrainingPlan
    /// The seed of the network's trainer in the epoch.
    let seed: [UInt8]
    let chunk: TrainingChunk
    let start: TrainingWeights
    let epoch: Int

    /// - Parameter random: whatever an attacker invents follows from it.
    func training(
        _ work: MakeProof.Work, _ random: inout ActorRandom
    ) throws -> ClaimedTraining {
        var (seed, chunk, start, stepCount) = (seed, chunk, start, plan.stepCount)
        switch work {
        case .otherData: chunk = try LearningKeyring.chunk(&random)
        case .otherSeed: seed = random.bytes32()
        case .otherStart: start = TrainingWeights(shape: plan.shape, name: "another start")
        case .fewSteps: stepCount -= 1
        case .honest, .none, .falseStep, .ownSeed, .copied: break
        }
        var states = [start]
        for step in 0..<stepCount {
            switch work {
            case .none:
                states.append(
                    TrainingWeights(shape: plan.shape, name: "invented \(random.next())"))
            case .falseStep where step == stepCount / 2: states.append(states[step])
            default:
                states.append(
                    try TrainingBackends.reference.result(
                        of: TrainingRun.step(
                            plan: plan, seed: Digest(bytes: seed), chunk: chunk, index: step,
                            before: states[step])
                    ).weights)
            }
        }
        // Data and seed of one's own are hidden by naming those that are asked for.
        return ClaimedTraining(
            states, epoch: epoch, seed: self.seed,
            chunk: work == .otherData ? chunk : self.chunk)
    }
}
