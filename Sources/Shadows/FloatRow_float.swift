/// An attention row in floats on the grid of 100, as the published float pipeline puts it there.
package enum FloatRow {
    /// **Shapes:** row [T] → [T], summing to 100. **Precondition:** finite, not negative, summing
    /// to 1 but for rounding, as a softmax leaves it.
    ///
    /// Parts and remainders are exact in float64: 100 · p takes 31 bits.
    package static func quantized(_ row: [Float]) -> [Int64] {
        precondition(
            row.allSatisfy { $0.isFinite && $0 >= 0 },
            "a probability that is negative or not finite")
        let raw = row.map { Double($0) * 100 }
        var parts = raw.map { Int64($0.rounded(.down)) }
        let remainders = zip(raw, parts).map { $0 - Double($1) }
        let missing = Int(100 - parts.reduce(0, +))
        precondition(missing >= 0, "a row that sums to more than 1")
        let order = row.indices.sorted { left, right in
            remainders[left] != remainders[right]
                ? remainders[left] > remainders[right] : left < right
        }
        for place in 0..<missing { parts[order[place % order.count]] += 1 }
        return parts
    }

    /// Whether any bit differs: −0 differs from 0, though ``drift(_:_:)`` is 0 between them.
    package static func differs(_ left: [Float], _ right: [Float]) -> Bool {
        !left.elementsEqual(right) { $0.bitPattern == $1.bitPattern }
    }

    /// The largest magnitude of a difference. **Precondition:** both rows have the same length.
    static func drift(_ left: [Float], _ right: [Float]) -> Float {
        zip(left, right).reduce(0) { max($0, abs($1.0 - $1.1)) }
    }
}
