internal import Tensors
package import Traces

/// The integers of traces of values, where they hash to the digests that a trace committed to; all
/// others come from another source. So a run that cannot be made again can be opened from files.
package final class ValuesSource: TensorSource {
    /// The kept outputs, [prompt][place in the schedule].
    private let kept: [Int: [Int: [Int64]]]  // looked up, never iterated
    private let others: any TensorSource
    /// For each trace of values, whether any of its outputs is one that the trace committed to.
    package let areUsed: [Bool]

    /// - Parameters:
    ///   - trace: a trace of level operations, with the task's prompts.
    ///   - values: traces of level values, of any run.
    package init(
        _ task: DisputeTask, trace: Trace, values: [Trace], others: any TensorSource
    ) {
        var kept: [Int: [Int: [Int64]]] = [:]  // looked up, never iterated
        areUsed = values.map { values in
            var isUsed = false
            guard case .values(let operation) = values.level,
                let place = task.schedule.firstIndex(where: { $0.name == operation })
            else { return false }
            for prompt in values.prompts {
                let digest = prompt.inputDigest
                for index in task.prompts.indices where task.prompts[index].inputDigest == digest {
                    guard let form = task.form(prompt: index, place: place),
                        form.holds(prompt.values), form.elementCount == prompt.values.count,
                        trace.prompts[index].records[place].digest == form.digest(prompt.values)
                    else { continue }
                    kept[index, default: [:]][place] = prompt.values
                    isUsed = true
                }
            }
            return isUsed
        }
        self.kept = kept
        self.others = others
    }

    package func output(prompt: Int, place: Int) throws -> [Int64] {
        if let elements = kept[prompt]?[place] { return elements }
        return try others.output(prompt: prompt, place: place)
    }

    package func parameter(_ name: String) throws -> TensorTree { try others.parameter(name) }
}
