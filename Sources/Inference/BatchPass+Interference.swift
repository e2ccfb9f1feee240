internal import Architectures
internal import Tensors

/// Faults in a batch, see ``Interference``. A pass without any takes nothing from here.
extension BatchPass {
    /// The inputs that the operation is about to read, for each sequence at which a fault is aimed.
    ///
    /// The inputs are copied before the operation runs, since some run in their place.
    func stepsToSpoil(_ place: Int, _ operation: Operation) -> [ForwardStep] {
        guard let interference else { return [] }
        return plan.sequences.indices.compactMap { index in
            let sequence = plan.sequences[index]
            guard plan.goesOn[index], interference.isAimed(at: place, sequence: sequence) else {
                return nil
            }
            let path = plan.paths[index]
            return ForwardStep(
                place: place, operation: operation, sequence: sequence,
                tokenIDs: tokenIDs(sequence),
                inputs: operation.inputs.map { elements($0, path) }, output: [])
        }
    }

    private func elements(_ input: Int, _ path: [Int]) -> [Int64] {
        tensor(input, operations[input], path).elements
    }

    /// Lets the interference change what the operation left, and puts that in its place.
    mutating func spoil(_ step: ForwardStep) {
        guard let interference, let index = plan.sequences.firstIndex(of: step.sequence) else {
            return
        }
        let path = plan.paths[index]
        let operation = step.operation
        let spoiled = interference.spoiled(
            ForwardStep(
                place: step.place, operation: operation, sequence: step.sequence,
                tokenIDs: step.tokenIDs, inputs: step.inputs,
                output: tensor(step.place, operation, path).elements))
        switch operation.kind {
        case .scores:
            let scores = IntegerMatrix(
                rows: transformer.shape.headCount * path.count, columns: path.count,
                elements: spoiled)
            mix(scores, scores.softmaxed(), step, path)
        case .softmax:
            let probabilities = IntegerMatrix(
                rows: transformer.shape.headCount * path.count, columns: path.count,
                elements: spoiled)
            let scores = IntegerMatrix(
                rows: probabilities.rows, columns: probabilities.columns,
                elements: attention!.scores(path: path, headCount: transformer.shape.headCount))
            mix(scores, probabilities, step, path)
            keepRows(operation)
        default:
            outputs[step.place]!.replace(rows: path, with: spoiled)
        }
    }

    /// Computes this layer's attention again from scores and probabilities with a fault: by
    /// definition, since the kernel gives all three at once.
    private mutating func mix(
        _ scores: IntegerMatrix, _ probabilities: IntegerMatrix, _ step: ForwardStep,
        _ path: [Int]
    ) {
        let headCount = transformer.shape.headCount
        let place = operations.firstIndex {
            $0.kind == .mixing && $0.station.layer == step.operation.station.layer
        }
        guard let place else { preconditionFailure("a layer's scores are mixed") }
        let qkv = outputs[operations[place].inputs[1]]!.gathered(path).widened
        var pass = ForwardPass(transformer: transformer, ids: step.tokenIDs)
        let mixed = pass.mixed(
            probabilities, qkv, layer: step.operation.station.layer)
        attention!.replace(
            path: path, headCount: headCount, scores: scores.elements,
            probabilities: probabilities.elements)
        attention!.output.replace(rows: path, with: mixed.elements)
    }
}
