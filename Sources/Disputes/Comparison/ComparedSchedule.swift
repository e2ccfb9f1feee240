import Traces

/// A trace's schedule, cut down to the operations that the other trace holds as well.
struct ComparedSchedule {
    let operations: [ScheduledOperation]
    /// The places of ``operations`` in the trace's own schedule.
    let places: [Int]

    /// - Parameters:
    ///   - level: the level of the coarser trace.
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
            operations = trace.schedule.map { isSorted ? $0.sortingInputs() : $0 }
            places = Array(trace.schedule.indices)
        } else if case .values = level {
            let reduced = ReducedSchedule(trace.schedule, to: level)
            operations = reduced?.operations.map { $0.sortingInputs() } ?? []
            places = reduced?.places ?? []
        } else {
            let kept = Set(other.schedule.map(\.name))  // never iterated
            let reduced = ReducedSchedule(trace.schedule) { kept.contains($0.name) }
            guard let reduced else { throw .entangled(stepCountMax: ReducedSchedule.stepCountMax) }
            operations = reduced.operations
            places = reduced.places
        }
    }
}

extension ScheduledOperation {
    /// The same operation with its inputs in the order in which they run.
    fileprivate func sortingInputs() -> ScheduledOperation { reading(inputs.sorted()) }
}
