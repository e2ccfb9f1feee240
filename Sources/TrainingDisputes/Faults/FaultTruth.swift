internal import Training

/// The place where a fault must appear first, by the definitions of the elements that it touches,
/// without a look at any record or hash.
package struct FaultTruth: Sendable, Equatable {
    package let step: Int
    package let tensor: StepTensor
    /// Row-major.
    package let element: Int
    package let right: Int64
    package let wrong: Int64
}

/// The honest step that a fault strikes.
struct FaultGround {
    let run: TrainingRun
    let step: Int
    /// As a backend computed it.
    let values: StepValues

    private var plan: TrainingPlan { run.plan }

    /// Nil where the fault changes nothing in this step.
    func truth(_ fault: TrainingFault) -> FaultTruth? {
        switch fault {
        case .weightBit(_, let tensor, let element, let bit):
            var changed = values
            changed[tensor][element] ^= 1 << Int64(bit)
            return first(readers(tensor, element), values: changed, batch: batch())
        case .rounding(_, let tensor, let element):
            return first([(tensor, [element])], values: values, batch: batch(), rounding: .floor)
        case .sample(_, let place, let sample):
            var samples = AlteredTraining.batch(run, step)
            samples[place] = sample
            return first(inputReaders, values: values, batch: batch(samples))
        case .order:
            return first(
                inputReaders, values: values, batch: batch(AlteredTraining.batch(run, step + 1)))
        case .rate(_, let change):
            return first(
                StepTensor.after.map { ($0, all($0)) }, values: values, batch: batch(),
                rounding: StepRounding(addsHalf: true, shiftChange: change))
        }
    }

    private func batch(_ samples: [Int]? = nil) -> StepBatch {
        StepBatch(
            plan: plan, chunk: run.chunk, samples: samples ?? AlteredTraining.batch(run, step))
    }

    private func all(_ tensor: StepTensor) -> [Int] { Array(0..<tensor.elementCount(plan)) }

    /// The elements that read the samples, in their order: inputs in a, labels in g, inputs in G1.
    private var inputReaders: [(StepTensor, [Int])] {
        [.hiddenSums, .gradients, .hiddenSumsOfInputs].map { ($0, all($0)) }
    }

    /// The elements that read a weight, in their order.
    private func readers(_ tensor: StepTensor, _ element: Int) -> [(StepTensor, [Int])] {
        let place = tensor.index(of: element, plan)
        func column(_ tensor: StepTensor, _ column: Int) -> (StepTensor, [Int]) {
            let size = tensor.size(plan)
            return (tensor, (0..<size.rows).map { $0 * size.columns + column })
        }
        switch tensor {
        case .hiddenBefore: return [column(.hiddenSums, place[0]), (.hidden, [element])]
        case .hiddenBiasBefore: return [column(.hiddenSums, element), (.hiddenBias, [element])]
        case .outputBefore:
            return [
                column(.logits, place[0]), column(.hiddenGradients, place[1]), (.output, [element]),
            ]
        case .outputBiasBefore: return [column(.logits, element), (.outputBias, [element])]
        default: return []
        }
    }

    /// The first of some elements that becomes another: until then, all that they follow from is
    /// the honest step's.
    private func first(
        _ candidates: [(StepTensor, [Int])], values changed: StepValues, batch: StepBatch,
        rounding: StepRounding = .definition
    ) -> FaultTruth? {
        for (tensor, elements) in candidates {
            for place in elements {
                let element = StepElement(tensor, place, plan: plan)
                let wrong = element.value(
                    changed.inputs(of: element), batch: batch, rounding: rounding)
                let right = values[tensor][place]
                if wrong != right {
                    return FaultTruth(
                        step: step, tensor: tensor, element: place, right: right, wrong: wrong)
                }
            }
        }
        return nil
    }
}
