internal import Architectures
package import Disputes
internal import Fingerprints
internal import Tensors
internal import Traces

/// The plan for the game's last question about one element of an operation's output: the elements
/// of agreed tensors that it follows from, and the inputs that they make for its definition.
package struct LeafPlan: Sendable {
    package let task: DisputeTask
    package let prompt: Int
    package let place: Int
    /// The element's place by the dimensions of the output.
    package let index: [Int]

    /// - Parameter element: the element's row-major place. **Precondition:** the operation has such
    ///   an element, and is not the proof.
    package init(task: DisputeTask, prompt: Int, place: Int, element: Int) {
        self.task = task
        self.prompt = prompt
        self.place = place
        index = task.form(prompt: prompt, place: place)?.index(of: element) ?? []
    }

    private var tokenCount: Int { task.prompts[prompt].tokenIDs.count }
    private var width: Int { task.architecture.shape.width }
    private var kind: Operation.Kind? { task.operation(at: place)?.kind }
    private var isMasked: Bool { kind == .scores && index[2] > index[1] }

    // MARK: Sums

    /// The number of products that the element's sum has; 0 where it is no sum of products.
    package var termCount: Int {
        guard let operation = task.operation(at: place) else { return 0 }
        switch operation.kind {
        case .linear: return columns(of: operation.inputs[0])
        case .scores: return isMasked ? 0 : layout.headWidth
        case .mixing: return tokenCount
        case .norm, .rootNorm, .rotary, .embedding, .softmax, .activation, .gatedActivation,
            .residual:
            return 0
        }
    }

    /// The number of terms that are opened at once.
    package var partTermCount: Int {
        kind == .mixing
            ? DisputeLimits.scatteredTermCountMax : DisputeLimits.termCountMax
    }

    /// The terms of each part; a single part where the sum is short, or the element no sum.
    package var parts: [Range<Int>] {
        guard termCount > partTermCount else { return [0..<termCount] }
        return stride(from: 0, to: termCount, by: partTermCount).map {
            $0..<min($0 + partTermCount, termCount)
        }
    }

    /// The products that the referee computes for a part: those of the sum; for a norm, the
    /// squares.
    package func multiplyAddCount(part: Range<Int>) -> Int {
        kind == .norm || kind == .rootNorm ? width : part.count
    }

    // MARK: What is opened

    /// The elements that a part follows from, each neighbourhood as one range.
    package func wanted(part: Range<Int>) -> [WantedElements] {
        guard let operation = task.operation(at: place) else { return [probability] }
        let inputs = operation.inputs
        let row = index[0]
        let last = index[index.count - 1]
        func one(_ source: WantedElements.Source, _ element: Int) -> WantedElements {
            WantedElements(source, element..<element + 1)
        }
        switch operation.kind {
        case .embedding:
            // Digested transposed: [C, V] and [C, context].
            let shape = task.architecture.shape
            let token = Int(task.prompts[prompt].tokenIDs[row])
            return [
                one(.parameter(operation.parameters[0]), last * shape.vocabularyCount + token)
            ]
                + operation.parameters.dropFirst().map {
                    one(.parameter($0), last * shape.contextTokenCount + row)
                }
        case .norm, .rootNorm:
            return [WantedElements(.record(inputs[0]), row * width..<(row + 1) * width)]
                + operation.parameters.map { one(.parameter($0), last) }
        case .rotary:
            let start = row * layout.columnCount + last
            let turn = turn(operation)
            return [one(.record(inputs[0]), start)]
                + (turn.map { [one(.record(inputs[0]), start + $0.partnerOffset)] } ?? [])
        case .gatedActivation:
            let columns = columns(of: inputs[0])
            return [last, columns / 2 + last].map {
                one(.record(inputs[0]), row * columns + $0)
            }
        case .linear:
            let columns = columns(of: inputs[0])
            return [
                WantedElements(.record(inputs[0]), Self.shifted(part, by: row * columns)),
                WantedElements(
                    .parameter(operation.parameters[0]), Self.shifted(part, by: last * columns)),
            ] + operation.parameters.dropFirst().map { one(.parameter($0), last) }
        case .scores: return scores(input: inputs[0])
        case .softmax:
            let start = (index[0] * tokenCount + index[1]) * tokenCount
            return [WantedElements(.record(inputs[0]), start..<start + tokenCount)]
        case .mixing: return mixing(inputs, part)
        case .activation: return [one(.record(inputs[0]), row * columns(of: inputs[0]) + last)]
        case .residual:
            return inputs.map { one(.record($0), row * width + last) }
        }
    }

    /// The probability that a row of the proof takes over: from the last row of a head's
    /// probabilities.
    private var probability: WantedElements {
        let shape = task.architecture.shape
        let head = HeadSelection.heads(
            salt: task.prompts[prompt].salt, layerCount: shape.layerCount,
            headCount: shape.headCount)[index[0]]
        let place = task.architecture.operations.firstIndex {
            $0.kind == .softmax && $0.station.layer == head.layer
        }
        guard let place else { preconditionFailure("no probabilities in layer \(head.layer)") }
        let element = ((head.head + 1) * tokenCount - 1) * tokenCount + index[1]
        return WantedElements(.record(place), element..<element + 1)
    }

    /// The places of the heads in rows of queries, keys and values.
    private var layout: HeadLayout { HeadLayout(task.architecture.shape) }

    /// The turn of the element; nil where it stays.
    private func turn(_ operation: Operation) -> RotaryTurn? {
        let (head, column) = index[1].quotientAndRemainder(dividingBy: layout.headWidth)
        guard head < layout.rotatedHeadCount, let base = operation.rotaryBase else { return nil }
        return RotaryTurn(
            base: base, position: index[0], headWidth: layout.headWidth, column: column)
    }

    private func scores(input: Int) -> [WantedElements] {
        guard !isMasked else { return [] }
        let columns = [(index[1], layout.queries(index[0])), (index[2], layout.keys(index[0]))]
        return columns.map { token, columns in
            WantedElements(
                .record(input), Self.shifted(columns, by: token * layout.columnCount))
        }
    }

    private func mixing(_ inputs: [Int], _ part: Range<Int>) -> [WantedElements] {
        let (head, column) = index[1].quotientAndRemainder(dividingBy: layout.headWidth)
        let start = (head * tokenCount + index[0]) * tokenCount
        return [WantedElements(.record(inputs[0]), Self.shifted(part, by: start))]
            + part.map { token in
                let element =
                    token * layout.columnCount + layout.values(head).lowerBound + column
                return WantedElements(.record(inputs[1]), element..<element + 1)
            }
    }

    private func columns(of place: Int) -> Int {
        task.schedule[place].dimensions(tokenCount: tokenCount).last ?? 0
    }

    private static func shifted(_ range: Range<Int>, by offset: Int) -> Range<Int> {
        range.lowerBound + offset..<range.upperBound + offset
    }

    // MARK: What becomes of it

    /// The inputs of the definition.
    ///
    /// - Parameter opened: the elements that ``wanted(part:)`` names, in its order.
    package func inputs(_ opened: [[Int64]]) -> ElementInputs {
        guard let operation = task.operation(at: place) else {
            return .proofRow(probability: opened[0][0])
        }
        let last = index[index.count - 1]
        switch operation.kind {
        case .embedding:
            let position = opened.count > 1 ? opened[1][0] : 0
            return .embedding(token: opened[0][0], position: position)
        case .norm:
            return .norm(row: opened[0], column: last, gain: opened[1][0], bias: opened[2][0])
        case .rootNorm:
            return .rootNorm(row: opened[0], column: last, gain: opened[1][0])
        case .rotary:
            let turn = turn(operation)
            return .rotary(
                own: opened[0][0], partner: turn == nil ? 0 : opened[1][0], turn: turn)
        case .gatedActivation: return .gatedActivation(gate: opened[0][0], up: opened[1][0])
        case .linear:
            let bias = opened.count > 2 ? opened[2][0] : 0
            return .linear(row: opened[0], weights: opened[1], bias: bias)
        case .scores:
            guard !isMasked else {
                let zeros = [Int64](repeating: 0, count: layout.headWidth)
                return .scores(query: zeros, key: zeros, isMasked: true)
            }
            return .scores(query: opened[0], key: opened[1], isMasked: false)
        case .softmax: return .softmax(row: opened[0], column: last)
        case .mixing:
            return .mixing(probabilities: opened[0], values: opened.dropFirst().flatMap(\.self))
        case .activation: return .activation(opened[0][0])
        case .residual: return .residual(stream: opened[0][0], branch: opened[1][0])
        }
    }
}
