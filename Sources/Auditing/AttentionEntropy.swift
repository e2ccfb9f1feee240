/// The spread of an attention row, in integers.
package enum AttentionEntropy {
    /// 1.0 in Q16.
    static let one = 65536

    /// The bins of a histogram over [0, 1], equal in width; 1.0 falls into the last.
    package static let binCount = 20

    /// The row's entropy divided by log₂ of its length, in Q16: 0 where all weight is on one
    /// position, 65536 where every position has the same.
    ///
    /// H = log₂ S − Σ p·log₂ p / S over the weights p with the sum S. **Shapes:** row [T], T ≥ 2.
    /// **Bounds:** 0 ≤ p, 1 ≤ S ≤ 2^24, so that S·log₂ S stays below 2^24 · 24 · 2^32 < 2^61; a
    /// row of probabilities sums to at most 2^16. The logarithms are off by less than 2^-31.9 and
    /// the quotient is rounded to the nearest, so the result is off by less than one.
    package static func normalizedQ16(_ row: [Int64]) -> Int {
        let sum = row.reduce(0, +)
        precondition(
            row.count >= 2 && (1...1 << 24).contains(sum) && row.allSatisfy { $0 >= 0 },
            "\(row.count) weights that sum to \(sum)")
        var weighted = sum * BinaryLogarithm.q32(sum)  // S·H in Q32, once all are taken off
        for weight in row where weight > 0 { weighted -= weight * BinaryLogarithm.q32(weight) }
        let numerator = Int128(max(weighted, 0)) * Int128(one)
        let denominator = Int128(sum) * Int128(BinaryLogarithm.q32(Int64(row.count)))
        return min(Int((numerator + denominator / 2) / denominator), one)
    }

    package static func bin(_ entropyQ16: Int) -> Int {
        min(entropyQ16 * binCount / one, binCount - 1)
    }
}
