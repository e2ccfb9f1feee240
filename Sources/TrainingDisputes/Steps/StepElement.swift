internal import Tensors
package import Training

/// The definition of a single element of a step: the elements of earlier tensors that it follows
/// from, and its value.
package struct StepElement: Sendable {
    /// Elements of one tensor.
    package struct Need: Sendable, Equatable {
        package let tensor: StepTensor
        /// Row-major places, rising.
        package let places: [Int]
    }

    package let tensor: StepTensor
    /// The place, row-major.
    package let element: Int
    package let needs: [Need]
    private let plan: TrainingPlan

    /// **Preconditions:** the tensor is one that a step gives; the element is in it.
    package init(_ tensor: StepTensor, _ element: Int, plan: TrainingPlan) {
        precondition(
            !tensor.isRead && (0..<tensor.elementCount(plan)).contains(element),
            "element \(element) of \(tensor.name)")
        self.tensor = tensor
        self.element = element
        self.plan = plan
        let columns = tensor.size(plan).columns
        needs = Self.needs(tensor, row: element / columns, column: element % columns, plan)
    }

    private var row: Int { element / tensor.size(plan).columns }
    private var column: Int { element % tensor.size(plan).columns }

    /// The products that the value is made of.
    package var multiplyAddCount: Int {
        let shape = plan.shape
        return switch tensor {
        case .hiddenSums: shape.inputCount
        case .logits: shape.hiddenCount
        case .hiddenGradients: shape.classCount
        case .outputSums, .hiddenSumsOfInputs: plan.batchCount
        default: 0
        }
    }

    private static func needs(
        _ tensor: StepTensor, row: Int, column: Int, _ plan: TrainingPlan
    ) -> [Need] {
        let (inputs, hidden) = (plan.shape.inputCount, plan.shape.hiddenCount)
        let (classes, batch) = (plan.shape.classCount, plan.batchCount)
        func one(_ tensor: StepTensor, _ place: Int) -> Need {
            Need(tensor: tensor, places: [place])
        }
        /// A row of so many elements.
        func line(_ tensor: StepTensor, _ row: Int, _ count: Int) -> Need {
            Need(tensor: tensor, places: Array(row * count..<(row + 1) * count))
        }
        /// A column of a matrix of so many rows and columns.
        func pile(_ tensor: StepTensor, _ place: Int, _ rows: Int, _ columns: Int) -> Need {
            Need(tensor: tensor, places: (0..<rows).map { $0 * columns + place })
        }
        let element = tensor.size(plan).columns * row + column
        switch tensor {
        case .hiddenBefore, .hiddenBiasBefore, .outputBefore, .outputBiasBefore: return []
        case .hiddenSums:
            return [line(.hiddenBefore, column, inputs), one(.hiddenBiasBefore, column)]
        case .activations: return [one(.hiddenSums, element)]
        case .logits:
            return [
                line(.outputBefore, column, hidden), line(.activations, row, hidden),
                one(.outputBiasBefore, column),
            ]
        case .probabilities: return [line(.logits, row, classes)]
        case .gradients: return [one(.probabilities, element)]
        case .hiddenGradients:
            return [
                one(.hiddenSums, element), pile(.outputBefore, column, classes, hidden),
                line(.gradients, row, classes),
            ]
        case .outputSums:
            return [
                pile(.gradients, row, batch, classes), pile(.activations, column, batch, hidden),
            ]
        case .outputBiasSums: return [pile(.gradients, column, batch, classes)]
        case .hiddenSumsOfInputs: return [pile(.hiddenGradients, row, batch, hidden)]
        case .hiddenBiasSums: return [pile(.hiddenGradients, column, batch, hidden)]
        case .hidden: return [one(.hiddenBefore, element), one(.hiddenSumsOfInputs, element)]
        case .hiddenBias: return [one(.hiddenBiasBefore, element), one(.hiddenBiasSums, element)]
        case .output: return [one(.outputBefore, element), one(.outputSums, element)]
        case .outputBias: return [one(.outputBiasBefore, element), one(.outputBiasSums, element)]
        }
    }

    // MARK: The value

    /// The value that follows.
    ///
    /// - Parameter inputs: the elements of each of ``needs``.
    ///
    /// **Preconditions:** as many as are needed, each within its tensor's bounds.
    /// **Bounds:** as of the definition: no sum exceeds 256 · 2^23 · 2^28 = 2^59.
    package func value(
        _ inputs: [[Int64]], batch: StepBatch, rounding: StepRounding = .definition
    ) -> Int64 {
        precondition(
            inputs.map(\.count) == needs.map(\.places.count), "inputs of another element")
        let activationMax = Int64(TrainingShape.activationMax)
        switch tensor {
        case .hiddenSums:
            let start = row * plan.shape.inputCount
            let sum = Self.product(
                inputs[0][...], batch.inputs[start..<start + plan.shape.inputCount])
            return Self.clamped(inputs[1][0] + rounding.shifted(sum, 7), to: activationMax)
        case .activations: return max(inputs[0][0], 0)
        case .logits:
            let sum = Self.product(inputs[0][...], inputs[1][...])
            return Self.clamped(inputs[2][0] + rounding.shifted(sum, 16), to: activationMax)
        case .probabilities:
            return IntegerMatrix(rows: 1, columns: inputs[0].count, elements: inputs[0])
                .softmaxed().elements[column]
        case .gradients:
            return inputs[0][0] - (batch.labels[row] == column ? FixedPoint.one : 0)
        case .hiddenGradients:
            guard inputs[0][0] > 0 else { return 0 }
            return rounding.shifted(Self.product(inputs[1][...], inputs[2][...]), 16)
        case .outputSums: return Self.product(inputs[0][...], inputs[1][...])
        case .outputBiasSums, .hiddenBiasSums: return inputs[0].reduce(0, +)
        case .hiddenSumsOfInputs:
            let columns = plan.shape.inputCount
            return inputs[0].enumerated().reduce(0) { sum, one in
                sum + one.element * batch.inputs[one.offset * columns + column]
            }
        case .hidden, .hiddenBias, .output, .outputBias:
            let change = rounding.shifted(inputs[1][0], updateShift)
            return Self.clamped(inputs[0][0] - change, to: Int64(TrainingShape.weightMax))
        case .hiddenBefore, .hiddenBiasBefore, .outputBefore, .outputBiasBefore:
            preconditionFailure("\(tensor.name) follows from nothing")
        }
    }

    /// The shift of the sums of a batch in an update: 7 + b + k of W1, 16 + b + k of W2.
    private var updateShift: Int64 {
        let shift = Int64(plan.batchShift + plan.rateShift)
        return switch tensor {
        case .hidden: 7 + shift
        case .output: 16 + shift
        default: shift
        }
    }

    private static func product(_ left: ArraySlice<Int64>, _ right: ArraySlice<Int64>) -> Int64 {
        zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
    }

    private static func clamped(_ value: Int64, to bound: Int64) -> Int64 {
        min(max(value, -bound), bound)
    }
}
