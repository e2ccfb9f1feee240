package import Fingerprints

/// The place of this process in an array of jobs, as the scheduler that started it tells.
package struct ArrayTask: Sendable, Equatable {
    /// The job's number in the array, from 0.
    package let index: Int
    package let scheduler: ArrayScheduler
    /// The number of the array's tasks; nil where the scheduler does not tell, or the array may
    /// have gaps.
    package let count: Int?

    /// Reads the variables of the named scheduler or, where none is named, of the only scheduler
    /// that set any.
    ///
    /// - Parameter variable: gives the value of an environment variable; nil for one that is not
    ///   set.
    ///
    /// **Throws:** ``ArrayTaskError``.
    package init(
        _ scheduler: ArrayScheduler? = nil, variable: (_ name: String) -> String?
    ) throws(ArrayTaskError) {
        let asked = scheduler.map { [$0] } ?? ArrayScheduler.allCases
        let found = asked.filter { variable($0.indexVariable) != nil }
        guard let first = found.first else {
            throw .noVariable(asked.map(\.indexVariable))
        }
        guard found.count == 1 else { throw .severalSchedulers(found.map(\.indexVariable)) }
        let text = variable(first.indexVariable) ?? ""
        guard let index = Self.count(text) else {
            throw .notANumber(variable: first.indexVariable, got: text)
        }
        self.index = index
        self.scheduler = first
        count = first == .slurm ? Self.slurmCount(variable) : nil
    }

    /// The number of tasks of a Slurm array; nil unless it is an array from 0 without gaps.
    ///
    /// The variables describe no list: for `--array=3,7` the count is 2, and so it is for a second
    /// try of two tasks out of eight. Where the first number is not 0, or the last is not the count
    /// less one, the number of all tasks is not known.
    private static func slurmCount(_ variable: (_ name: String) -> String?) -> Int? {
        let numbers = ["COUNT", "MIN", "MAX"].map { name in
            variable("SLURM_ARRAY_TASK_\(name)").flatMap(Self.count)
        }
        guard let count = numbers[0], numbers[1] == 0, numbers[2] == count - 1 else { return nil }
        return count
    }

    /// A plain decimal of at most nine digits; nil for other texts.
    private static func count(_ text: String) -> Int? {
        guard text.utf8.count <= 9, let count = Int(text), String(count) == text, count >= 0
        else { return nil }
        return count
    }

    /// The shard that the task computes: the first task computes the first shard.
    ///
    /// - Parameter given: the number of shards, where it was given.
    ///
    /// **Throws:** ``ArrayTaskError`` where it was not given and the scheduler does not tell it,
    /// and where there is no such shard.
    package func shard(of given: Int?) throws(ArrayTaskError) -> PromptShard {
        guard let count = given ?? count else { throw .countUnknown(scheduler) }
        guard let shard = PromptShard(number: index + 1, count: count) else {
            throw .beyond(variable: scheduler.indexVariable, count: count, got: index)
        }
        return shard
    }
}
