package import Architectures
package import Inference
internal import Tensors

/// The model and the prompts into which faults are planted, with every tensor of the honest run.
package struct FaultSubject: Sendable {
    package struct Prompt: Sendable {
        package let salt: String
        package let prompt: String
        package let tokenIDs: [Int32]

        package init(salt: String, prompt: String, tokenIDs: [Int32]) {
            self.salt = salt
            self.prompt = prompt
            self.tokenIDs = tokenIDs
        }
    }

    package let architecture: Architecture
    package let weights: IntegerWeights
    package let prompts: [Prompt]
    /// The outputs by definition: [prompt][operation], row-major.
    let outputs: [[[Int64]]]

    /// Runs the prompts. **Throws:** ``InferenceError`` of the first prompt that cannot be run.
    package init(
        weights: IntegerWeights, transformer: Transformer, prompts: [Prompt]
    ) throws(InferenceError) {
        architecture = weights.architecture
        self.weights = weights
        self.prompts = prompts
        var outputs: [[[Int64]]] = []
        for prompt in prompts {
            let recorder = OutputRecorder()
            _ = try transformer.forwardByDefinition(prompt.tokenIDs, observer: recorder)
            outputs.append(recorder.outputs)
        }
        self.outputs = outputs
    }

    /// **Precondition:** the architecture has the parameter.
    func dimensions(ofParameter name: String) -> [Int] {
        guard let parameter = architecture.parameters.first(where: { $0.name == name }) else {
            preconditionFailure("no parameter \(name)")
        }
        return parameter.dimensions
    }

    package func values(prompt: Int, place: Int) -> OperationValues {
        let operation = architecture.operations[place]
        return OperationValues(
            operation: operation, tokenIDs: prompts[prompt].tokenIDs,
            inputs: operation.inputs.map { outputs[prompt][$0] }, output: outputs[prompt][place])
    }
}

private final class OutputRecorder: ForwardObserver {
    var outputs: [[Int64]] = []

    func looksAt(_ operation: Operation) -> Bool { true }

    func observe(_ operation: Operation, place: Int, sequence: Int, _ tensor: ObservedTensor) {
        precondition(place == outputs.count, "\(operation.station) out of order")
        outputs.append(tensor.elements)
    }
}
