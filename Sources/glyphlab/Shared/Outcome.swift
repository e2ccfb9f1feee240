import ArgumentParser
import Benchmarks
import Chains
import Checkpoints
import Clusters
import Disputes
import Experiments
import Fingerprints
import Inference
import Platform
import Proving
import Receipts
import Reports
import Sandboxes
import Scenarios
import Submissions
import Tensors
import Tokenization
import Trials

/// The result of a command as its exit code, on which scripts rely.
enum Outcome: Int32 {
    case holds = 0
    case doesNotHold = 1
    case inconclusive = 2
    case notExercised = 3
    case usage = 64
    case badInput = 65
    case labFault = 70

    var exitCode: ExitCode { ExitCode(rawValue) }

    /// Runs a command's work and ends with its outcome; an error is printed and gives an outcome.
    static func ending(_ work: () throws -> Outcome) throws {
        let outcome: Outcome
        do {
            outcome = try work()
        } catch let error as Failure {
            StandardStreams.writeMessage("glyphlab: \(MessageText.escaped(error.message))\n")
            outcome = error.outcome
        } catch {
            StandardStreams.writeMessage("glyphlab: \(MessageText.escaped("\(error)"))\n")
            outcome = Outcome(of: error)
        }
        guard outcome == .holds else { throw outcome.exitCode }
    }

    /// The exit code for an error of a lower room.
    private init(of error: any Error) {
        switch error {
        case PlatformError.noReader: self = .badInput
        case PlatformError.closed: self = .labFault
        case BenchmarkError.notCached, PlatformError.missing, PlatformError.locked,
            DownloadError.unreachable,
            DownloadError.noRevision, ModelFolderError.noFolder, ModelFolderError.incomplete,
            ModelFolderError.tokenizerMissing:
            self = .inconclusive
        case PlatformError.system(let operation, _, _, _):
            // A path that cannot be opened is the user's; a disk that fails is not.
            self = ["open", "create", "create folder"].contains(operation) ? .badInput : .labFault
        case StoreError.system, StoreError.closed: self = .labFault
        case MergeError.missing, MergeError.nothing: self = .inconclusive
        case is ScenarioError, is StoreError, is Refusal, is PlatformError, is CheckpointError,
            is TokenizerError,
            is InferenceError, is TraceRequestError, is ElementFileError, is ComparisonError,
            is RunFileError, is ShapeError, is ModelFolderError, is GoldenError, is DownloadError,
            is SweepError, is ArrayTaskError, is MergeError, is ReceiptError, is EvidenceError,
            is EvidenceFault, is StagedScript.Fault, is Interpreter.Missing, is ExperimentError:
            self = .badInput
        default:
            self = .labFault
        }
    }
}

/// An end that a command decides on itself, with what it says.
struct Failure: Error {
    let outcome: Outcome
    let message: String
}
