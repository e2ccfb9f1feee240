internal import Architectures

/// The clamps in the order of the pass.
public enum ForwardClamp: String, Sendable, CaseIterable {
    case embedding, attentionNorm, queryKeyValue, query, key, value
    case attentionOutput, attentionResidual
    case feedForwardNorm, feedForwardHidden, feedForwardOutput, feedForwardResidual

    /// The clamp at the end of an operation. **Precondition:** it has one.
    init(_ operation: Station.OperationName) {
        switch operation {
        case .embedding: self = .embedding
        case .attentionNorm: self = .attentionNorm
        case .queryKeyValue: self = .queryKeyValue
        case .attentionOutput: self = .attentionOutput
        case .attentionResidual: self = .attentionResidual
        case .feedForwardNorm: self = .feedForwardNorm
        case .feedForwardHidden: self = .feedForwardHidden
        case .feedForwardOutput: self = .feedForwardOutput
        case .feedForwardResidual: self = .feedForwardResidual
        case .scores, .probabilities, .headOutputs, .feedForwardActivation:
            preconditionFailure("\(operation.rawValue) ends without a clamp")
        }
    }
}
