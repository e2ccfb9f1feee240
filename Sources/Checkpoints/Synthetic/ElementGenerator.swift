/// The elements of one synthetic tensor, each from its index alone.
///
/// Golden-bearing: protocol v4, section 7.
struct ElementGenerator {
    struct Scale {
        /// value = offset + u · widening · 2^exponent
        let exponent: Int
        let offset: Int64
        /// The factor of u where the low ten bits of the draw are zero.
        let widening: Int64
    }

    private let state: UInt64
    private let scale: Scale

    /// **Precondition:** at least 8 bytes of seed.
    init(seed: [UInt8], scale: Scale) {
        state = seed[0..<8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        self.scale = scale
    }

    /// The float32 of element `index`, as its bits.
    ///
    /// u = (r − 2^23) / 2^23 with 24 bits of r, so the value is an integer over 2^(23 − exponent):
    /// numerator = (r − 2^23) · widening + offset · 2^(23 − exponent). **Bounds:** exponents of
    /// −30 … 23 keep it below 2^54. Rounding is the conversion of that integer to float32, half to
    /// even; the power of two is then exact.
    func float32Bits(at index: Int) -> UInt32 {
        let draw = Self.finalize(state &+ UInt64(index + 1) &* 0x9E37_79B9_7F4A_7C15)
        let r = Int64(draw >> 40)
        let factor = draw & 0x3FF == 0 ? scale.widening : 1
        let shift = 23 - scale.exponent
        let numerator = (r - 1 << 23) * factor + scale.offset << Int64(shift)
        return Self.float32Bits(numerator, dividedByTwoToThe: shift)
    }

    /// SplitMix64's finaliser.
    private static func finalize(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }

    /// numerator / 2^shift as a float32, rounded half to even. **Bounds:** results are normal.
    private static func float32Bits(
        _ numerator: Int64, dividedByTwoToThe shift: Int
    ) -> UInt32 {
        guard numerator != 0 else { return 0 }
        let sign: UInt32 = numerator < 0 ? 0x8000_0000 : 0
        var magnitude = numerator.magnitude
        var exponent = 63 - magnitude.leadingZeroBitCount  // of the leading bit
        if exponent > 23 {
            let excess = UInt64(exponent - 23)
            let rest = magnitude & (1 << excess - 1)
            let half = UInt64(1) << (excess - 1)
            magnitude >>= excess
            if rest > half || rest == half && magnitude & 1 == 1 { magnitude += 1 }
            if magnitude == 1 << 24 {
                magnitude >>= 1
                exponent += 1
            }
        } else {
            magnitude <<= UInt64(23 - exponent)
        }
        let biased = UInt32(exponent - shift + 127)
        return sign | biased << 23 | UInt32(magnitude) & 0x7F_FFFF
    }
}
