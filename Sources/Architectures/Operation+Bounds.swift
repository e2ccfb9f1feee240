internal import Tensors

extension Operation.Kind {
    /// The range of an operation's output, where no mask covers it: activations
    /// within ±2^28, probabilities from 0 to 2^16, and scores within ±2^37, the dot product of 64
    /// clamped queries and keys, scaled by 1/8.
    public var outputRange: ClosedRange<Int64> {
        switch self {
        case .scores: -(1 << 37)...1 << 37
        case .softmax: 0...FixedPoint.one
        case .embedding, .norm, .linear, .mixing, .activation, .residual:
            -FixedPoint.activationClamp...FixedPoint.activationClamp
        }
    }
}
