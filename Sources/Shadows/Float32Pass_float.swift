internal import Architectures
internal import Tensors

/// A model's operations in float32, for one sequence: it walks the architecture's list, as every
/// other forward pass does.
package struct Float32Pass: Sendable {
    package let model: FloatModel
    package let kernels: FloatKernels

    package init(model: FloatModel, kernels: FloatKernels) {
        self.model = model
        self.kernels = kernels
    }

    /// The outputs of the operations up to and with `last`, each as its own tensor.
    ///
    /// **Shapes:** as ``Operation/dimensions(tokenCount:)``; future positions are 0.
    /// **Bounds:** weights within ±16 and biases within ±4096, of no more parameters than
    /// ``Limits`` allow, keep the residual stream below 2^53, queries and keys below 2^33, and sums
    /// of squares below 2^122: no pass leaves float32, whatever the model.
    /// **Precondition:** the ids are of the model's vocabulary and fit its context.
    package func outputs(_ ids: [Int32], through last: Int) -> [[Float]] {
        var outputs: [[Float]] = []
        outputs.reserveCapacity(last + 1)
        for operation in model.architecture.operations[...last] {
            outputs.append(perform(operation, operation.inputs.map { outputs[$0] }, ids))
        }
        return outputs
    }

    private func perform(
        _ operation: Operation, _ inputs: [[Float]], _ ids: [Int32]
    ) -> [Float] {
        let names = operation.parameters
        switch operation.kind {
        case .embedding:
            return embedding(model.vector(names[0]), model.vector(names[1]), ids)
        case .norm:
            return kernels.normalized(
                inputs[0], gain: model.vector(names[0]), bias: model.vector(names[1]))
        case .linear:
            return kernels.linear(
                inputs[0], model.matrix(names[0]), bias: model.vector(names[1]))
        case .scores: return kernels.scores(inputs[0], tokenCount: ids.count)
        case .softmax: return kernels.softmax(inputs[0], tokenCount: ids.count)
        case .mixing: return kernels.mixed(inputs[0], inputs[1], tokenCount: ids.count)
        case .activation: return kernels.activated(inputs[0])
        case .rootNorm, .rotary, .gatedActivation:
            preconditionFailure("\(operation.station) in float32")
        case .residual:
            var sum = inputs[0]
            for index in sum.indices { sum[index] += inputs[1][index] }
            return sum
        }
    }

    private func embedding(_ tokens: [Float], _ positions: [Float], _ ids: [Int32]) -> [Float] {
        let width = model.architecture.shape.width
        var x: [Float] = []
        x.reserveCapacity(ids.count * width)
        for (position, id) in ids.enumerated() {
            for column in 0..<width {
                x.append(tokens[Int(id) * width + column] + positions[position * width + column])
            }
        }
        return x
    }
}
