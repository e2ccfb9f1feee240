/// Middles of scores.
package enum Medians {
    /// The element at ⌊(n − 1) ÷ 2⌋ of n in rising order; nil of none.
    ///
    /// It lies within the true scores while fewer than half are false.
    package static func lower(_ values: [UInt64]) -> UInt64? {
        values.isEmpty ? nil : values.sorted()[(values.count - 1) / 2]
    }

    /// The mean, rounded down: what a few can move; only where `median` is taken out.
    static func mean(_ values: [UInt64]) -> UInt64? {
        values.isEmpty
            ? nil
            : UInt64(
                clamping: values.reduce(UInt128(0)) { $0 + UInt128($1) } / UInt128(values.count))
    }
}
