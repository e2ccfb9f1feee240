package import Training

extension StepValues {
    /// The step element by element, each from its definition alone: a second computation beside
    /// the backends', and the one in which something can go wrong at a single place.
    ///
    /// **Preconditions:** the weights are of the plan's shape; what goes wrong leaves each element
    /// within its tensor's bounds.
    package init(
        plan: TrainingPlan, before: TrainingWeights, batch: StepBatch,
        interference: StepInterference = .none
    ) {
        let recorded = Self.elements(of: before)
        var read = recorded
        if case .weightBit(let tensor, let element, let bit) = interference {
            read[tensor.rawValue][element] ^= 1 << Int64(bit)
        }
        let empty = StepTensor.allCases.dropFirst(recorded.count).map {
            [Int64](repeating: 0, count: $0.elementCount(plan))
        }
        self.init(plan: plan, elements: read + empty)
        for tensor in StepTensor.allCases where !tensor.isRead {
            self[tensor] = (0..<tensor.elementCount(plan)).map { place in
                if case .element(tensor, place, let value) = interference { return value }
                let element = StepElement(tensor, place, plan: plan)
                return element.value(
                    inputs(of: element), batch: batch,
                    rounding: Self.rounding(tensor, place, interference))
            }
        }
        // The record is of the weights that were hashed.
        for (tensor, elements) in zip(StepTensor.before, recorded) { self[tensor] = elements }
    }

    private static func rounding(
        _ tensor: StepTensor, _ element: Int, _ interference: StepInterference
    ) -> StepRounding {
        switch interference {
        case .floor(tensor, element): return .floor
        case .rate(let change) where StepTensor.after.contains(tensor):
            return StepRounding(addsHalf: true, shiftChange: change)
        default: return .definition
        }
    }
}
