package import Training

/// A training run as evidence: its trace, and the record of any of its steps.
package struct TrainingEvidence: Sendable {
    package let run: TrainingRun
    package let facts: TrainingRunFacts

    package init(_ run: TrainingRun, startName: String?) {
        self.run = run
        facts = TrainingRunFacts(run, startName: startName)
    }

    /// The run's trace, by training.
    package func trace(
        by backend: any TrainingBackend = TrainingBackends.fastest, onStep: () -> Void = {}
    ) throws -> TrainingTraceFile {
        let history = try run.trained(by: backend, observe: { _, _ in onStep() })
        return TrainingTraceFile(run: facts, weightHashes: history.weightHashes)
    }

    /// The record of one step, by training up to it again.
    ///
    /// **Precondition:** 0 ≤ step < T.
    package func record(
        of step: Int, by backend: any TrainingBackend = TrainingBackends.fastest,
        keepsElements: Bool = true
    ) throws -> StepRecord {
        try record(
            of: step, from: run.weights(after: step, by: backend), by: backend,
            keepsElements: keepsElements)
    }

    /// The record of one step from the weights before it.
    ///
    /// **Precondition:** 0 ≤ step < T.
    package func record(
        of step: Int, from before: TrainingWeights,
        by backend: any TrainingBackend = TrainingBackends.fastest, keepsElements: Bool = true
    ) throws -> StepRecord {
        let result = try run.executed(step: step, from: before, by: backend)
        return StepRecord(
            run: facts, step: step,
            values: StepValues(plan: run.plan, before: before, result: result),
            keepsElements: keepsElements)
    }
}
