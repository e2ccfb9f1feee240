internal import Tensors

extension Operation {
    /// The range of an operation's output, where no mask covers it: activations
    /// within ±2^28, probabilities from 0 to 2^16, and scores, the dot product of clamped queries
    /// and keys over √D, within ±2^37 for 64 columns and ±2^38 for 128.
    public var outputRange: ClosedRange<Int64> {
        switch kind {
        case .scores:
            -(heads?.scoreBound ?? 1 << 37)...(heads?.scoreBound ?? 1 << 37)
        case .softmax: 0...FixedPoint.one
        case .embedding, .norm, .rootNorm, .linear, .rotary, .mixing, .activation,
            .gatedActivation, .residual:
            -FixedPoint.activationClamp...FixedPoint.activationClamp
        }
    }
}
