/// A quotient of two counts, not rounded.
public struct Ratio: Sendable, Equatable {
    public let numerator: Int
    public let denominator: Int

    /// **Precondition:** numerator ≥ 0, denominator ≥ 1.
    public init(_ numerator: Int, _ denominator: Int) {
        precondition(numerator >= 0 && denominator >= 1, "\(numerator) / \(denominator)")
        self.numerator = numerator
        self.denominator = denominator
    }

    /// Whether the quotient is at most so many hundredths.
    public func isAtMost(hundredths: Int) -> Bool {
        Int128(numerator) * 100 <= Int128(denominator) * Int128(hundredths)
    }
}
