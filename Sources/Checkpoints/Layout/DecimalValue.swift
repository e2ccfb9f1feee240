/// A number of JSON by its value, however it is spelt: `1e6`, `1000000.0` and `1000000` are equal.
/// In decimals, since no float64 stands here.
struct DecimalValue: Equatable {
    let isNegative: Bool
    /// ASCII, neither the first nor the last a zero; none for 0. The value is 0.DIGITS times 10 to
    /// the power of `pointPlace`.
    let digits: [UInt8]
    let pointPlace: Int

    /// **Precondition:** `text` is a number of RFC 8259.
    init(_ text: String) {
        let parts = text.split(
            maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: { "eE".contains($0) })
        let mantissa = parts[0].drop { $0 == "-" }
            .split(separator: ".", omittingEmptySubsequences: false)
        let whole = Array(mantissa[0].utf8)
        let written = whole + (mantissa.count > 1 ? Array(mantissa[1].utf8) : [])
        let zero = UInt8(ascii: "0")
        digits = Array(written.drop { $0 == zero }.reversed().drop { $0 == zero }.reversed())
        isNegative = !digits.isEmpty && text.hasPrefix("-")
        let shift = whole.count - written.prefix { $0 == zero }.count
        let power = parts.count > 1 ? Self.exponent(parts[1]) : 0
        pointPlace = digits.isEmpty ? 0 : shift + power
    }

    /// The value where it is a whole number below 10^18; nil otherwise.
    var wholeNumber: Int? {
        guard digits.count <= pointPlace || digits.isEmpty, pointPlace <= 18 else { return nil }
        let zeros = [UInt8](repeating: UInt8(ascii: "0"), count: pointPlace - digits.count)
        let magnitude = Int(String(decoding: digits + zeros, as: UTF8.self)) ?? 0
        return isNegative ? -magnitude : magnitude
    }

    /// Whether a number is less than another. **Precondition:** neither is negative or 0.
    func precedes(_ other: DecimalValue) -> Bool {
        guard pointPlace == other.pointPlace else { return pointPlace < other.pointPlace }
        return digits.lexicographicallyPrecedes(other.digits)
    }

    /// Far beyond any number of digits that a file holds, and no overflow when one is added.
    private static let exponentMax = 1 << 40

    private static func exponent(_ text: Substring) -> Int {
        let value = Int(text) ?? (text.hasPrefix("-") ? -exponentMax : exponentMax)
        return min(max(value, -exponentMax), exponentMax)
    }
}
