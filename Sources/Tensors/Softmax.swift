extension IntegerMatrix {
    /// Softmax of every row.
    ///
    /// **Units:** scores Q16, probabilities Q16 in 0…2^16; a row sums to at most 2^16, since every
    /// division rounds down. **Bounds:** for scores from −2^40 to 2^40, and n ≤ 2^15: Σe ≤ 2^31,
    /// e · 2^16 ≤ 2^32. **Source:** protocol v4, section 3.
    public func softmaxed() -> IntegerMatrix {
        var result = self
        for row in 0..<rows {
            Self.softmax(&result.elements, row * columns..<(row + 1) * columns)
        }
        return result
    }

    private static func softmax(_ x: inout [Int64], _ row: Range<Int>) {
        guard var maximum = row.first.map({ x[$0] }) else { return }
        for index in row { maximum = max(maximum, x[index]) }
        var sum: Int64 = 0
        for index in row {
            x[index] = FixedPoint.exponential(x[index] - maximum)
            sum += x[index]
        }
        // The largest score gives e⁰ = 2^16, so the sum is never zero.
        for index in row { x[index] = (x[index] << FixedPoint.oneShift) / sum }
    }
}
