public import Tensors

/// A way to compute steps. All give the same integers.
public protocol TrainingBackend: Sendable {
    var name: String { get }

    /// The step.
    ///
    /// **Determinism:** the result depends on the step alone, not on the number of workers.
    func result(
        of step: TrainingStep, keepingOutputs: Bool, workers: Workers
    ) -> TrainingStepResult

    /// The losses and right answers of some samples under weights, without a step.
    ///
    /// **Preconditions:** the chunk is of the weights' shape, the samples are of the chunk.
    func evaluation(
        of weights: TrainingWeights, on chunk: TrainingChunk, samples: Range<Int>, workers: Workers
    ) -> TrainingEvaluation
}

extension TrainingBackend {
    /// The step, on the calling thread.
    public func result(
        of step: TrainingStep, keepingOutputs: Bool = false
    ) -> TrainingStepResult {
        result(of: step, keepingOutputs: keepingOutputs, workers: .alone)
    }

    /// The losses and right answers of a whole chunk, on the calling thread.
    ///
    /// **Precondition:** the chunk is of the weights' shape.
    public func evaluation(
        of weights: TrainingWeights, on chunk: TrainingChunk
    ) -> TrainingEvaluation {
        evaluation(of: weights, on: chunk, samples: 0..<chunk.sampleCount, workers: .alone)
    }
}
