public import Architectures

/// The clamps in the order of the pass.
public enum ForwardClamp: String, Sendable, CaseIterable {
    case embedding, attentionNorm, queryKeyValue, rotary, query, key, value
    case attentionOutput, attentionResidual
    case feedForwardNorm, feedForwardHidden, gateUp, gatedActivation
    case feedForwardOutput, feedForwardResidual

    /// The clamp at the end of an operation. **Precondition:** it has one.
    init(_ operation: Station.OperationName) {
        switch operation {
        case .embedding: self = .embedding
        case .attentionNorm: self = .attentionNorm
        case .queryKeyValue: self = .queryKeyValue
        case .rotary: self = .rotary
        case .attentionOutput: self = .attentionOutput
        case .attentionResidual: self = .attentionResidual
        case .feedForwardNorm: self = .feedForwardNorm
        case .feedForwardHidden: self = .feedForwardHidden
        case .gateUp: self = .gateUp
        case .gatedActivation: self = .gatedActivation
        case .feedForwardOutput: self = .feedForwardOutput
        case .feedForwardResidual: self = .feedForwardResidual
        case .scores, .probabilities, .headOutputs, .feedForwardActivation:
            preconditionFailure("\(operation.rawValue) ends without a clamp")
        }
    }

    /// The clamps that an architecture has, in the order of its pass.
    public static func all(of architecture: Architecture) -> [ForwardClamp] {
        let names = architecture.operations.map(\.station.operation)
        let ends = names.filter { !isWithoutClamp.contains($0) }.map { ForwardClamp($0) }
        return allCases.filter { [.query, .key, .value].contains($0) || ends.contains($0) }
    }

    private static let isWithoutClamp: [Station.OperationName] = [
        .scores, .probabilities, .headOutputs, .feedForwardActivation,
    ]
}
