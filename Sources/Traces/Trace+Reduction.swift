/// A coarser trace of the same run, so that traces of two levels can be compared.
extension Trace {
    /// This trace at a coarser level: from `operations` to `layers`, or to the inputs and the
    /// output of one operation, without elements. Itself at its own level; nil where there is no
    /// way.
    public func reduced(to level: TraceLevel) -> Trace? {
        guard level != self.level else { return self }
        guard self.level == .operations,
            let (places, reduced) = ScheduledOperation.reduced(schedule, to: level)
        else { return nil }
        var trace = self
        trace.level = level
        trace.schedule = reduced
        for index in prompts.indices {
            trace.prompts[index].records = places.map { prompts[index].records[$0] }
        }
        return trace
    }
}

extension ScheduledOperation {
    /// The residual stream after a layer: `h.3.residual_mlp`.
    private static let layerOutput = "residual_mlp"
    /// The stream before the first layer.
    private static let embedding = "embed"

    private var isLayerOutput: Bool {
        layer.map { name == "h.\($0).\(Self.layerOutput)" } ?? false
    }

    /// The schedule of a coarser level, with the places of its operations in the schedule of all
    /// operations; nil where an operation that the level needs is not there.
    ///
    /// `layers` is the residual stream, every state of it an input of the next and all but the last
    /// inputs of the rows, then the proof. `values` is the inputs of an operation, without theirs,
    /// and the operation.
    public static func reduced(
        _ operations: [ScheduledOperation], to level: TraceLevel
    ) -> (places: [Int], schedule: [ScheduledOperation])? {
        switch level {
        case .operations: (Array(operations.indices), operations)
        case .layers: layers(operations)
        case .values(let operation): inputsAndOutput(operations, of: operation)
        case .weights: nil
        }
    }

    private static func layers(
        _ operations: [ScheduledOperation]
    ) -> (places: [Int], schedule: [ScheduledOperation])? {
        let stream = operations.indices.filter {
            operations[$0].name == embedding || operations[$0].isLayerOutput
        }
        guard let rows = operations.lastIndex(where: { $0.name == proofRows }),
            let proof = operations.lastIndex(where: { $0.name == proof }), !stream.isEmpty
        else { return nil }
        var schedule = stream.enumerated().map { place, original in
            operations[original].reading(place == 0 ? [] : [place - 1])
        }
        schedule.append(operations[rows].reading(Array(0..<stream.count - 1)))
        schedule.append(operations[proof].reading([stream.count]))
        return (stream + [rows, proof], schedule)
    }

    private static func inputsAndOutput(
        _ operations: [ScheduledOperation], of name: String
    ) -> (places: [Int], schedule: [ScheduledOperation])? {
        guard name != proof, let place = operations.firstIndex(where: { $0.name == name }) else {
            return nil
        }
        let operation = operations[place]
        var inputs: [Int] = []
        var places: [Int: Int] = [:]  // never iterated
        for input in operation.inputs where places[input] == nil {
            places[input] = inputs.count
            inputs.append(input)
        }
        let schedule = inputs.map { operations[$0].reading([]) }
        let reads = operation.inputs.compactMap { places[$0] }
        return (inputs + [place], schedule + [operation.reading(reads)])
    }

    private func reading(_ inputs: [Int]) -> ScheduledOperation {
        ScheduledOperation(
            name: name, inputs: inputs, dimensions: dimensions, elementType: elementType)
    }
}
