internal import Architectures
internal import Encodings
internal import Tensors
internal import Traces

/// An element of an operation's output as a value that stands alone: the integers that it follows
/// from, and the two integers that two machines have for it. Computing it settles within
/// milliseconds which machine is right.
package struct OneElement: Sendable, Equatable {
    /// Where the element comes from, for people; nothing is computed from it.
    package struct Origin: Sendable, Equatable {
        package var integerWeightsHash: String
        package var salt: String
        package var prompt: String

        package init(integerWeightsHash: String, salt: String, prompt: String) {
            self.integerWeightsHash = integerWeightsHash
            self.salt = salt
            self.prompt = prompt
        }
    }

    /// The operation's name: `h.3.attn.qkv`.
    package let operation: String
    /// The element's place in the output, a number for each dimension.
    package let index: [Int]
    package let inputs: ElementInputs
    package let expected: Int64
    package let got: Int64
    package let origin: Origin?

    /// **Throws:** ``ElementError`` where an input is beyond its bound, where lists, operation or
    /// index do not fit.
    package init(
        operation: String, index: [Int], inputs: ElementInputs, expected: Int64, got: Int64,
        origin: Origin? = nil
    ) throws(ElementError) {
        try inputs.check()
        try inputs.check(operation: operation, index: index)
        self.operation = operation
        self.index = index
        self.inputs = inputs
        self.expected = expected
        self.got = got
        self.origin = origin
    }

    /// The value that the protocol's definition gives, computed at each call.
    package var value: Int64 { inputs.value }
}

/// Reasons for which an element cannot be computed from its description.
package enum ElementError: Error, Equatable, CustomStringConvertible {
    /// - Parameter what: the input, with its place where it is one of a list: "weights[3]".
    case outOfRange(_ what: String, expected: ClosedRange<Int64>, got: Int64)
    case count(_ what: String, expected: ClosedRange<Int>, got: Int)
    case unequalCounts(_ what: String, expected: Int, got: Int)
    /// The name is no operation's, or that of an operation with inputs of another kind.
    case operation(expected: String, got: String)
    /// The numbers are no place in the operation's output, or not the place of these inputs.
    case index(expected: String, got: [Int])

    package var description: String {
        switch self {
        case .outOfRange(let what, let expected, let got):
            "\(what): expected \(expected.lowerBound) to \(expected.upperBound), got \(got)"
        case .count(let what, let expected, let got):
            expected.count == 1
                ? "\(what): expected \(expected.lowerBound) integers, got \(got)"
                : "\(what): expected \(expected.lowerBound) to \(expected.upperBound) integers, "
                    + "got \(got)"
        case .unequalCounts(let what, let expected, let got):
            "\(what): expected \(expected) integers, as many as in the other list, got \(got)"
        case .operation(let expected, let got):
            "operation: expected \(expected), got \(JSONValue.quoted(got, scalarCountMax: 80))"
        case .index(let expected, let got): "index: expected \(expected), got \(got)"
        }
    }
}

// MARK: Bounds

extension ElementInputs {
    /// The bounds of the engine's tensors: activations within ±2^28, weights and gains within
    /// ±2^16, scores within ±2^40, probabilities from 0 to 2^16, C and T as ``Limits`` says, K up
    /// to 4C. They keep every sum of the definition within 2^57.
    package func check() throws(ElementError) {
        let activation = -FixedPoint.activationClamp...FixedPoint.activationClamp
        let weight = -FixedPoint.weightClamp...FixedPoint.weightClamp
        let score = FixedPoint.maskedScore...(-FixedPoint.maskedScore)
        let tokenCounts = 1...Limits.contextTokenCountMax
        switch self {
        case .embedding(let token, let position):
            try Self.check("token", token, activation)
            try Self.check("position", position, activation)
        case .norm(let row, let column, let gain, let bias):
            try Self.check("row", row, activation, counts: 1...Limits.widthMax)
            try Self.check("column", Int64(column), 0...Int64(row.count - 1))
            try Self.check("gain", gain, weight)
            try Self.check("bias", bias, activation)
        case .rootNorm(let row, let column, let gain):
            try Self.check("row", row, activation, counts: 1...Limits.widthMax)
            try Self.check("column", Int64(column), 0...Int64(row.count - 1))
            try Self.check("gain", gain, weight)
        case .rotary(let own, let partner, let turn):
            try Self.check("own", own, activation)
            try Self.check("partner", partner, activation)
            try turn.map(Self.check)
        case .linear(let row, let weights, let bias):
            try Self.check("row", row, activation, counts: 1...4 * Limits.widthMax)
            try Self.check("weights", weights, weight, asManyAs: row)
            try Self.check("bias", bias, activation)
        case .scores(let query, let key, _):
            // Another count than 64 or 128 is refused as not the smaller.
            let width = query.count == 128 ? 128 : 64
            try Self.check("query", query, activation, counts: width...width)
            try Self.check("key", key, activation, counts: width...width)
        case .softmax(let row, let column):
            try Self.check("row", row, score, counts: tokenCounts)
            try Self.check("column", Int64(column), 0...Int64(row.count - 1))
        case .mixing(let probabilities, let values):
            try Self.check(
                "probabilities", probabilities, 0...FixedPoint.one, counts: tokenCounts)
            try Self.check("values", values, activation, asManyAs: probabilities)
        case .activation(let x): try Self.check("x", x, activation)
        case .gatedActivation(let gate, let up):
            try Self.check("gate", gate, activation)
            try Self.check("up", up, activation)
        case .residual(let stream, let branch):
            try Self.check("stream", stream, activation)
            try Self.check("branch", branch, activation)
        case .proofRow(let probability):
            try Self.check("probability", probability, 0...FixedPoint.one)
        }
    }

