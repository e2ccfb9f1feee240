package import Cryptography
package import Training

/// The samples of a step's batch as the operations read them.
package struct StepBatch: Sendable {
    package let plan: TrainingPlan
    /// x − 128. **Shape:** [B, D].
    let inputs: [Int64]
    /// y. **Shape:** [B].
    let labels: [Int]

    /// **Preconditions:** 2^b samples of the chunk, which is of the plan's shape.
    package init(plan: TrainingPlan, chunk: TrainingChunk, samples: [Int]) {
        precondition(
            samples.count == plan.batchCount && chunk.inputCount == plan.shape.inputCount,
            "\(samples.count) samples for a batch of \(plan.batchCount)")
        self.plan = plan
        inputs = samples.flatMap { sample in chunk.input(sample).map { Int64($0) - 128 } }
        labels = samples.map { chunk.label($0) }
    }

    /// The batch that the seed draws for a step.
    ///
    /// **Preconditions:** step ≥ 0; the chunk is of the plan's shape.
    package init(plan: TrainingPlan, seed: Digest, chunk: TrainingChunk, step: Int) {
        self.init(
            plan: plan, chunk: chunk,
            samples: TrainingDraw.batch(
                seed: seed, step: UInt64(step), count: plan.batchCount,
                sampleCount: chunk.sampleCount))
    }
}
