internal import Tensors

/// The integers that one element of an operation's output follows from, and no others. Activations
/// are Q16 unless told otherwise.
///
/// **Bounds:** those of the engine's own tensors, which ``OneElement`` checks before it computes.
package enum ElementInputs: Sendable, Equatable {
    /// Token and position embedding of the column.
    case embedding(token: Int64, position: Int64)
    /// The whole row of x, [C]; gain (Q12) and bias of the element's column.
    case norm(row: [Int64], column: Int, gain: Int64, bias: Int64)
    /// The whole row of x, [C]; gain (Q12) of the element's column.
    case rootNorm(row: [Int64], column: Int, gain: Int64)
    /// The whole row of x, [K]; the weights' column, [K] Q12; the bias, 0 where there is none.
    case linear(row: [Int64], weights: [Int64], bias: Int64)
    /// The element before its turn, and the one that turns with it; without a turn for values,
    /// which stay.
    case rotary(own: Int64, partner: Int64, turn: RotaryTurn?)
    /// A query and a key of one head, [D] each; masked where the key stands after the query.
    case scores(query: [Int64], key: [Int64], isMasked: Bool)
    /// The whole row of scores, [T].
    case softmax(row: [Int64], column: Int)
    /// The whole row of probabilities, and as many values of one column, [T] each.
    case mixing(probabilities: [Int64], values: [Int64])
    case activation(Int64)
    case gatedActivation(gate: Int64, up: Int64)
    case residual(stream: Int64, branch: Int64)
    /// The probability that the rows read by the proof take over.
    case proofRow(probability: Int64)

    /// The kind's name in files and reports.
    package var kindName: String {
        switch self {
        case .embedding: "embedding"
        case .norm: "norm"
        case .rootNorm: "root_norm"
        case .linear: "linear"
        case .rotary: "rotary"
        case .scores: "scores"
        case .softmax: "softmax"
        case .mixing: "mixing"
        case .activation: "activation"
        case .gatedActivation: "gated_activation"
        case .residual: "residual"
        case .proofRow: "proof_row"
        }
    }

    package static let kindNames = [
        "embedding", "norm", "root_norm", "linear", "rotary", "scores", "softmax", "mixing",
        "activation", "gated_activation", "residual", "proof_row",
    ]

    /// The number of integers.
    package var integerCount: Int {
        switch self {
        case .embedding, .rotary, .gatedActivation, .residual: 2
        case .norm(let row, _, _, _): row.count + 2
        case .rootNorm(let row, _, _): row.count + 1
        case .linear(let row, let weights, _): row.count + weights.count + 1
        case .scores(let query, let key, _): query.count + key.count
        case .softmax(let row, _): row.count
        case .mixing(let probabilities, let values): probabilities.count + values.count
        case .activation, .proofRow: 1
        }
    }
}

// MARK: The definition

extension ElementInputs {
    /// The element by definition, in 64-bit integers. **Precondition:** inputs within their bounds.
    /// **Source:** protocol v4, sections 3 and 4.
    package var value: Int64 {
        let activation = FixedPoint.activationClamp
        switch self {
        case .embedding(let token, let position):
            return Self.clamped(token + position, activation)
        case .norm(let row, let column, let gain, let bias):
            return Self.clamped(Self.norm(row, column, gain, bias), activation)
        case .rootNorm(let row, let column, let gain):
            let x = IntegerMatrix(rows: 1, columns: row.count, elements: row)
            let gains = Self.vector(gain, at: column, of: row.count, .weight)
            return Self.clamped(x.rootNormalized(gain: gains).elements[column], activation)
        case .rotary(let own, let partner, let turn):
            return turn.map { Self.clamped($0.turned(own, partner), activation) } ?? own
        case .scores(_, _, isMasked: true): return FixedPoint.maskedScore
        case .linear, .scores, .mixing: return finished(sum)
        case .softmax(let row, let column):
            return IntegerMatrix(rows: 1, columns: row.count, elements: row).softmaxed()
                .elements[column]
        case .activation(let x): return FixedPoint.gelu(x)
        case .gatedActivation(let gate, let up):
            return Self.clamped(FixedPoint.gated(gate, up), activation)
        case .residual(let stream, let branch):
            return Self.clamped(stream + branch, activation)
        case .proofRow(let probability): return probability
        }
    }

    /// The whole sum of products that the element is made from; 0 where there is none.
    package var sum: Int64 {
        switch self {
        case .linear(let row, let weights, _):
            // |Σ| ≤ 2^17 · 2^24 · 2^16.
            return zip(row, weights).reduce(0) { $0 + FixedPoint.roundShift($1.0, 4) * $1.1 }
        case .scores(let query, let key, _):
            let bound = FixedPoint.queryKeyClamp
            return zip(query, key).reduce(0) {
                $0 + Self.operand($1.0, bound) * Self.operand($1.1, bound)
            }
        case .mixing(let probabilities, let values):
            return zip(probabilities, values).reduce(0) {
                $0 + $1.0 * Self.operand($1.1, FixedPoint.activationClamp)
            }
        case .embedding, .norm, .rootNorm, .rotary, .softmax, .activation, .gatedActivation,
            .residual, .proofRow:
            return 0
        }
    }

    /// The element's value from its sum: shifted, and for a linear layer with its bias and clamped.
    ///
    /// - Parameter rounds: false for the mistake of dropping the bits that are shifted out.
    package func finished(_ whole: Int64, rounds: Bool = true) -> Int64 {
        func shifted(_ shift: Int64, of sum: Int64? = nil) -> Int64 {
            let sum = sum ?? whole
            return rounds ? FixedPoint.roundShift(sum, shift) : sum >> shift
        }
        switch self {
        case .linear(_, _, let bias):
            return Self.clamped(shifted(8) + bias, FixedPoint.activationClamp)
        case .scores(let query, _, _) where query.count == 128:
            return shifted(23, of: shifted(4) * FixedPoint.sqrtHalf)
        case .scores: return shifted(11)
        case .mixing: return shifted(12)
        case .embedding, .norm, .rootNorm, .rotary, .softmax, .activation, .gatedActivation,
            .residual, .proofRow:
            return whole
        }
    }

    private static func norm(
        _ row: [Int64], _ column: Int, _ gain: Int64, _ bias: Int64
    ) -> Int64 {
        let x = IntegerMatrix(rows: 1, columns: row.count, elements: row)
        return x.layerNormalized(
            gain: vector(gain, at: column, of: row.count, .weight),
            bias: vector(bias, at: column, of: row.count, .activation)
        ).elements[column]
    }

    /// A parameter of which only one column is used.
    static func vector(
        _ value: Int64, at column: Int, of count: Int, _ format: IntegerFormat
    ) -> IntegerTensor {
        var elements = [Int32](repeating: 0, count: count)
        elements[column] = Int32(value)
        return IntegerTensor(
            name: "one column", rows: 1, columns: count, format: format, elements: elements)
    }

    private static func operand(_ x: Int64, _ bound: Int64) -> Int64 {
        FixedPoint.roundShift(clamped(x, bound), 4)
    }

    static func clamped(_ x: Int64, _ bound: Int64) -> Int64 { min(max(x, -bound), bound) }
}
