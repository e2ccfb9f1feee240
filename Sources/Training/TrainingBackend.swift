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

/// The registry of all implementations of ``TrainingBackend``: the fastest first, the definition
/// last.
public enum TrainingBackends {
    public static let reference: any TrainingBackend = ReferenceTrainingBackend()

    /// The backends that this machine can run, the fastest first.
    public static let usable: [any TrainingBackend] = [reference]

    /// The default.
    public static var fastest: any TrainingBackend { usable[0] }

    /// The names of all backends, whether or not this machine can run them.
    public static let names = ["reference"]

    /// The backend of that name; nil where this machine cannot run it.
    public static func named(_ name: String) -> (any TrainingBackend)? {
        usable.first { $0.name.utf8.elementsEqual(name.utf8) }
    }
}
