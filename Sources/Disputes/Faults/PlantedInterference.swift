internal import Architectures
internal import Inference
internal import Tensors

/// A planted fault in the form in which an engine takes it.
struct PlantedInterference: Interference {
    let change: PlantedFault.Change
    let subject: FaultSubject
    /// The number, in the subject, of the prompt of each sequence of the run.
    let prompts: [Int]

    func operations(of architecture: Architecture) -> [Operation] {
        guard case .operations(let list) = change else { return architecture.operations }
        return list
    }

    func isAimed(at place: Int, sequence: Int) -> Bool {
        guard case .output(let fault) = change, fault.place == place else { return false }
        return fault.sequence.map { $0 == prompts[sequence] } ?? true
    }

    func spoiled(_ step: ForwardStep) -> [Int64] {
        guard case .output(let fault) = change else { return step.output }
        let values = OperationValues(
            operation: step.operation, tokenIDs: step.tokenIDs, inputs: step.inputs,
            output: step.output)
        return fault.spoiled(values) { subject.weights[$0] }
    }
}
