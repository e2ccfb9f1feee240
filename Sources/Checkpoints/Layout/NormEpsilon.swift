/// The number that is added to a variance before its root, as `config.json` writes it.
enum NormEpsilon {
    /// 2^-16 = 0.0000152587890625: one unit of LayerNorm's variance.
    private static let unit = DecimalValue("0.0000152587890625")
    /// 4294.5 and 4295.5 units of 2^-32: what lies between rounds to the epsilon of RMSNorm.
    private static let (rootFrom, rootTo) = (
        DecimalValue("9.99891199171543121337890625e-7"),
        DecimalValue("1.000124029815196990966796875e-6")
    )

    /// Whether an epsilon of LayerNorm lies from 0 to less than one unit of the engine's variance.
    ///
    /// The engine takes the variance of elements in Q8, so in units of 2^-16, adds nothing and
    /// takes at least 1 for the root. What is less than a unit it does not tell from nothing: that
    /// is the 1e-5 of GPT-2, and everything below 2^-16.
    /// **Precondition:** `text` is a number of RFC 8259. **Source:** protocol v4, section 3.
    static func isWithoutEffect(_ text: String) -> Bool {
        let value = DecimalValue(text)
        if value.digits.isEmpty { return true }
        return !value.isNegative && value.precedes(unit)
    }

    /// Whether an epsilon of RMSNorm times 2^32 rounds to 4295: 10^-6, or float32's nearest to it.
    /// Both ends round to the even neighbour. **Precondition:** as of ``isWithoutEffect(_:)``.
    /// **Source:** `Sources/Inference/QWEN2.md`, section 2.
    static func isOneMillionth(_ text: String) -> Bool {
        let value = DecimalValue(text)
        guard !value.digits.isEmpty, !value.isNegative else { return false }
        return rootFrom.precedes(value) && value.precedes(rootTo)
    }
}
