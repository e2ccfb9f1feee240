internal import BigInt

/// The factors by which the chain pays early proposals and attestations more, computed in float64.
package struct RewardCurve: Sendable {
    /// The library that the powers come from. The curves of two differ in their last places.
    package enum Library: Sendable {
        /// FreeBSD's, which is the chain's.
        case msun
        /// Powers rounded to the nearest float64, as newer libraries mostly have them.
        case nearest
    }

    package static let published = RewardCurve(.msun)

    private static let one = 1e18
    private static let midpoint = 0.5
    private static let steepness = 20.0
    private static let floor = 0.33
    private static let exponent = 10

    private let library: Library

    package init(_ library: Library) { self.library = library }

    /// The factor of a validator that proposes at this progress: a falling sigmoid.
    package func validator(progress: UInt128) -> UInt128 {
        let place = Self.fraction(progress)
        let power = Exponential.value(Self.steepness * abs(place - Self.midpoint))
        return Self.fixed(place > Self.midpoint ? 1 / (1 + power) : power / (1 + power))
    }

    /// The factor of a node that attests at this progress since the proposal.
    package func attestor(progress: UInt128) -> UInt128 {
        let place = Self.fraction(progress)
        let power =
            library == .msun
            ? Power.value(place, Double(Self.exponent)) : Self.nearestPower(place)
        let factor = Self.floor + (1 - Self.floor) * (1 - power)
        return Self.fixed(min(max(factor, Self.floor), 1))
    }

    private static func fraction(_ progress: UInt128) -> Double { Double(progress) / one }

    /// The fixed point of a number from 0 to 1, without what is behind its last place.
    private static func fixed(_ value: Double) -> UInt128 {
        let scaled = value * one
        guard scaled > 0 else { return 0 }
        return scaled < one ? UInt128(scaled) : ChainFraction.one
    }

    /// The power of a number from 0 to 1, or infinity above, rounded once to the nearest float64.
    private static func nearestPower(_ value: Double) -> Double {
        guard value > 0 else { return 0 }
        guard value < 1 else { return value == 1 ? 1 : .infinity }
        // An integer of 53 bits, times a power of two; so its power has at most 530.
        let significand = BigUInt(UInt64(value.significand * 0x1p52))
        let magnitude = significand.power(exponent)
        let excess = max(magnitude.bitWidth - 64, 0)
        let isCut = magnitude.trailingZeroBitCount < excess
        let upper = Double(UInt64(magnitude >> excess) | (isCut ? 1 : 0))
        let scale = exponent * (Int(value.exponent) - 52)
        return Double(sign: .plus, exponent: scale + excess, significand: upper)
    }
}
