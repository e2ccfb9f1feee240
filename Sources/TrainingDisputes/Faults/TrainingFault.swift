package import Training

/// The kinds of planted faults.
package enum TrainingFaultKind: String, Sendable, CaseIterable {
    /// A bit of a weight in memory, after its hash and before the step reads it.
    case weightBit = "weight-bit"
    /// A sum shifted without adding half.
    case rounding
    /// A sample of a batch in the place of another.
    case sample
    /// Two steps' batches exchanged.
    case order
    /// The rate of one step doubled or halved.
    case rate
}

/// A fault of one machine at one step.
package enum TrainingFault: Sendable, Equatable {
    /// - Parameter bit: 0 to 22.
    case weightBit(step: Int, StepTensor, element: Int, bit: Int)
    case rounding(step: Int, StepTensor, element: Int)
    /// - Parameters:
    ///   - place: the place in the batch, 0 to B − 1.
    ///   - sample: the sample of the chunk that stands there.
    case sample(step: Int, place: Int, sample: Int)
    /// The step's batch and the next one's exchanged.
    case order(step: Int)
    /// - Parameter change: 1 or −1, added to the shift k.
    case rate(step: Int, change: Int64)

    package var kind: TrainingFaultKind {
        switch self {
        case .weightBit: .weightBit
        case .rounding: .rounding
        case .sample: .sample
        case .order: .order
        case .rate: .rate
        }
    }

    /// The first step that it strikes.
    package var step: Int {
        switch self {
        case .weightBit(let step, _, _, _), .rounding(let step, _, _), .sample(let step, _, _),
            .order(let step), .rate(let step, _):
            step
        }
    }

    /// The fault in words.
    package func words(_ plan: TrainingPlan) -> String {
        func index(_ tensor: StepTensor, _ element: Int) -> String {
            let name = tensor.name.split(separator: ".").first.map(String.init) ?? tensor.name
            return "\(name) \(tensor.index(of: element, plan))"
        }
        switch self {
        case .weightBit(_, let tensor, let element, let bit):
            return "bit \(bit) of \(index(tensor, element))"
        case .rounding(_, let tensor, let element): return "rounding of \(index(tensor, element))"
        case .sample(_, let place, let sample): return "sample \(sample) at place \(place)"
        case .order(let step): return "batches of steps \(step) and \(step + 1) exchanged"
        case .rate(_, let change): return "rate shift \(change > 0 ? "+" : "")\(change)"
        }
    }
}
