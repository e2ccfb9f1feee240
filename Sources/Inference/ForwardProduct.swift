public import Architectures

/// The matrix products, whose whole sums must stay below their bounds.
public enum ForwardProduct: String, Sendable, CaseIterable {
    case queryKeyValue, scores, headOutputs, attentionOutput
    case feedForwardHidden, feedForwardOutput

    /// Where the sums are met.
    var station: Station.OperationName {
        switch self {
        case .queryKeyValue: .queryKeyValue
        case .scores: .scores
        case .headOutputs: .headOutputs
        case .attentionOutput: .attentionOutput
        case .feedForwardHidden: .feedForwardHidden
        case .feedForwardOutput: .feedForwardOutput
        }
    }

    /// ``Architecture/sumBound(of:)`` of the operation.
    public func bound(_ architecture: Architecture) -> Int64 {
        let operation = architecture.operation(Station(layer: 0, station))
        guard let bound = operation.flatMap(architecture.sumBound) else {
            preconditionFailure("\(self) has no sums")
        }
        return bound
    }
}
