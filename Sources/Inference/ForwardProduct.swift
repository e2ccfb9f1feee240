public import Architectures

/// The matrix products, whose whole sums must stay below their bounds.
public enum ForwardProduct: String, Sendable, CaseIterable {
    case queryKeyValue, scores, headOutputs, attentionOutput
    case feedForwardHidden, gateUp, feedForwardOutput

    /// Where the sums are met.
    var station: Station.OperationName {
        switch self {
        case .queryKeyValue: .queryKeyValue
        case .scores: .scores
        case .headOutputs: .headOutputs
        case .attentionOutput: .attentionOutput
        case .feedForwardHidden: .feedForwardHidden
        case .gateUp: .gateUp
        case .feedForwardOutput: .feedForwardOutput
        }
    }

    /// The products that an architecture has, in the order of its pass.
    public static func all(of architecture: Architecture) -> [ForwardProduct] {
        allCases.filter { architecture.operation(Station(layer: 0, $0.station)) != nil }
    }

    /// ``Architecture/sumBound(of:)`` of the operation. **Precondition:** the architecture has it.
    public func bound(_ architecture: Architecture) -> Int64 {
        let operation = architecture.operation(Station(layer: 0, station))
        guard let bound = operation.flatMap(architecture.sumBound) else {
            preconditionFailure("\(self) has no sums")
        }
        return bound
    }
}
