internal import Tensors
package import Training

/// The tensors of a step in the order in which two runs are compared: the weights that it reads,
/// then the outputs of its operations. Golden-bearing: records and disputes keep this order.
package enum StepTensor: Int, Sendable, CaseIterable {
    case hiddenBefore, hiddenBiasBefore, outputBefore, outputBiasBefore
    case hiddenSums, activations, logits, probabilities, gradients, hiddenGradients
    case outputSums, outputBiasSums, hiddenSumsOfInputs, hiddenBiasSums
    case hidden, hiddenBias, output, outputBias

    /// The weights that a step reads: W1, b1, W2, b2.
    package static let before: [StepTensor] = [
        .hiddenBefore, .hiddenBiasBefore, .outputBefore, .outputBiasBefore,
    ]
    /// The weights that a step leaves, in the same order.
    package static let after: [StepTensor] = [.hidden, .hiddenBias, .output, .outputBias]

    /// The page's name: `a`, `G1`; of the weights that the step reads, `W1.before`.
    package var name: String {
        switch self {
        case .hiddenBefore: "W1.before"
        case .hiddenBiasBefore: "b1.before"
        case .outputBefore: "W2.before"
        case .outputBiasBefore: "b2.before"
        case .hiddenSums: "a"
        case .activations: "r"
        case .logits: "z"
        case .probabilities: "p"
        case .gradients: "g"
        case .hiddenGradients: "q"
        case .outputSums: "G2"
        case .outputBiasSums: "g2"
        case .hiddenSumsOfInputs: "G1"
        case .hiddenBiasSums: "g1"
        case .hidden: "W1"
        case .hiddenBias: "b1"
        case .output: "W2"
        case .outputBias: "b2"
        }
    }

    /// Whether the step reads it, rather than gives it.
    package var isRead: Bool { rawValue < Self.before.count }

    /// Its rows and columns, row-major.
    package func size(_ plan: TrainingPlan) -> (rows: Int, columns: Int) {
        let shape = plan.shape
        switch self {
        case .hiddenSums, .activations, .hiddenGradients:
            return (plan.batchCount, shape.hiddenCount)
        case .logits, .probabilities, .gradients: return (plan.batchCount, shape.classCount)
        case .outputBefore, .outputSums, .output: return (shape.classCount, shape.hiddenCount)
        case .hiddenBefore, .hiddenSumsOfInputs, .hidden:
            return (shape.hiddenCount, shape.inputCount)
        case .outputBiasBefore, .outputBiasSums, .outputBias: return (1, shape.classCount)
        case .hiddenBiasBefore, .hiddenBiasSums, .hiddenBias: return (1, shape.hiddenCount)
        }
    }

    package func elementCount(_ plan: TrainingPlan) -> Int {
        let size = size(plan)
        return size.rows * size.columns
    }

    /// The row and the column of an element.
    package func index(of element: Int, _ plan: TrainingPlan) -> [Int] {
        let columns = size(plan).columns
        return [element / columns, element % columns]
    }

    /// The values that a step can leave there; sums of others might not fit 64 bits.
    ///
    /// **Source:** the bounds beside each operation of the definition, in the room Training.
    package var bounds: ClosedRange<Int64> {
        let activationMax = Int64(TrainingShape.activationMax)
        let weightMax = Int64(TrainingShape.weightMax)
        switch self {
        case .hiddenBefore, .hiddenBiasBefore, .outputBefore, .outputBiasBefore, .hidden,
            .hiddenBias, .output, .outputBias:
            return -weightMax...weightMax
        case .hiddenSums, .logits: return -activationMax...activationMax
        case .activations: return 0...activationMax
        case .probabilities: return 0...FixedPoint.one
        case .gradients: return -FixedPoint.one...FixedPoint.one
        case .hiddenGradients: return -(1 << 24)...1 << 24
        case .outputSums: return -(1 << 52)...1 << 52
        case .outputBiasSums: return -(1 << 24)...1 << 24
        case .hiddenSumsOfInputs: return -(1 << 39)...1 << 39
        case .hiddenBiasSums: return -(1 << 32)...1 << 32
        }
    }
}
