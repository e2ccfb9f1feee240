/// A step to be computed: which weights, which samples, by which plan.
public struct TrainingStep: Sendable {
    public let plan: TrainingPlan
    public let weights: TrainingWeights
    public let chunk: TrainingChunk
    /// The batch: 2^b samples of the chunk, with repeats.
    public let samples: [Int]

    /// **Throws:** ``TrainingError/shape(expected:got:)`` where weights or chunk are of another
    /// shape than the plan's. **Precondition:** 2^b samples, each of the chunk.
    public init(
        plan: TrainingPlan, weights: TrainingWeights, chunk: TrainingChunk, samples: [Int]
    ) throws(TrainingError) {
        guard weights.shape == plan.shape else {
            throw .shape(expected: "\(plan.shape)", got: "\(weights.shape)")
        }
        try chunk.check(plan.shape)
        precondition(
            samples.count == plan.batchCount
                && samples.allSatisfy { (0..<chunk.sampleCount).contains($0) },
            "\(samples.count) samples for a batch of \(plan.batchCount)")
        self.plan = plan
        self.weights = weights
        self.chunk = chunk
        self.samples = samples
    }
}

/// The result of a step.
public struct TrainingStepResult: Sendable, Equatable {
    public let weights: TrainingWeights
    /// The sum over the batch of 16·ONE − log2q(p_y), Q16, before the step.
    /// **Bounds:** 0 to 16·ONE·256 = 2^28.
    public let loss: Int64
    /// The outputs of all operations, in their order; empty unless they were asked for.
    public let outputs: [TrainingOutput]

    package init(weights: TrainingWeights, loss: Int64, outputs: [TrainingOutput]) {
        self.weights = weights
        self.loss = loss
        self.outputs = outputs
    }
}

/// How well weights answer some samples.
public struct TrainingEvaluation: Sendable, Equatable {
    public let sampleCount: Int
    /// Samples whose largest logit, of equal ones the first, is their label's.
    public let correctCount: Int
    /// The sum of the losses, Q16. **Bounds:** 2^20 a sample.
    public let loss: Int64

    package init(sampleCount: Int, correctCount: Int, loss: Int64) {
        self.sampleCount = sampleCount
        self.correctCount = correctCount
        self.loss = loss
    }
}
