public import Fingerprints

/// The place of this process in an array of jobs, as the scheduler that started it says.
public struct ArrayTask: Sendable, Equatable {
    /// From 0.
    public let index: Int
    public let scheduler: ArrayScheduler
    /// How many tasks the array has, where it is told and the array is known to be whole.
    public let count: Int?

    /// Reads the variables of the scheduler that is named or, where none is, of the only one that
    /// set any.
    ///
    /// - Parameter variable: the value of an environment variable.
    ///
    /// **Throws:** ``ArrayTaskError``.
    public init(
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

    /// How many tasks a Slurm array has; nil unless it is an array from 0 without gaps.
    ///
    /// The variables describe no list: of `--array=3,7` the count is 2, and so it is of a second
    /// try of two tasks out of eight. Where the first is not 0, or the last not the count less one,
    /// nobody knows of how many tasks this is a part.
    private static func slurmCount(_ variable: (_ name: String) -> String?) -> Int? {
        let numbers = ["COUNT", "MIN", "MAX"].map { name in
            variable("SLURM_ARRAY_TASK_\(name)").flatMap(Self.count)
        }
        guard let count = numbers[0], numbers[1] == 0, numbers[2] == count - 1 else { return nil }
        return count
    }

    /// Plain decimals, at most nine.
    private static func count(_ text: String) -> Int? {
        guard text.utf8.count <= 9, let count = Int(text), String(count) == text, count >= 0
        else { return nil }
        return count
    }

    /// The shard that the task computes: the first task the first shard.
    ///
    /// - Parameter given: how many shards there are, where that was said.
    ///
    /// **Throws:** ``ArrayTaskError`` where it was not said and the scheduler does not tell, and
    /// where there is no such shard.
    public func shard(of given: Int?) throws(ArrayTaskError) -> PromptShard {
        guard let count = given ?? count else { throw .countUnknown(scheduler) }
        guard let shard = PromptShard(number: index + 1, count: count) else {
            throw .beyond(variable: scheduler.indexVariable, count: count, got: index)
        }
        return shard
    }
}
