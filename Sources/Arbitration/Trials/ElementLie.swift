internal import Architectures
internal import Disputes
internal import Inference
internal import Tensors

/// A run in which one operation gives other values.
struct ElementLie: Interference {
    enum Change: Sendable {
        case element(Int, value: Int64)
        /// Changes a weight of a linear layer, [inputs, outputs].
        case weight(row: Int, column: Int, by: Int64)
    }

    let place: Int
    let change: Change
    /// The parameters of the operation, which are needed where a weight is changed.
    let parameters: [IntegerTensor]

    func operations(of architecture: Architecture) -> [Operation] { architecture.operations }

    func isAimed(at place: Int, sequence: Int) -> Bool { place == self.place }

    func spoiled(_ step: ForwardStep) -> [Int64] {
        var output = step.output
        switch change {
        case .element(let element, let value): output[element] = value
        case .weight(let row, let column, let change):
            let values = OperationValues(
                operation: step.operation, tokenIDs: step.tokenIDs, inputs: step.inputs,
                output: step.output)
            let columns = output.count / step.tokenIDs.count
            for token in step.tokenIDs.indices {
                let element = token * columns + column
                let inputs = values.elementInputs(element) { name in
                    parameters[step.operation.parameters.firstIndex(of: name) ?? 0]
                }
                guard case .linear(let x, var weights, let bias) = inputs else { continue }
                weights[row] += change
                output[element] = ElementInputs.linear(row: x, weights: weights, bias: bias).value
            }
        }
        return output
    }
}
