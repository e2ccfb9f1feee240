internal import Tensors

/// The loss of a classifier's answer: a whole number in Q16, from bits of the probability alone.
/// Golden-bearing.
package enum ClassifierLoss {
    /// 16.0 in Q16, the loss of a probability of 0, and log2q(ONE).
    package static let greatest: Int64 = 16 * FixedPoint.one

    /// The loss of a probability (Q16): 16·ONE − log2q(p), at most 16·ONE.
    ///
    /// **Precondition:** 0 ≤ probability ≤ 2^16.
    package static func loss(probability: Int64) -> Int64 {
        precondition(
            (0...FixedPoint.one).contains(probability), "probability \(probability)")
        return probability == 0 ? greatest : greatest - log2(probability)
    }

    /// log2q(v): n = bits of v − 1 and, of v / 2^n, sixteen binary digits of the logarithm.
    ///
    /// **Precondition:** 1 ≤ value < 2^31. **Bounds:** m is 2^30 to 2^31 − 1 before each square, so
    /// m² < 2^62 and m² >> 30 < 2^32.
    package static func log2(_ value: Int64) -> Int64 {
        precondition(value >= 1 && value < 1 << 31, "log2 of \(value)")
        let exponent = Int64(63 - value.leadingZeroBitCount)
        var mantissa = value << (30 - exponent)
        var result = exponent
        for _ in 0..<16 {
            mantissa = (mantissa * mantissa) >> 30
            let bit: Int64 = mantissa >= 1 << 31 ? 1 : 0
            mantissa >>= bit
            result = result << 1 | bit
        }
        return result
    }
}
