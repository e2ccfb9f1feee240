package import Architectures
internal import Fingerprints
internal import Inference
internal import Tensors
package import Traces

/// Which operations a trace of a level records, and where in its schedule.
package struct TracePlan {
    package let schedule: [ScheduledOperation]
    /// The place in the schedule of each operation that is recorded.
    private let places: [Station: Int]  // looked up, never iterated
    /// Where the rows that the proof reads stand, and the proof; nil where they are not recorded.
    let rowsPlace: Int?
    let proofPlace: Int?
    /// The place whose integers are kept.
    let valuesPlace: Int?

    /// - Parameter operations: those that run, in their order.
    ///
    /// **Throws:** ``TraceRequestError`` where no operation has the name that values are asked of.
    package init(
        _ level: TraceLevel, _ architecture: Architecture, operations: [Operation]
    ) throws(TraceRequestError) {
        let chosen: [Int]
        var endsWithProof = true
        var valuesOfRows = false
        switch level {
        case .operations: chosen = Array(operations.indices)
        case .layers:
            chosen = operations.indices.filter {
                [.embedding, .feedForwardResidual].contains(operations[$0].station.operation)
            }
        case .values(ScheduledOperation.proofRows):
            chosen = operations.indices.filter { operations[$0].kind == .softmax }
            valuesOfRows = true
            endsWithProof = false
        case .values(let name):
            guard
                let place = operations.firstIndex(where: { $0.station.description == name })
            else { throw .noOperation(name, first: operations[0], last: operations.last!) }
            chosen = operations[place].inputs + [place]
            endsWithProof = false
        case .weights(let parameter): throw .weightsWithoutRun(parameter)
        }
        var places: [Station: Int] = [:]  // looked up, never iterated
        var schedule: [ScheduledOperation] = []
        for place in chosen {
            let operation = operations[place]
            // What is not recorded is no input here; a layer's is the layer before it.
            let inputs =
                level == .layers
                ? (schedule.isEmpty ? [] : [schedule.count - 1])
                : operation.inputs.compactMap { places[operations[$0].station] }
            places[operation.station] = schedule.count
            schedule.append(Self.scheduled(operation, inputs: inputs))
        }
        let readPlaces =
            switch level {
            case .layers: Array(schedule.indices.dropLast())
            default:
                operations.filter { $0.kind == .softmax }.compactMap { places[$0.station] }
            }
        if endsWithProof || valuesOfRows {
            rowsPlace = schedule.count
            schedule.append(Self.rows(architecture, inputs: readPlaces))
        } else {
            rowsPlace = nil
        }
        if endsWithProof {
            proofPlace = schedule.count
            schedule.append(
                ScheduledOperation(
                    name: ScheduledOperation.proof, inputs: [schedule.count - 1], dimensions: [],
                    elementType: .int32))
        } else {
            proofPlace = nil
        }
        if case .values = level { valuesPlace = schedule.count - 1 } else { valuesPlace = nil }
        self.places = places
        self.schedule = schedule
    }

    func place(of operation: Operation) -> Int? { places[operation.station] }

    static func scheduled(
        _ operation: Operation, inputs: [Int]
    ) -> ScheduledOperation {
        let dimensions: [TraceDimension] =
            switch operation.output {
            case .tokens(let columns): [.tokens, .fixed(columns)]
            case .heads(let count): [.fixed(count), .tokens, .tokens]
            }
        return ScheduledOperation(
            name: operation.station.description, inputs: inputs, dimensions: dimensions,
            elementType: operation.kind == .scores ? .int64 : .int32)
    }

    private static func rows(
        _ architecture: Architecture, inputs: [Int]
    ) -> ScheduledOperation {
        let shape = architecture.shape
        let count = min(HeadSelection.headCountMax, shape.layerCount * shape.headCount)
        return ScheduledOperation(
            name: ScheduledOperation.proofRows, inputs: inputs,
            dimensions: [.fixed(count), .tokens], elementType: .int32)
    }
}
