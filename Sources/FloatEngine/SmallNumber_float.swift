/// Texts of small numbers for people, such as a gap: "8.9e-7".
package enum SmallNumber {
    /// Two digits and the power of ten, rounded half up; "0" for 0, "none" for infinity.
    ///
    /// **Precondition:** not negative, and a number.
    package static func text(_ value: Double) -> String {
        precondition(value >= 0, "\(value)")
        guard value.isFinite else { return "none" }
        guard value > 0 else { return "0" }
        var (mantissa, exponent) = (value, 0)
        while mantissa < 1 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
        while mantissa >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
        var tenths = Int(mantissa * 10 + 0.5)
        if tenths == 100 { (tenths, exponent) = (10, exponent + 1) }
        return "\(tenths / 10).\(tenths % 10)e\(exponent)"
    }
}
