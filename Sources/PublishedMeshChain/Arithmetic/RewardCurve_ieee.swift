/// The factors by which the chain pays early proposals and attestations more, computed in float64.
package enum RewardCurve {
    private static let one = 1e18
    private static let midpoint = 0.5
    private static let steepness = 20.0
    private static let floor = 0.33
    private static let exponent = 10.0

    /// The factor of a validator that proposes at this progress: a falling sigmoid.
    package static func validator(progress: UInt128) -> UInt128 {
        let place = fraction(progress)
        let power = Exponential.value(steepness * abs(place - midpoint))
        return fixed(place > midpoint ? 1 / (1 + power) : power / (1 + power))
    }

    /// The factor of a node that attests at this progress since the proposal.
    package static func attestor(progress: UInt128) -> UInt128 {
        let left = 1 - Power.value(fraction(progress), exponent)
        return fixed(min(max(floor + (1 - floor) * left, floor), 1))
    }

    private static func fraction(_ progress: UInt128) -> Double { Double(progress) / one }

    /// The fixed point of a number from 0 to 1, without what is behind its last place.
    private static func fixed(_ value: Double) -> UInt128 {
        let scaled = value * one
        guard scaled > 0 else { return 0 }
        return scaled < one ? UInt128(scaled) : ChainFraction.one
    }
}
