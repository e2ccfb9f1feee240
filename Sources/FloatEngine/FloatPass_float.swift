internal import Architectures
internal import Checkpoints
internal import Fingerprints

/// A model's operations in one arithmetic, for one sequence: it walks the architecture's list, as
/// every other forward pass does.
struct FloatPass<Arithmetic: FloatArithmetic> {
    typealias Number = Arithmetic.Number

    let form: ModelForm
    let epsilon: Double
    let operations: [Operation]
    let weights: FloatWeights
    let arithmetic: Arithmetic
    let tokenIDs: [Int32]
    /// Whether all operations run; otherwise only those up to the deepest head, and of its layer
    /// queries and keys alone.
    let isWhole: Bool

    private var tokenCount: Int { tokenIDs.count }
    private var attention: FloatAttention<Arithmetic> {
        FloatAttention(
            arithmetic: arithmetic, headCount: form.headCount,
            keyValueHeadCount: form.keyValueHeadCount, headWidth: form.headWidth,
            tokenCount: tokenCount)
    }

    /// The last position's rows of the heads, in their order.
    ///
    /// - Parameter onOutput: hears of the output of every operation that runs.
    func rows(
        of heads: [Head], onOutput: (_ operation: Operation, _ output: [Number]) -> Void
    ) -> [[Number]] {
        let deepest = heads.reduce(-1) { max($0, $1.layer) }
        let last =
            isWhole
            ? operations.count - 1
            : operations.firstIndex { $0.kind == .softmax && $0.station.layer == deepest } ?? 0
        var lastReaders = Array(repeating: 0, count: operations.count)
        for (place, operation) in operations.enumerated() {
            for input in operation.inputs { lastReaders[input] = place }
        }
        var outputs = [[Number]](repeating: [], count: operations.count)
        var rows = [[Number]](repeating: [], count: heads.count)
        for place in 0...last {
            let operation = operations[place]
            let isLastLayer = !isWhole && operation.station.layer == deepest
            let output = perform(
                operation, operation.inputs.map { outputs[$0] }, queriesAndKeysOnly: isLastLayer)
            onOutput(operation, output)
            if operation.kind == .softmax {
                for (index, head) in heads.enumerated() where head.layer == operation.station.layer
                {
                    let start = (head.head * tokenCount + tokenCount - 1) * tokenCount
                    rows[index] = Array(output[start..<start + tokenCount])
                }
            }
            for input in operation.inputs where lastReaders[input] == place {
                outputs[input] = []
            }
            outputs[place] = output
        }
        return rows
    }

    private func perform(
        _ operation: Operation, _ inputs: [[Number]], queriesAndKeysOnly: Bool
    ) -> [Number] {
        let names = operation.parameters
        switch operation.kind {
        case .embedding: return embedding(names)
        case .norm:
            return arithmetic.normalized(
                inputs[0], gain: weights.vector(names[0]),
                bias: weights.vector(names[1]), epsilon: epsilon)
        case .rootNorm:
            return arithmetic.rootNormalized(
                inputs[0], gain: weights.vector(names[0]), epsilon: epsilon)
        case .linear:
            let matrix = weights.matrix(names[0])
            let columns =
                queriesAndKeysOnly && operation.station.operation == .queryKeyValue
                ? form.queryWidth + form.keyWidth : matrix.columns
            return arithmetic.linear(
                inputs[0], matrix, bias: names.count > 1 ? weights.vector(names[1]) : nil,
                columns: columns)
        case .rotary:
            var turned = inputs[0]
            RotaryTable(
                base: RotaryTable.base(of: form), headWidth: form.headWidth,
                positions: 0..<tokenCount
            ).turn(
                &turned, heads: form.headCount + form.keyValueHeadCount,
                columns: turned.count / tokenCount)
            return turned
        case .scores: return attention.scores(inputs[0])
        case .softmax: return arithmetic.softmax(inputs[0], tokenCount: tokenCount)
        case .mixing: return attention.mixed(inputs[0], inputs[1])
        case .activation: return arithmetic.activated(inputs[0])
        case .gatedActivation:
            let (gate, up) = halves(inputs[0])
            return arithmetic.gated(gate, up)
        case .residual:
            var sum = inputs[0]
            for index in sum.indices { sum[index] += inputs[1][index] }
            return sum
        }
    }

    /// The left and the right half of every row.
    private func halves(_ x: [Number]) -> ([Number], [Number]) {
        let width = x.count / tokenCount / 2
        var (left, right): ([Number], [Number]) = ([], [])
        for start in stride(from: 0, to: x.count, by: 2 * width) {
            left += x[start..<start + width]
            right += x[start + width..<start + 2 * width]
        }
        return (left, right)
    }

    /// Token rows, and the positions' where the model has a table of them.
    private func embedding(_ names: [String]) -> [Number] {
        let width = form.width
        let tokens = weights.vector(names[0])
        let positions = names.count > 1 ? weights.vector(names[1]) : nil
        var x: [Number] = []
        x.reserveCapacity(tokenCount * width)
        for (position, id) in tokenIDs.enumerated() {
            for column in 0..<width {
                let token = Number(tokens[Int(id) * width + column])
                x.append(
                    positions.map { token + Number($0[position * width + column]) } ?? token)
            }
        }
        return x
    }
}