    private static func check(_ turn: RotaryTurn) throws(ElementError) {
        try check(
            "turn.base", Int64(turn.base),
            Int64(Architecture.rotaryBases.lowerBound)...Int64(Architecture.rotaryBases.upperBound))
        try check(
            "turn.position", Int64(turn.position), 0...Int64(Limits.contextTokenCountMax - 1))
        // Another width than 64 or 128 is refused as not the smaller.
        let width: Int64 = turn.headWidth == 128 ? 128 : 64
        try check("turn.head_width", Int64(turn.headWidth), width...width)
        try check("turn.column", Int64(turn.column), 0...Int64(turn.headWidth - 1))
    }

    private static func check(
        _ what: @autoclosure () -> String, _ value: Int64, _ range: ClosedRange<Int64>
    ) throws(ElementError) {
        guard range.contains(value) else {
            throw .outOfRange(what(), expected: range, got: value)
        }
    }

    private static func check(
        _ what: String, _ values: [Int64], _ range: ClosedRange<Int64>, counts: ClosedRange<Int>
    ) throws(ElementError) {
        guard counts.contains(values.count) else {
            throw .count(what, expected: counts, got: values.count)
        }
        for (place, value) in values.enumerated() {
            try check("\(what)[\(place)]", value, range)
        }
    }

    private static func check(
        _ what: String, _ values: [Int64], _ range: ClosedRange<Int64>, asManyAs other: [Int64]
    ) throws(ElementError) {
        guard values.count == other.count else {
            throw .unequalCounts(what, expected: other.count, got: values.count)
        }
        try check(what, values, range, counts: other.count...other.count)
    }
}

// MARK: Operation and index

extension ElementInputs {
    /// The kinds of inputs that an operation of this name has in one architecture or another; none
    /// where there is no such operation.
    static func kindNames(ofOperation name: String) -> [String] {
        if name == ScheduledOperation.proofRows { return ["proof_row"] }
        return switch Station(name)?.operation {
        case nil: []
        case .embedding: ["embedding"]
        case .attentionNorm, .feedForwardNorm: ["norm", "root_norm"]
        case .queryKeyValue, .attentionOutput, .feedForwardHidden, .gateUp, .feedForwardOutput:
            ["linear"]
        case .rotary: ["rotary"]
        case .scores: ["scores"]
        case .probabilities: ["softmax"]
        case .headOutputs: ["mixing"]
        case .attentionResidual, .feedForwardResidual: ["residual"]
        case .feedForwardActivation: ["activation"]
        case .gatedActivation: ["gated_activation"]
        }
    }

    fileprivate func check(operation: String, index: [Int]) throws(ElementError) {
        guard Self.kindNames(ofOperation: operation).contains(kindName) else {
            throw .operation(expected: "an operation of kind \(kindName)", got: operation)
        }
        let isOfHeads = kindName == "scores" || kindName == "softmax"
        guard index.count == (isOfHeads ? 3 : 2), index.allSatisfy({ $0 >= 0 }) else {
            throw .index(expected: "\(isOfHeads ? 3 : 2) numbers, none negative", got: index)
        }
        switch self {
        case .norm(_, let column, _, _), .rootNorm(_, let column, _), .softmax(_, let column):
            guard index.last == column else {
                throw .index(expected: "column \(column) as its last number", got: index)
            }
        case .scores(_, _, let isMasked):
            guard isMasked == (index[2] > index[1]) else {
                throw .index(
                    expected: isMasked ? "a masked position" : "a position that is not masked",
                    got: index)
            }
        case .rotary(_, _, let turn?):
            guard index[0] == turn.position, index[1] % turn.headWidth == turn.column else {
                throw .index(
                    expected: "position \(turn.position) and column \(turn.column) of a head",
                    got: index)
            }
        case .embedding, .linear, .rotary, .mixing, .activation, .gatedActivation, .residual,
            .proofRow:
            break
        }
    }
}
