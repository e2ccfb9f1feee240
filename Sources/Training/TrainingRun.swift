public import Cryptography
public import Tensors

/// A run of T steps by one seed on one chunk.
public struct TrainingRun: Sendable {
    public let plan: TrainingPlan
    public let seed: Digest
    public let chunk: TrainingChunk
    /// The weights before the first step.
    public let start: TrainingWeights

    /// **Throws:** ``TrainingError/shape(expected:got:)`` where chunk or weights are of another
    /// shape than the plan's.
    public init(
        plan: TrainingPlan, seed: Digest, chunk: TrainingChunk, start: TrainingWeights
    ) throws(TrainingError) {
        guard start.shape == plan.shape else {
            throw .shape(expected: "\(plan.shape)", got: "\(start.shape)")
        }
        try chunk.check(plan.shape)
        self.plan = plan
        self.seed = seed
        self.chunk = chunk
        self.start = start
    }

    /// Step `index` from the weights before it, with the batch that the seed draws for it.
    ///
    /// **Throws:** ``TrainingError/shape(expected:got:)``. **Precondition:** index ≥ 0.
    public static func step(
        plan: TrainingPlan, seed: Digest, chunk: TrainingChunk, index: Int, before: TrainingWeights
    ) throws(TrainingError) -> TrainingStep {
        try TrainingStep(
            plan: plan, weights: before, chunk: chunk,
            samples: TrainingDraw.batch(
                seed: seed, step: UInt64(index), count: plan.batchCount,
                sampleCount: chunk.sampleCount))
    }

    /// Trains from the start.
    ///
    /// - Parameters:
    ///   - keptSteps: the steps whose operations' outputs go to the observer.
    ///   - observe: called after each step with its index and what it leaves. The run ends early
    ///     where it throws.
    public func trained(
        by backend: any TrainingBackend = TrainingBackends.fastest, workers: Workers = .alone,
        keepingOutputsOf keptSteps: Range<Int> = 0..<0,
        observe: (_ step: Int, _ result: TrainingStepResult) throws -> Void = { _, _ in }
    ) throws -> TrainingHistory {
        var history = TrainingHistory(run: self)
        for index in 0..<plan.stepCount {
            let step = try Self.step(
                plan: plan, seed: seed, chunk: chunk, index: index, before: history.end)
            let result = backend.result(
                of: step, keepingOutputs: keptSteps.contains(index), workers: workers)
            history.append(result)
            try observe(index, result)
        }
        return history
    }

    /// The weights after so many steps, by training again from the start.
    ///
    /// **Precondition:** 0 ≤ stepCount ≤ T.
    public func weights(
        after stepCount: Int, by backend: any TrainingBackend = TrainingBackends.fastest,
        workers: Workers = .alone
    ) throws -> TrainingWeights {
        precondition((0...plan.stepCount).contains(stepCount), "\(stepCount) steps")
        var weights = start
        for index in 0..<stepCount {
            let step = try Self.step(
                plan: plan, seed: seed, chunk: chunk, index: index, before: weights)
            weights = backend.result(of: step, keepingOutputs: false, workers: workers).weights
        }
        return weights
    }

    /// Step `index` alone, with the outputs of its operations.
    ///
    /// **Throws:** ``TrainingError/shape(expected:got:)``. **Precondition:** 0 ≤ index < T.
    public func executed(
        step index: Int, from before: TrainingWeights,
        by backend: any TrainingBackend = TrainingBackends.fastest, workers: Workers = .alone
    ) throws(TrainingError) -> TrainingStepResult {
        precondition((0..<plan.stepCount).contains(index), "step \(index) of \(plan.stepCount)")
        let step = try Self.step(plan: plan, seed: seed, chunk: chunk, index: index, before: before)
        return backend.result(of: step, keepingOutputs: true, workers: workers)
    }

    /// The opening of a step of this run under the trace of its history.
    ///
    /// **Precondition:** 0 ≤ index < T; the history is of this run, whole.
    public func opening(
        of index: Int, history: TrainingHistory,
        by backend: any TrainingBackend = TrainingBackends.fastest, workers: Workers = .alone
    ) throws -> TrainingOpening {
        let trace = history.trace
        return TrainingOpening(
            step: index,
            before: try weights(after: index, by: backend, workers: workers).bytes,
            pathBefore: trace.path(of: index), afterHash: history.weightHashes[index + 1],
            pathAfter: trace.path(of: index + 1))
    }
}

/// The history of a run: the hash of the weights before the first step and after each, and the
/// losses.
public struct TrainingHistory: Sendable, Equatable {
    /// [T + 1], or fewer while the run goes on.
    public private(set) var weightHashes: [Digest]
    /// [T], before each step, Q16.
    public private(set) var losses: [Int64] = []
    /// The weights after the last step.
    public private(set) var end: TrainingWeights

    init(run: TrainingRun) {
        weightHashes = [run.start.hash]
        end = run.start
    }

    mutating func append(_ result: TrainingStepResult) {
        weightHashes.append(result.weights.hash)
        losses.append(result.loss)
        end = result.weights
    }

    public var trace: TrainingTrace { TrainingTrace(weightHashes: weightHashes) }
}
