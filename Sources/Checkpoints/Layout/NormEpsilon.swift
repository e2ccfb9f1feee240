/// The number that is added to a variance before its root, as `config.json` writes it.
enum NormEpsilon {
    /// 2^-16 = 0.0000152587890625: the digits after 0.0000.
    private static let unitDigits = Array("152587890625".utf8)
    private static let unitPointPlace = -4

    /// Whether an epsilon lies from 0 to less than one unit of the engine's variance.
    ///
    /// The engine takes the variance of elements in Q8, so in units of 2^-16, adds nothing and
    /// takes at least 1 for the root. What is less than a unit it does not tell from nothing: that
    /// is the 1e-5 of GPT-2, and everything below 2^-16. In decimals, since no float64 stands here.
    /// **Precondition:** `text` is a number of RFC 8259. **Source:** protocol v4, section 3.
    static func isWithoutEffect(_ text: String) -> Bool {
        let parts = text.split(
            maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: { "eE".contains($0) })
        let mantissa = parts[0].drop { $0 == "-" }
            .split(separator: ".", omittingEmptySubsequences: false)
        let whole = Array(mantissa[0].utf8)
        let written = whole + (mantissa.count > 1 ? Array(mantissa[1].utf8) : [])
        let zero = UInt8(ascii: "0")
        let digits = Array(written.drop { $0 == zero }.reversed().drop { $0 == zero }.reversed())
        if digits.isEmpty { return true }
        if text.hasPrefix("-") { return false }
        // The value is 0.DIGITS times 10 to this power.
        let shift = whole.count - written.prefix { $0 == zero }.count
        let pointPlace = parts.count > 1 ? shift + exponent(parts[1]) : shift
        if pointPlace != unitPointPlace { return pointPlace < unitPointPlace }
        return digits.lexicographicallyPrecedes(unitDigits)
    }

    /// Far beyond any number of digits that a file holds, and no overflow when one is added.
    private static let exponentMax = 1 << 40

    private static func exponent(_ text: Substring) -> Int {
        let value = Int(text) ?? (text.hasPrefix("-") ? -exponentMax : exponentMax)
        return min(max(value, -exponentMax), exponentMax)
    }
}
