/// The operations of a step, in the order in which two runs are compared.
public enum TrainingOperation: String, Sendable, CaseIterable {
    /// a [B, H], clamped to ±2^28, Q16.
    case hiddenSums = "a"
    /// r [B, H] = max(a, 0), Q16.
    case activations = "r"
    /// z [B, C], clamped to ±2^28, Q16.
    case logits = "z"
    /// p [B, C], Q16, 0 to 2^16.
    case probabilities = "p"
    /// g [B, C] = p − ONE·[c = y], Q16, within ±2^16.
    case gradients = "g"
    /// q [B, H], Q16, within ±2^24.
    case hiddenGradients = "q"
    /// G2 [C, H], the sum over the batch of g·r, Q32.
    case outputSums = "G2"
    /// g2 [C], the sum over the batch of g, Q16.
    case outputBiasSums = "g2"
    /// G1 [H, D], the sum over the batch of q·(x − 128), Q23.
    case hiddenSumsOfInputs = "G1"
    /// g1 [H], the sum over the batch of q, Q16.
    case hiddenBiasSums = "g1"
    /// W1 [H, D] after the step, Q16.
    case hidden = "W1"
    /// b1 [H] after the step, Q16.
    case hiddenBias = "b1"
    /// W2 [C, H] after the step, Q16.
    case output = "W2"
    /// b2 [C] after the step, Q16.
    case outputBias = "b2"
}

/// The result of one operation of a step.
///
/// **Shapes:** `elements` is [rows, columns] row-major.
public struct TrainingOutput: Sendable, Equatable {
    public let operation: TrainingOperation
    public let rows: Int
    public let columns: Int
    public let elements: [Int64]

    /// **Precondition:** elements.count == rows · columns.
    public init(operation: TrainingOperation, rows: Int, columns: Int, elements: [Int64]) {
        precondition(
            elements.count == rows * columns,
            "\(elements.count) elements for \(rows) × \(columns)")
        self.operation = operation
        self.rows = rows
        self.columns = columns
        self.elements = elements
    }
}

extension TrainingOperation {
    func size(_ shape: TrainingShape, batchCount: Int) -> (rows: Int, columns: Int) {
        switch self {
        case .hiddenSums, .activations, .hiddenGradients: (batchCount, shape.hiddenCount)
        case .logits, .probabilities, .gradients: (batchCount, shape.classCount)
        case .outputSums, .output: (shape.classCount, shape.hiddenCount)
        case .outputBiasSums, .outputBias: (1, shape.classCount)
        case .hiddenSumsOfInputs, .hidden: (shape.hiddenCount, shape.inputCount)
        case .hiddenBiasSums, .hiddenBias: (1, shape.hiddenCount)
        }
    }
}
