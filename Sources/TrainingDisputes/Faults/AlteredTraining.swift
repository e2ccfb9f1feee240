package import Cryptography
package import Training

/// A run in which some steps are other than the definition's.
package struct AlteredTraining: Sendable {
    /// The way in which a step is altered.
    package struct Step: Sendable {
        /// The samples of its batch; nil for those that the seed draws.
        package let samples: [Int]?
        package let interference: StepInterference

        package init(samples: [Int]? = nil, interference: StepInterference = .none) {
            self.samples = samples
            self.interference = interference
        }
    }

    package let run: TrainingRun
    /// The weights from which it begins: the run's, or others.
    private let start: TrainingWeights
    /// The alteration of a step; nil where there is none.
    private let altered: @Sendable (_ step: Int) -> Step?
    /// [T + 1]
    package let weightHashes: [Digest]

    /// Trains. **Precondition:** alterations leave each element within its tensor's bounds.
    package init(
        _ run: TrainingRun, start: TrainingWeights? = nil,
        altered: @escaping @Sendable (_ step: Int) -> Step?
    ) throws {
        self.run = run
        self.start = start ?? run.start
        self.altered = altered
        var weights = self.start
        var hashes = [weights.hash]
        for index in 0..<run.plan.stepCount {
            weights = try Self.after(run, index, weights, altered(index))
            hashes.append(weights.hash)
        }
        weightHashes = hashes
    }

    /// A machine with a fault.
    package init(_ run: TrainingRun, fault: TrainingFault) throws {
        try self.init(run) { fault.altered($0, run) }
    }

    /// The values of a step, by training up to it again.
    ///
    /// **Precondition:** 0 ≤ step < T.
    package func values(of step: Int) throws -> StepValues {
        var weights = start
        for index in 0..<step {
            weights = try Self.after(run, index, weights, altered(index))
        }
        return try Self.values(run, step, weights, altered(step))
    }

    static func values(
        _ run: TrainingRun, _ index: Int, _ before: TrainingWeights, _ altered: Step?
    ) throws -> StepValues {
        guard let altered else {
            let result = try run.executed(step: index, from: before)
            return StepValues(plan: run.plan, before: before, result: result)
        }
        let samples = altered.samples ?? batch(run, index)
        return StepValues(
            plan: run.plan, before: before,
            batch: StepBatch(plan: run.plan, chunk: run.chunk, samples: samples),
            interference: altered.interference)
    }

    private static func after(
        _ run: TrainingRun, _ index: Int, _ before: TrainingWeights, _ altered: Step?
    ) throws -> TrainingWeights {
        guard altered != nil else {
            let step = try TrainingRun.step(
                plan: run.plan, seed: run.seed, chunk: run.chunk, index: index, before: before)
            return TrainingBackends.fastest.result(of: step).weights
        }
        guard let after = try values(run, index, before, altered).after else {
            preconditionFailure("weights beyond the clamp")
        }
        return after
    }

    static func batch(_ run: TrainingRun, _ step: Int) -> [Int] {
        TrainingDraw.batch(
            seed: run.seed, step: UInt64(step), count: run.plan.batchCount,
            sampleCount: run.chunk.sampleCount)
    }
}

extension TrainingFault {
    /// The alteration of a step of a machine with this fault; nil where there is none.
    func altered(_ index: Int, _ run: TrainingRun) -> AlteredTraining.Step? {
        switch self {
        case .weightBit(index, let tensor, let element, let bit):
            return AlteredTraining.Step(
                interference: .weightBit(tensor, element: element, bit: bit))
        case .rounding(index, let tensor, let element):
            return AlteredTraining.Step(interference: .floor(tensor, element: element))
        case .sample(index, let place, let sample):
            var samples = AlteredTraining.batch(run, index)
            samples[place] = sample
            return AlteredTraining.Step(samples: samples)
        case .order(index):
            return AlteredTraining.Step(samples: AlteredTraining.batch(run, index + 1))
        case .order(index - 1):
            return AlteredTraining.Step(samples: AlteredTraining.batch(run, index - 1))
        case .rate(index, let change): return AlteredTraining.Step(interference: .rate(change))
        default: return nil
        }
    }
}
