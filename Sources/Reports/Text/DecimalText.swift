/// Numbers as people read them, computed in integers.
package enum DecimalText {
    /// numerator / denominator with two decimals, rounded down; "–" where the denominator is 0.
    package static func ratio(_ numerator: Int, _ denominator: Int) -> String {
        guard denominator > 0 else { return "–" }
        let hundredths = Int(
            (UInt128(numerator) * 100 / UInt128(denominator)))
        let decimals = hundredths % 100
        return "\(hundredths / 100).\(decimals < 10 ? "0" : "")\(decimals)"
    }

    /// How often a second, from a count and a duration.
    package static func perSecond(_ count: Int, nanoseconds: Int) -> String {
        ratio(count * 1_000_000_000, nanoseconds)
    }

    /// 12,345,678
    package static func grouped(_ value: Int) -> String {
        let digits = Array(String(value.magnitude))
        var text = value < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0 && (digits.count - index).isMultiple(of: 3) { text += "," }
            text.append(digit)
        }
        return text
    }

    /// Bytes in MiB, with two decimals.
    package static func mebibytes(_ bytes: Int) -> String { ratio(bytes, 1 << 20) + " MiB" }
}
