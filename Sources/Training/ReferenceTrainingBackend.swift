internal import Tensors

/// The definition.
struct ReferenceTrainingBackend: TrainingBackend {
    let name = "reference"

    func result(
        of step: TrainingStep, keepingOutputs: Bool, workers: Workers
    ) -> TrainingStepResult {
        ReferenceTraining(weights: step.weights, chunk: step.chunk, samples: step.samples)
            .result(shift: Int64(step.plan.shift), keepingOutputs: keepingOutputs)
    }

    func evaluation(
        of weights: TrainingWeights, on chunk: TrainingChunk, samples: Range<Int>, workers: Workers
    ) -> TrainingEvaluation {
        ReferenceTraining(weights: weights, chunk: chunk, samples: Array(samples)).evaluation()
    }
}
