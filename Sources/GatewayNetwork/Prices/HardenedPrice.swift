internal import BigInt

/// The price of a session, in the units of users' accounts.
package enum HardenedPrice {
    /// The price of 1,000 tokens where no gateway asks for any, in units.
    package static let defaultMillis = 100

    /// The lower median of what gateways ask for 1,000 tokens; the default where none does.
    ///
    /// **Determinism:** depends on the asks, not on their order.
    package static func median(_ asks: [Int]) -> Int {
        guard !asks.isEmpty else { return defaultMillis }
        return asks.sorted()[(asks.count - 1) / 2]
    }

    /// A thousandth of `millis` for each token and of a unit for each millisecond, together
    /// rounded up; at least 1.
    ///
    /// - Parameter millis: the price of 1,000 tokens, in units.
    /// **Bounds:** at most 2 · 10^10 + 86,400 within the limits of receipts and asks; where a guard
    /// is missing, what is beyond 63 bits counts as the highest number that is not.
    package static func cost(
        inputTokens: Int, outputTokens: Int, wallMilliseconds: Int, millis: Int
    ) -> Int {
        let tokens = BigInt(inputTokens) + BigInt(outputTokens)
        let thousandths = tokens * BigInt(millis) + BigInt(wallMilliseconds)
        return Int(clamping: max(1, (thousandths + 999) / 1_000))
    }
}
