public import Cryptography

/// Why an opening is refused.
public enum TrainingRefusal: String, Sendable, CaseIterable {
    /// Other steps are opened than the challenge asks for, or in another order.
    case steps = "audit_steps"
    /// The weights, or the hash after them, do not lead to the trace.
    case path = "audit_path"
    /// The step from the opened weights leads to other weights.
    case step = "audit_step"
    /// The first or the last weights of the proof do not lead to the trace.
    case ends = "ends"
}

/// An audit of a proof by re-execution.
public struct TrainingAudit: Sendable {
    public let plan: TrainingPlan
    /// The seed by which the proof's batches are drawn.
    public let seed: Digest
    public let chunk: TrainingChunk
    /// The digest that the proof tells.
    public let trace: Digest

    /// **Throws:** ``TrainingError/shape(expected:got:)`` where the chunk is not the plan's.
    public init(
        plan: TrainingPlan, seed: Digest, chunk: TrainingChunk, trace: Digest
    ) throws(TrainingError) {
        try chunk.check(plan.shape)
        self.plan = plan
        self.seed = seed
        self.chunk = chunk
        self.trace = trace
    }

    /// Why the openings are refused; nil where they hold. Each opening is judged in turn, first its
    /// two paths, then its step.
    public func refusal(
        of openings: [TrainingOpening], challenge: TrainingChallenge,
        backend: any TrainingBackend = TrainingBackends.fastest
    ) -> TrainingRefusal? {
        guard openings.map(\.step) == challenge.steps else { return .steps }
        for opening in openings {
            if let refusal = refusal(of: opening, backend: backend) { return refusal }
        }
        return nil
    }

    /// Why one opening is refused, whatever was asked for.
    ///
    /// Weights beyond the clamp of every step are refused as a step: no step starts from them, and
    /// none leaves them.
    public func refusal(
        of opening: TrainingOpening, backend: any TrainingBackend = TrainingBackends.fastest
    ) -> TrainingRefusal? {
        guard (0..<plan.stepCount).contains(opening.step) else { return .steps }
        guard opening.before.count == plan.shape.weightByteCount,
            opens(
                opening.step, TrainingWeights.hash(shape: plan.shape, bytes: opening.before),
                opening.pathBefore),
            opens(opening.step + 1, opening.afterHash, opening.pathAfter)
        else { return .path }
        guard
            let weights = try? TrainingWeights(shape: plan.shape, bytes: opening.before),
            let step = try? TrainingRun.step(
                plan: plan, seed: seed, chunk: chunk, index: opening.step, before: weights)
        else { return .step }
        return backend.result(of: step).weights.hash == opening.afterHash ? nil : .step
    }

    /// Why the first and the last weights of a proof are refused; nil where they are leaves 0 and
    /// T of its trace.
    public func refusal(
        ofStart start: Digest, path startPath: [Digest], end: Digest, path endPath: [Digest]
    ) -> TrainingRefusal? {
        opens(0, start, startPath) && opens(plan.stepCount, end, endPath) ? nil : .ends
    }

    private func opens(_ step: Int, _ weightsHash: Digest, _ path: [Digest]) -> Bool {
        TrainingTrace.opens(
            trace: trace, leafCount: plan.stepCount + 1, step: step, weightsHash: weightsHash,
            path: path)
    }
}
