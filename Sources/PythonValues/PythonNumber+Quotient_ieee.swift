internal import BigInt

extension PythonNumber {
    /// `left / right`. Of two integers it is the float64 nearest to the exact quotient, of two
    /// equally near ones the even one.
    ///
    /// **Throws:** ``PythonError``: ZeroDivisionError for a divisor of 0, an overflow for a
    /// quotient, or an integer beside a float, that no float64 comes near.
    public static func / (left: PythonNumber, right: PythonNumber) throws(PythonError)
        -> PythonNumber
    {
        if case (.integer(let dividend), .integer(let divisor)) = (left, right) {
            guard divisor != 0 else {
                throw .other(name: "ZeroDivisionError", "division by zero")
            }
            let magnitude = quotient(dividend.magnitude, divisor.magnitude)
            guard magnitude.isFinite else {
                throw .overflow("integer division result too large for a float")
            }
            // 0 over a negative number is -0.0.
            let isNegative = (dividend < 0) != (divisor < 0)
            return .float(PythonFloat(isNegative ? -magnitude : magnitude))
        }
        let divisor = try right.converted()
        guard divisor != 0 else {
            throw .other(name: "ZeroDivisionError", "float division by zero")
        }
        return .float(PythonFloat(try left.converted() / divisor))
    }

    /// The quotient is spelt out to 55 bits or more, or to the smallest float's place, with all
    /// that lies below as a sticky bit, and rounded once.
    private static func quotient(_ dividend: BigUInt, _ divisor: BigUInt) -> Double {
        guard dividend > 0 else { return 0 }
        // The leading bit of the quotient lies at this place or at the one below.
        let place = dividend.bitWidth - divisor.bitWidth
        guard place <= 1024 else { return .infinity }
        guard place >= -1076 else { return 0 }
        // Two bits below the last that a float of this size keeps; subnormals keep none below
        // -1074.
        let lowest = max(place - 56, -1076)
        let (scaled, scale) =
            lowest < 0 ? (dividend << -lowest, divisor) : (dividend, divisor << lowest)
        let (bits, rest) = scaled.quotientAndRemainder(dividingBy: scale)
        var kept = UInt64(bits)
        if rest > 0 { kept |= 1 }
        // How many of the lowest bits the float does not keep.
        let width = 64 - kept.leadingZeroBitCount
        let dropped = max(width - 53, -1074 - lowest)
        let half: UInt64 = 1 << UInt64(dropped - 1)
        var significand = kept >> UInt64(dropped)
        let below = kept & ((1 << UInt64(dropped)) - 1)
        if below > half || below == half && significand & 1 == 1 { significand += 1 }
        return Double(sign: .plus, exponent: lowest + dropped, significand: Double(significand))
    }
}
