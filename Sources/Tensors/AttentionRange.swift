/// The largest sums and the clamps of attention.
public struct AttentionRange: Sendable, Equatable {
    public var query = ClampCount(bound: FixedPoint.queryKeyClamp)
    public var key = ClampCount(bound: FixedPoint.queryKeyClamp)
    public var value = ClampCount(bound: FixedPoint.activationClamp)
    /// The largest magnitudes of whole sums: of scores that are not masked, and of outputs.
    public var scoreMagnitudeMax: Int64 = 0
    public var outputMagnitudeMax: Int64 = 0

    public init() {}

    mutating func merge(_ other: AttentionRange) {
        query.merge(other.query)
        key.merge(other.key)
        value.merge(other.value)
        scoreMagnitudeMax = max(scoreMagnitudeMax, other.scoreMagnitudeMax)
        outputMagnitudeMax = max(outputMagnitudeMax, other.outputMagnitudeMax)
    }
}
