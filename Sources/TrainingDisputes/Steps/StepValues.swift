package import Training

/// All elements of a step's tensors.
package struct StepValues: Sendable, Equatable {
    package let plan: TrainingPlan
    /// [tensor][element, row-major], in the order of ``StepTensor``.
    private var elements: [[Int64]]

    package subscript(tensor: StepTensor) -> [Int64] {
        get { elements[tensor.rawValue] }
        set {
            precondition(newValue.count == elements[tensor.rawValue].count, "another size")
            elements[tensor.rawValue] = newValue
        }
    }

    /// **Precondition:** of each tensor, as many elements as the plan says, within its bounds.
    init(plan: TrainingPlan, elements: [[Int64]]) {
        precondition(
            elements.map(\.count) == StepTensor.allCases.map { $0.elementCount(plan) },
            "elements of another plan")
        self.plan = plan
        self.elements = elements
    }

    /// The step as a backend computed it, with the outputs of its operations.
    ///
    /// **Precondition:** the result keeps them, and is of a step of this plan from these weights.
    package init(
        plan: TrainingPlan, before: TrainingWeights, result: TrainingStepResult
    ) {
        self.init(
            plan: plan, elements: Self.elements(of: before) + result.outputs.map(\.elements))
    }

    /// W1, b1, W2, b2.
    static func elements(of weights: TrainingWeights) -> [[Int64]] {
        [weights.hidden, weights.hiddenBias, weights.output, weights.outputBias]
            .map { $0.map(Int64.init) }
    }

    // MARK: Weights

    /// The weights that the step reads.
    package var before: TrainingWeights? { weights(StepTensor.before) }
    /// The weights that the step leaves.
    package var after: TrainingWeights? { weights(StepTensor.after) }

    /// Nil where one is beyond the clamp.
    private func weights(_ tensors: [StepTensor]) -> TrainingWeights? {
        let parts = tensors.map { tensor in self[tensor].compactMap { Int32(exactly: $0) } }
        guard parts.map(\.count) == tensors.map({ $0.elementCount(plan) }) else { return nil }
        return try? TrainingWeights(
            shape: plan.shape, hidden: parts[0], hiddenBias: parts[1], output: parts[2],
            outputBias: parts[3])
    }

    // MARK: Definition

    /// The inputs of an element.
    package func inputs(of element: StepElement) -> [[Int64]] {
        element.needs.map { need in
            let elements = self[need.tensor]
            return need.places.map { elements[$0] }
        }
    }
}
