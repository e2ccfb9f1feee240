/// A coarser trace of the same run, so that traces of two levels can be compared.
extension Trace {
    /// This trace at a coarser level: from `operations` to `layers`, or to the inputs and the
    /// output of one operation, without elements. Itself at its own level; nil where there is no
    /// way.
    public func reduced(to level: TraceLevel) -> Trace? {
        guard level != self.level else { return self }
        guard self.level == .operations,
            let reduced = ReducedSchedule(schedule, to: level)
        else { return nil }
        var trace = self
        trace.level = level
        trace.schedule = reduced.operations
        for index in prompts.indices {
            trace.prompts[index].records = reduced.places.map { prompts[index].records[$0] }
        }
        return trace
    }
}
