package import Architectures
package import Tensors

/// An operation of one sequence with the tensors that it read and the tensor that it wrote.
package struct OperationValues: Sendable {
    package let operation: Operation
    package let tokenIDs: [Int32]
    /// The input tensors in the order of the operation's inputs, each row-major.
    package let inputs: [[Int64]]
    /// The output, [T, columns] or [H, T, T], row-major.
    package let output: [Int64]

    package var dimensions: [Int] { operation.dimensions(tokenCount: tokenIDs.count) }

    package init(
        operation: Operation, tokenIDs: [Int32], inputs: [[Int64]], output: [Int64]
    ) {
        self.operation = operation
        self.tokenIDs = tokenIDs
        self.inputs = inputs
        self.output = output
    }

    /// A place in the row-major output by its dimensions.
    package func index(of element: Int) -> [Int] {
        ElementDifference.index(of: element, in: dimensions)
    }

    /// The integers that the element follows from. **Precondition:** the element is in the output,
    /// and the inputs are those of the operation.
    ///
    /// - Parameter parameter: the model's parameter of a name.
    package func elementInputs(
        _ element: Int, parameter: (String) throws -> IntegerTensor
    ) rethrows -> ElementInputs {
        let index = index(of: element)
        let last = index[index.count - 1]
        switch operation.kind {
        case .embedding: return try embedding(index, parameter)
        case .norm:
            return try .norm(
                row: row(0, index[0]), column: last,
                gain: Int64(parameter(operation.parameters[0]).elements[last]),
                bias: Int64(parameter(operation.parameters[1]).elements[last]))
        case .rootNorm:
            return try .rootNorm(
                row: row(0, index[0]), column: last,
                gain: Int64(parameter(operation.parameters[0]).elements[last]))
        case .rotary: return rotary(index)
        case .gatedActivation:
            let row = row(0, index[0])
            return .gatedActivation(gate: row[last], up: row[row.count / 2 + last])
        case .linear:
            let weight = try parameter(operation.parameters[0])
            return try .linear(
                row: row(0, index[0]),
                weights: (0..<weight.rows).map {
                    Int64(weight.elements[$0 * weight.columns + last])
                },
                bias: operation.parameters.count > 1
                    ? Int64(parameter(operation.parameters[1]).elements[last]) : 0)
        case .scores: return scores(index)
        case .softmax:
            let start = element - last
            return .softmax(row: Array(inputs[0][start..<start + tokenIDs.count]), column: last)
        case .mixing: return mixing(index)
        case .activation: return .activation(inputs[0][element])
        case .residual:
            return .residual(stream: inputs[0][element], branch: inputs[1][element])
        }
    }

    /// A token's row of an input [T, columns].
    private func row(_ input: Int, _ token: Int) -> [Int64] {
        let columns = inputs[input].count / tokenIDs.count
        return Array(inputs[input][token * columns..<(token + 1) * columns])
    }

    private func embedding(
        _ index: [Int], _ parameter: (String) throws -> IntegerTensor
    ) rethrows -> ElementInputs {
        let tokens = try parameter(operation.parameters[0])
        let token = Int(tokenIDs[index[0]])
        var position: Int64 = 0
        if operation.parameters.count > 1 {
            let positions = try parameter(operation.parameters[1])
            position = Int64(positions.elements[index[0] * positions.columns + index[1]])
        }
        return .embedding(
            token: Int64(tokens.elements[token * tokens.columns + index[1]]),
            position: position)
    }

    /// The places of the heads in the rows that the operation reads.
    private var layout: HeadLayout {
        guard let heads = operation.heads else {
            preconditionFailure("\(operation.station) reads no heads")
        }
        return heads
    }

    private func rotary(_ index: [Int]) -> ElementInputs {
        let row = row(0, index[0])
        let (head, column) = index[1].quotientAndRemainder(dividingBy: layout.headWidth)
        guard head < layout.rotatedHeadCount, let base = operation.rotaryBase else {
            return .rotary(own: row[index[1]], partner: 0, turn: nil)
        }
        let turn = RotaryTurn(
            base: base, position: index[0], headWidth: layout.headWidth, column: column)
        return .rotary(
            own: row[index[1]], partner: row[index[1] + turn.partnerOffset], turn: turn)
    }

    private func scores(_ index: [Int]) -> ElementInputs {
        let query = row(0, index[1])[layout.queries(index[0])]
        let key = row(0, index[2])[layout.keys(index[0])]
        return .scores(query: Array(query), key: Array(key), isMasked: index[2] > index[1])
    }

    private func mixing(_ index: [Int]) -> ElementInputs {
        let count = tokenIDs.count
        let (head, column) = index[1].quotientAndRemainder(dividingBy: layout.headWidth)
        let start = (head * count + index[0]) * count
        let columns = inputs[1].count / count
        let value = layout.values(head).lowerBound + column
        return .mixing(
            probabilities: Array(inputs[0][start..<start + count]),
            values: (0..<count).map { inputs[1][$0 * columns + value] })
    }
}
