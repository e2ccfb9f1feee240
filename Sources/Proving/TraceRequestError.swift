internal import Architectures
internal import Tensors
internal import Traces

/// Why nothing can be traced as it was asked for.
public enum TraceRequestError: Error, Equatable, CustomStringConvertible {
    case noOperation(String, first: String, last: String)
    case weightsWithoutRun(String)
    case noSnapshot(level: String)
    case snapshotOfOtherWeights(expected: String, got: String)
    case snapshotOfOtherShape(operation: String)
    case snapshotBeyondBound(prompt: Int, element: Int, got: Int64)
    case snapshotNotComputed(prompt: Int)

    static func noOperation(
        _ name: String, first: Operation, last: Operation
    ) -> TraceRequestError {
        .noOperation(
            name, first: first.station.description, last: last.station.description)
    }

    public var description: String {
        switch self {
        case .noOperation(let name, let first, let last):
            "operation: expected one of this model, from \(first) to \(last), "
                + "\(ScheduledOperation.proofRows) or a parameter, got \(name)"
        case .noSnapshot(let level):
            "snapshot: expected a trace of values=embed or values=h.N.residual_mlp, got \(level)"
        case .snapshotOfOtherWeights(let expected, let got):
            "snapshot: expected integer weights \(expected), got \(got)"
        case .snapshotOfOtherShape(let operation):
            "snapshot: \(operation): expected this model's architecture, shape and type, got others"
        case .snapshotBeyondBound(let prompt, let element, let got):
            "snapshot: prompt \(prompt), element \(element): expected at most "
                + "±\(FixedPoint.activationClamp), got \(got)"
        case .snapshotNotComputed(let prompt):
            "snapshot: prompt \(prompt): expected values, got none"
        case .weightsWithoutRun(let parameter):
            "operation: expected an operation of a run, got the parameter \(parameter)"
        }
    }
}
