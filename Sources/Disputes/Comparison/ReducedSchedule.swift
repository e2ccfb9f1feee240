import Traces

/// A trace's schedule, cut down to the operations that a coarser trace holds; inputs go back to the
/// nearest operations that are left.
struct ReducedSchedule {
    private(set) var operations: [ScheduledOperation] = []
    /// The places of ``operations`` in the trace's own schedule.
    private(set) var places: [Int] = []

    /// How many inputs are followed, over all operations, from a finer schedule to a coarser one.
    static let stepCountMax = 16 << 20

    /// - Parameters:
    ///   - level: that of the coarser trace.
    ///   - other: the trace that this one is compared with.
    init(
        _ trace: Trace, _ side: ComparisonSide, to level: TraceLevel, like other: Trace
    ) throws(ComparisonError) {
        for (place, operation) in trace.schedule.enumerated() {
            if let input = operation.inputs.first(where: { !(0..<place).contains($0) }) {
                throw .inputPlace(side: side, operation: operation.name, got: input)
            }
        }
        if trace.level == level {
            let isSorted = other.level != level
            operations = trace.schedule.map { operation in
                isSorted ? operation.sortingInputs() : operation
            }
            places = Array(trace.schedule.indices)
        } else if case .values = level {
            let reduced = ScheduledOperation.reduced(trace.schedule, to: level)
            (places, operations) = (
                reduced?.places ?? [], (reduced?.schedule ?? []).map { $0.sortingInputs() }
            )
        } else {
            let kept = Set(other.schedule.map(\.name))  // never iterated
            try keep(of: trace.schedule) { kept.contains($0) }
        }
    }

    private mutating func keep(
        of schedule: [ScheduledOperation], where isKept: (String) -> Bool
    ) throws(ComparisonError) {
        // For each operation, the kept ones that its output comes from: itself, or its inputs'.
        var sources: [[Int]] = []
        sources.reserveCapacity(schedule.count)
        var lastReaders: [Int] = []
        var stepCount = 0
        for (place, operation) in schedule.enumerated() {
            var inputs: [Int] = []
            for input in operation.inputs {
                stepCount += sources[input].count
                guard stepCount <= Self.stepCountMax else {
                    throw .entangled(stepCountMax: Self.stepCountMax)
                }
                for source in sources[input] where lastReaders[source] != place {
                    lastReaders[source] = place
                    inputs.append(source)
                }
            }
            guard isKept(operation.name) else {
                sources.append(inputs)
                continue
            }
            sources.append([operations.count])
            lastReaders.append(-1)
            places.append(place)
            operations.append(operation.reading(inputs.sorted()))
        }
    }
}

extension ScheduledOperation {
    /// The same operation, its inputs in the order in which they run.
    fileprivate func sortingInputs() -> ScheduledOperation { reading(inputs.sorted()) }

    /// The same operation with other inputs.
    fileprivate func reading(_ inputs: [Int]) -> ScheduledOperation {
        ScheduledOperation(
            name: name, inputs: inputs, dimensions: dimensions, elementType: elementType)
    }
}
