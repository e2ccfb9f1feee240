/// Logarithms in integers, so that an audit says the same on every machine.
package enum BinaryLogarithm {
    /// log₂(value) in Q32, bit by bit: the mantissa is squared, and each square that passes 2 gives
    /// a one.
    ///
    /// **Bounds:** 1 ≤ value < 2^63. A power of two is exact; any other result is low, by less than
    /// 2^-31.9: each cut square loses less than one part in 2^62, which the 32 squarings that
    /// follow can double to no more than 2^-30 of the last digit, and the digits end at 2^-32.
    package static func q32(_ value: Int64) -> Int64 {
        precondition(value >= 1, "the logarithm of \(value)")
        let whole = 63 - value.leadingZeroBitCount
        var mantissa = UInt64(value) << UInt64(63 - whole)  // 1 ≤ m < 2 in Q63
        var result = Int64(whole)
        for _ in 0..<32 {
            let square = mantissa.multipliedFullWidth(by: mantissa).high  // Q62
            let passes = square >> 63 == 1
            result = result << 1 | (passes ? 1 : 0)
            mantissa = passes ? square : square << 1
        }
        return result
    }
}
