package import PythonValues

/// Floats compared as the rational numbers that they are.
package enum ExactFloats {
    /// Whether a loss is lower than another by more than a thousandth, or that one is so low that
    /// nothing is asked; nil where one is no number or infinite.
    package static func isLower(_ after: PythonFloat, than before: PythonFloat) -> Bool? {
        guard let first = parts(before.value), let second = parts(after.value) else { return nil }
        if before.value < 0.05 { return true }
        // Significands are below 2^53, so that 2^60 is not reached before shifting.
        let left = Int128(1_000) * second.significand
        let right = Int128(999) * first.significand
        let shift = second.exponent - first.exponent
        if shift >= 64 { return false }
        if shift <= -64 { return right > 0 }
        return shift >= 0 ? left << shift < right : left < right << -shift
    }

    /// A float that is not negative as a whole number times a power of two.
    private static func parts(_ value: Double) -> (significand: Int128, exponent: Int)? {
        guard value.isFinite, value >= 0 else { return nil }
        if value == 0 { return (0, 0) }
        return (Int128(value.significand * 0x1p52), Int(value.exponent) - 52)
    }
}
