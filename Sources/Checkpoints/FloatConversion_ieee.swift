package import Tensors

/// Checkpoint floats to integers: the one place of the product that reads floating point on the way
/// to a hash.
///
/// The only operations are widening to float64, multiplication by a power of two, comparison and
/// one addition, each exact or correctly rounded by IEEE 754 on every machine. **The rounding
/// rule:** half to even, by adding 1.5 · 2^52: in that binade the spacing of float64 is 1, so the
/// addition itself rounds to an integer, whose two's complement stands in the low bits of the sum.
/// Golden-bearing. **Source:** protocol v4, section 2.
package enum FloatConversion {
    /// What became of a tensor's elements.
    package struct Converted {
        package var elements: [Int32]
        /// How many values lay beyond the clamp.
        package var beyondClampCount: Int
    }

    /// An element that is no number.
    package struct NotFinite: Error {
        let index: Int
        let isNaN: Bool
    }

    private static let roundingAddend = 6_755_399_441_055_744.0  // 1.5 · 2^52

    /// clamp(roundHalfEven(value · 2^fractionalBitCount)).
    ///
    /// **Shapes:** `bytes` holds little-endian elements of `type`. **Bounds:** the clamp is at most
    /// 2^28, so the scaled and clamped value stays far inside the binade.
    package static func integers(
        _ bytes: UnsafeRawBufferPointer, type: ElementType, format: IntegerFormat
    ) throws(NotFinite) -> Converted {
        switch type {
        case .float32:
            try unsafe integers(bytes, stride: 4, format: format) { bytes, offset in
                unsafe UInt32(
                    littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
            }
        case .bfloat16:
            try unsafe integers(bytes, stride: 2, format: format) { bytes, offset in
                UInt32(
                    unsafe UInt16(
                        littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
                    << 16
            }
        case .float16:
            try unsafe integers(bytes, stride: 2, format: format) { bytes, offset in
                widened(
                    unsafe UInt16(
                        littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
            }
        }
    }

    @inline(__always)
    private static func integers(
        _ bytes: UnsafeRawBufferPointer, stride: Int, format: IntegerFormat,
        float32Bits: (UnsafeRawBufferPointer, Int) -> UInt32
    ) throws(NotFinite) -> Converted {
        let count = bytes.count / stride
        let scale = Double(1 << format.fractionalBitCount)
        let limit = Double(format.clamp)
        var elements = [Int32](repeating: 0, count: count)
        var beyondClampCount = 0
        var hasNonFinite = false
        for index in 0..<count {
            let bits = unsafe float32Bits(bytes, index * stride)
            hasNonFinite = hasNonFinite || bits & 0x7F80_0000 == 0x7F80_0000
            let scaled = Double(Float(bitPattern: bits)) * scale
            beyondClampCount += scaled > limit || scaled < -limit ? 1 : 0
            let clamped = min(max(scaled, -limit), limit)
            elements[index] = Int32(
                truncatingIfNeeded: (clamped + roundingAddend).bitPattern)
        }
        if hasNonFinite {
            for index in 0..<count {
                let value = unsafe Float(bitPattern: float32Bits(bytes, index * stride))
                if !value.isFinite { throw NotFinite(index: index, isNaN: value.isNaN) }
            }
        }
        return Converted(elements: elements, beyondClampCount: beyondClampCount)
    }

    /// The float32 that equals a float16, bit by bit: no type of the platform is asked.
    private static func widened(_ half: UInt16) -> UInt32 {
        let sign = UInt32(half & 0x8000) << 16
        let exponent = UInt32(half >> 10 & 0x1F)
        let fraction = UInt32(half & 0x3FF)
        switch exponent {
        case 0x1F:
            return sign | 0x7F80_0000 | fraction << 13
        case 0 where fraction == 0:
            return sign
        case 0:
            // Subnormal: the leading one moves to the implicit place.
            let shift = UInt32(fraction.leadingZeroBitCount - 21)
            return sign | (113 - shift) << 23 | (fraction << (shift + 13)) & 0x7F_FFFF
        default:
            return sign | (exponent + 112) << 23 | fraction << 13
        }
    }
}
