public import Architectures
public import Tensors

/// How far the numbers of forward passes went: what each clamp saw and did, and the largest
/// accumulators, each beside its bound.
public struct ForwardRanges: Sendable, Equatable {
    /// The clamps in the order of the pass.
    public enum Clamp: String, Sendable, CaseIterable {
        case embedding, attentionNorm, queryKeyValue, query, key, value
        case attentionOutput, attentionResidual
        case feedForwardNorm, feedForwardHidden, feedForwardOutput, feedForwardResidual

        /// The clamp at the end of an operation. **Precondition:** it has one.
        init(_ operation: Station.Operation) {
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

    /// The matrix products, whose whole sums must stay below their bounds.
    public enum Product: String, Sendable, CaseIterable {
        case queryKeyValue, scores, headOutputs, attentionOutput
        case feedForwardHidden, feedForwardOutput

        /// Where the sums are met.
        var station: Station.Operation {
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

    /// What the clamp at the end of an operation did.
    mutating func record(clampOf station: Station, _ count: ClampCount) {
        record(Clamp(station.operation), count)
    }

    /// The largest sum of a linear layer.
    mutating func record(productOf station: Station, _ magnitude: Int64) {
        guard let product = Product.allCases.first(where: { $0.station == station.operation })
        else { preconditionFailure("\(station) has no product") }
        record(product, magnitude)
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
