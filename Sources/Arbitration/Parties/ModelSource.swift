package import Inference
package import Traces

/// The tensors of an honest run, computed again when they are asked for: the output of the disputed
/// operation and of the operations that it reads.
package final class ModelSource: TensorSource {
    private let transformer: Transformer
    private let task: DisputeTask
    private let trees: ParameterTrees
    private var kept: (prompt: Int, outputs: PromptOutputs)?

    package init(_ transformer: Transformer, _ task: DisputeTask, _ trees: ParameterTrees) {
        self.transformer = transformer
        self.task = task
        self.trees = trees
    }

    package func output(prompt: Int, place: Int) throws -> [Int64] {
        if let kept, kept.prompt == prompt, let elements = kept.outputs.elements[place] {
            return elements
        }
        let outputs = try PromptOutputs(
            transformer, task, prompt: prompt, places: [place] + task.schedule[place].inputs)
        kept = (prompt, outputs)
        guard let elements = outputs.elements[place] else {
            preconditionFailure("no output at place \(place)")
        }
        return elements
    }

    package func parameter(_ name: String) throws -> TensorTree { try trees.tree(name) }
}

/// Outputs of a run that was made before.
package final class KeptSource: TensorSource {
    /// The outputs of each prompt.
    private let outputs: [PromptOutputs]
    private let trees: ParameterTrees

    package init(_ outputs: [PromptOutputs], _ trees: ParameterTrees) {
        self.outputs = outputs
        self.trees = trees
    }

    package func output(prompt: Int, place: Int) throws -> [Int64] {
        guard let elements = outputs[prompt].elements[place] else {
            preconditionFailure("no output at place \(place)")
        }
        return elements
    }

    package func parameter(_ name: String) throws -> TensorTree { try trees.tree(name) }
}
