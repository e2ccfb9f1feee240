/// An attention row on a coarse grid, so that its parts are whole numbers that sum to 100.
public enum GridQuantization {
    public static let grid: Int64 = 100

    /// Largest-remainder apportionment of the grid in proportion to `row`.
    ///
    /// **Shapes:** row [T] → [T]. **Bounds:** 0 ≤ p ≤ 2^56, so that 100 · p holds in 64 bits.
    /// **Precondition:** the sum is positive. **Source:** protocol v4, section 5.
    public static func quantized(_ row: [Int64]) -> [Int64] {
        let sum = row.reduce(0, +)
        precondition(sum > 0 && row.allSatisfy { $0 >= 0 && $0 <= 1 << 56 }, "row sums to \(sum)")
        var parts = row.map { grid * $0 / sum }
        let remainders = row.map { grid * $0 % sum }
        let missing = Int(grid - parts.reduce(0, +))
        let order = row.indices.sorted { left, right in
            remainders[left] != remainders[right]
                ? remainders[left] > remainders[right] : left < right
        }
        for index in order.prefix(missing) { parts[index] += 1 }
        return parts
    }
}
