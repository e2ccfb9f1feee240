/// The chain's fixed point: unsigned integers of 128 bits in which 10^18 is one. Products and
/// quotients are 256 bits wide, rounded down, and capped at 2^128 - 1.
package enum ChainFraction {
    package static let one: UInt128 = 1_000_000_000_000_000_000

    /// ⌊left · right / 10^18⌋.
    package static func product(_ left: UInt128, _ right: UInt128) -> UInt128 {
        quotient(of: left.multipliedFullWidth(by: right), by: one)
    }

    /// ⌊dividend · 10^18 / divisor⌋; 0 for a divisor of 0.
    package static func quotient(_ dividend: UInt128, _ divisor: UInt128) -> UInt128 {
        guard divisor != 0 else { return 0 }
        return quotient(of: dividend.multipliedFullWidth(by: one), by: divisor)
    }

    private static func quotient(
        of dividend: (high: UInt128, low: UInt128), by divisor: UInt128
    ) -> UInt128 {
        // The quotient has more than 128 bits.
        guard dividend.high < divisor else { return .max }
        return divisor.dividingFullWidth(dividend).quotient
    }

    /// A reputation that came nearer to one by a share of what was missing.
    package static func increased(_ value: UInt128, by factor: UInt128) -> UInt128 {
        let missing = one.saturatingDifference(value)
        return min(one, value.saturatingSum(product(missing, min(factor, one))))
    }

    /// A reputation that lost a share of itself.
    package static func decreased(_ value: UInt128, by factor: UInt128) -> UInt128 {
        value.saturatingDifference(product(value, min(factor, one)))
    }
}

extension UInt128 {
    /// The sum, at most the greatest value.
    package func saturatingSum(_ other: UInt128) -> UInt128 {
        let (sum, isOver) = addingReportingOverflow(other)
        return isOver ? .max : sum
    }

    /// The difference, at least 0.
    package func saturatingDifference(_ other: UInt128) -> UInt128 {
        self > other ? self - other : 0
    }

    /// The product, at most the greatest value.
    package func saturatingProduct(_ other: UInt128) -> UInt128 {
        let (product, isOver) = multipliedReportingOverflow(by: other)
        return isOver ? .max : product
    }
}

extension UInt32 {
    /// Adds one, up to the greatest value.
    mutating func increase() { if self < .max { self += 1 } }
}
