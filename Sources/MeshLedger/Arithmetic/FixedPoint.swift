/// Fractions as integers of 10^18, in 128 bits; products are taken in 256 bits and rounded down.
///
/// **Source:** the published chain's `percent_mul` and `percent_div`.
package enum FixedPoint {
    package static let one: UInt128 = 1_000_000_000_000_000_000

    /// ⌊x·y ÷ 10^18⌋, at most 2^128 − 1.
    package static func mul(_ x: UInt128, _ y: UInt128) -> UInt128 {
        quotient(x.multipliedFullWidth(by: y), one)
    }

    /// ⌊x·10^18 ÷ y⌋, at most 2^128 − 1; 0 if x or y is 0.
    package static func div(_ x: UInt128, _ y: UInt128) -> UInt128 {
        y == 0 ? 0 : quotient(x.multipliedFullWidth(by: one), y)
    }

    private static func quotient(
        _ product: (high: UInt128, low: UInt128), _ divisor: UInt128
    ) -> UInt128 {
        // The quotient needs more than 128 bits exactly where the high half is not below.
        product.high < divisor ? divisor.dividingFullWidth(product).quotient : .max
    }

    /// The share of an amount: ⌊units·fraction ÷ 10^18⌋; 0 of amounts below 0.
    ///
    /// **Bounds:** units are at most 2^63 − 1, so that a fraction of at most 1 gives no more.
    package static func share(of units: Int, _ fraction: UInt128) -> Int {
        Int(clamping: mul(UInt128(max(units, 0)), fraction))
    }

    /// r + (1 − r)·f, where f counts as 1 at the most.
    ///
    /// **Bounds:** at most 1 for r of at most 1, which reputations are.
    package static func raised(_ r: UInt128, by f: UInt128) -> UInt128 {
        guard r < one else { return one }
        return r + mul(one - r, min(f, one))
    }

    /// r − r·f, where f counts as 1 at the most.
    package static func lowered(_ r: UInt128, by f: UInt128) -> UInt128 {
        r - mul(r, min(f, one))
    }
}

extension Int {
    /// The sum, or the nearest number that 64 bits hold: sums beyond come up only where a guard is
    /// taken out.
    func saturating(_ other: Int) -> Int {
        let (sum, overflows) = addingReportingOverflow(other)
        return overflows ? (other < 0 ? Int.min : Int.max) : sum
    }

    /// The difference, in the same way.
    func saturatingLess(_ other: Int) -> Int {
        let (difference, overflows) = subtractingReportingOverflow(other)
        return overflows ? (other < 0 ? Int.max : Int.min) : difference
    }
}

extension UInt64 {
    /// The sum, or the greatest number that 64 bits hold.
    func saturating(_ other: UInt64) -> UInt64 {
        let (sum, overflows) = addingReportingOverflow(other)
        return overflows ? .max : sum
    }
}
