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
        if case .weights(let parameter) = level { throw .weightsWithoutRun(parameter) }
        let all = Self.schedule(architecture, operations)
        guard let reduced = ReducedSchedule(all, to: level) else {
            let name = if case .values(let name) = level { name } else { level.text }
            throw .noOperation(name, first: operations[0], last: operations.last!)
        }
        var places: [Station: Int] = [:]  // looked up, never iterated
        for (place, whole) in reduced.places.enumerated() where whole < operations.count {
            places[operations[whole].station] = place
        }
        self.places = places
        schedule = reduced.operations
        rowsPlace = reduced.places.firstIndex(of: operations.count)
        proofPlace = reduced.places.firstIndex(of: operations.count + 1)
        if case .values = level { valuesPlace = schedule.count - 1 } else { valuesPlace = nil }
    }

    /// All operations, the rows behind them, and the proof.
    private static func schedule(
        _ architecture: Architecture, _ operations: [Operation]
    ) -> [ScheduledOperation] {
        let probabilities = operations.indices.filter { operations[$0].kind == .softmax }
        return operations.enumerated().map { place, operation in
            scheduled(operation, inputs: operation.inputs.filter { $0 < place })
        } + [
            rows(architecture, inputs: probabilities),
            ScheduledOperation(
                name: ScheduledOperation.proof, inputs: [operations.count], dimensions: [],
                elementType: .int32),
        ]
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
