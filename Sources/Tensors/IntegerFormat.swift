/// The two formats of a parameter (protocol v4, section 2).
public enum IntegerFormat: Sendable {
    /// Matrices and LayerNorm gains: Q12 within ±16.
    case weight
    /// Biases and embeddings: Q16 within ±4096.
    case activation

    public var fractionalBitCount: Int {
        switch self {
        case .weight: 12
        case .activation: 16
        }
    }

    public var clamp: Int64 {
        switch self {
        case .weight: FixedPoint.weightClamp
        case .activation: FixedPoint.activationClamp
        }
    }
}
