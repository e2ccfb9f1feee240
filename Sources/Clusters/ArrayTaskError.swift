internal import Encodings

/// Reasons for which the environment does not tell the number of this task.
package enum ArrayTaskError: Error, Equatable, CustomStringConvertible {
    case noVariable([String])
    case severalSchedulers([String])
    case notANumber(variable: String, got: String)
    case countUnknown(ArrayScheduler)
    case beyond(variable: String, count: Int, got: Int)

    package var description: String {
        switch self {
        case .noVariable(let names):
            "the environment: expected \(names.joined(separator: " or ")), which an array's "
                + "scheduler sets, got none"
        case .severalSchedulers(let names):
            "the environment: expected one scheduler's variable, got "
                + names.joined(separator: " and ")
        case .notANumber(let variable, let got):
            "\(variable): expected a number from 0, got "
                + JSONValue.quoted(got, scalarCountMax: 40)
        case .countUnknown(.slurm):
            "SLURM_ARRAY_TASK_COUNT: expected an array from 0 without gaps, since the variables do "
                + "not describe a list; --shard slurm/N says how many shards there are"
        case .countUnknown(let scheduler):
            "the environment: \(scheduler.name) does not say how many tasks there are; "
                + "--shard auto/N does"
        case .beyond(let variable, let count, let got):
            "\(variable): expected 0 to \(count - 1), the tasks of \(count) shards, got \(got)"
        }
    }
}
