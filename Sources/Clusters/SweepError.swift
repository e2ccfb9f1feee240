package import Encodings

/// Reasons for which there is no plan, or no task.
package enum SweepError: Error, Equatable, CustomStringConvertible {
    case unreadable(reason: String)
    case notJSON(JSONParseError)
    case member(StrictJSON.Failure)
    /// The digest at the end is not that of the text before it.
    case digest(expected: String, got: String)
    case count(of: String, max: Int, got: Int)
    case name(String)
    case twice(run: String)
    case modelFolder(run: String, got: String)
    case shards(run: String, promptCount: Int, got: Int)
    /// A text that no line of a shell script can hold.
    case unquotable(what: String, got: String)
    /// The job was written for another plan than the one in the folder.
    case otherPlan(expected: String, got: String)
    case noArray(max: Int, got: Int)
    case noTask(array: Int?, max: Int, got: Int)

    package var description: String {
        switch self {
        case .unreadable(let reason): reason
        case .notJSON(let cause): "\(cause)"
        case .member(let failure): "\(failure)"
        case .digest(let expected, let got):
            "sha256: expected \(expected), the digest of this plan, got \(got)"
        case .count(let what, let max, let got): "\(what): expected 1 to \(max), got \(got)"
        case .name(let got):
            "a run's name: expected 1 to \(SweepRun.nameByteCountMax) letters, digits, - and "
                + "_, got \(JSONValue.quoted(got, scalarCountMax: 100))"
        case .twice(let run): "runs: expected each name once, got \(run) twice"
        case .modelFolder(let run, let got):
            "the model of \(run): expected an absolute path, got "
                + JSONValue.quoted(got, scalarCountMax: 120)
        case .shards(let run, let promptCount, let got):
            "shards of \(run): expected 1 to \(promptCount), the prompts, got \(got)"
        case .unquotable(let what, let got):
            "\(what): expected a text that a shell script can hold, got "
                + JSONValue.quoted(got, scalarCountMax: 120)
        case .otherPlan(let expected, let got):
            "the plan: expected \(expected), which this job was written for, got \(got)"
        case .noArray(let max, let got): "array: expected 1 to \(max), got \(got)"
        case .noTask(let array, let max, let got):
            "the task\(array.map { " of array \($0)" } ?? ""): expected 0 to \(max), got \(got)"
        }
    }
}
