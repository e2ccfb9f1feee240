/// A quotient of two counts, not rounded.
package struct Ratio: Sendable, Equatable {
    package let numerator: Int
    package let denominator: Int

    /// **Precondition:** numerator ≥ 0, denominator ≥ 1.
    package init(_ numerator: Int, _ denominator: Int) {
        precondition(numerator >= 0 && denominator >= 1, "\(numerator) / \(denominator)")
        self.numerator = numerator
        self.denominator = denominator
    }

    /// Whether the quotient is at most so many hundredths.
    package func isAtMost(hundredths: Int) -> Bool {
        Int128(numerator) * 100 <= Int128(denominator) * Int128(hundredths)
    }
}
