public import Tensors

/// How far the numbers of forward passes went: what each clamp saw and did, and the largest
/// accumulators, each beside its bound.
public struct ForwardRanges: Sendable, Equatable {
    /// The clamps in the order of the pass.
    public enum Clamp: String, Sendable, CaseIterable {
        case embedding, attentionNorm, queryKeyValue, query, key, value
        case attentionOutput, attentionResidual
        case feedForwardNorm, feedForwardHidden, feedForwardOutput, feedForwardResidual
    }

    /// The matrix products, whose whole sums must stay below their bounds.
    public enum Product: String, Sendable, CaseIterable {
        case queryKeyValue, scores, headOutputs, attentionOutput
        case feedForwardHidden, feedForwardOutput

        /// What no whole sum passes, whatever the weights and the tokens.
        ///
        /// Operands are activations, queries and keys a rounding shift of 4 below their clamps, and
        /// weights; probabilities of a row sum to at most 1. **Source:** protocol v4, section 4.
        public func bound(_ shape: TransformerShape) -> Int64 {
            let activation = FixedPoint.activationClamp >> 4
            let queryOrKey = FixedPoint.queryKeyClamp >> 4
            let width = Int64(shape.width)
            return switch self {
            case .queryKeyValue, .attentionOutput, .feedForwardHidden:
                width * activation * FixedPoint.weightClamp
            case .feedForwardOutput: 4 * width * activation * FixedPoint.weightClamp
            case .scores: Int64(TransformerShape.headWidth) * queryOrKey * queryOrKey
            case .headOutputs: FixedPoint.one * activation
            }
        }
    }

    /// One entry a clamp, over all layers and positions seen so far.
    public private(set) var clamps: [ClampCount]
    /// One entry a product: the largest magnitude of a whole sum.
    public private(set) var accumulatorMagnitudesMax: [Int64]

    public init() {
        clamps = Clamp.allCases.map { clamp in
            switch clamp {
            case .query, .key: ClampCount(bound: FixedPoint.queryKeyClamp)
            default: ClampCount(bound: FixedPoint.activationClamp)
            }
        }
        accumulatorMagnitudesMax = Product.allCases.map { _ in 0 }
    }

    public subscript(clamp: Clamp) -> ClampCount {
        clamps[Clamp.allCases.firstIndex(of: clamp)!]
    }

    public subscript(product: Product) -> Int64 {
        accumulatorMagnitudesMax[Product.allCases.firstIndex(of: product)!]
    }

    mutating func record(_ clamp: Clamp, _ count: ClampCount) {
        clamps[Clamp.allCases.firstIndex(of: clamp)!].merge(count)
    }

    mutating func record(_ product: Product, _ magnitude: Int64) {
        let index = Product.allCases.firstIndex(of: product)!
        accumulatorMagnitudesMax[index] = max(accumulatorMagnitudesMax[index], magnitude)
    }

    mutating func record(_ range: AttentionRange) {
        record(.query, range.query)
        record(.key, range.key)
        record(.value, range.value)
        record(.scores, range.scoreMagnitudeMax)
        record(.headOutputs, range.outputMagnitudeMax)
    }

    /// Folds in what other passes saw. The result does not depend on the order of the passes.
    public mutating func merge(_ other: ForwardRanges) {
        for index in clamps.indices { clamps[index].merge(other.clamps[index]) }
        for index in accumulatorMagnitudesMax.indices {
            accumulatorMagnitudesMax[index] = max(
                accumulatorMagnitudesMax[index], other.accumulatorMagnitudesMax[index])
        }
    }
}
