package import Training

/// The run that was agreed to: all that a referee knows. It has the data and no weights.
package struct TrainingTask: Sendable {
    package let run: TrainingRunFacts
    package let chunk: TrainingChunk

    /// **Precondition:** the chunk is the one that the facts name.
    package init(run: TrainingRunFacts, chunk: TrainingChunk) {
        precondition(run.chunk == chunk.hash, "another chunk")
        self.run = run
        self.chunk = chunk
    }

    package init(_ evidence: TrainingEvidence) {
        run = evidence.facts
        chunk = evidence.run.chunk
    }

    var plan: TrainingPlan { run.plan }
    /// The leaves of a trace: T + 1.
    var leafCount: Int { plan.stepCount + 1 }

    func batch(step: Int) -> StepBatch {
        StepBatch(plan: plan, seed: run.seed, chunk: chunk, step: step)
    }
}
