package import Tensors

/// Checkpoint floats to integers: the one place of the product that reads floating point on the way
/// to a hash.
///
/// The only operations are widening to float64, multiplication by a power of two, comparison and
/// one addition, each exact or correctly rounded by IEEE 754 on every machine. **The rounding
/// rule:** half to even, by adding 1.5 · 2^52: in that binade the spacing of float64 is 1, so the
/// addition itself rounds to an integer, whose two's complement stands in the low bits of the sum.
/// Golden-bearing. **Source:** protocol v4, section 2.
package struct FloatConversion {
    /// An element that is no number.
    package struct NotFinite: Error {
        package let index: Int
        package let isNaN: Bool
    }

    private static let roundingAddend = 6_755_399_441_055_744.0  // 1.5 · 2^52

    private let type: ElementType
    private let scale: Double
    private let limit: Double
    private let elementCount: Int
    /// The integers so far.
    package private(set) var elements: [Int32] = []
    /// How many values lay beyond the clamp.
    package private(set) var beyondClampCount = 0

    /// Makes ready for `elementCount` elements of `type`.
    package init(type: ElementType, format: IntegerFormat, elementCount: Int) {
        self.type = type
        scale = Double(1 << format.fractionalBitCount)
        limit = Double(format.clamp)
        self.elementCount = elementCount
        elements.reserveCapacity(elementCount)
    }

    /// Whether all elements that were announced have come.
    package var isComplete: Bool { elements.count == elementCount }

    /// clamp(roundHalfEven(value · 2^fractionalBitCount)) of the next elements, which also join
    /// ``elements``.
    ///
    /// **Shapes:** `bytes` holds little-endian elements of the type, no more in all than announced.
    /// **Bounds:** the clamp is at most 2^28, so the scaled and clamped value stays far inside the
    /// binade of the rounding.
    @discardableResult
    package mutating func append(_ bytes: UnsafeRawBufferPointer) throws(NotFinite) -> [Int32] {
        switch type {
        case .float64:
            return try unsafe append(bytes) { bytes, index in
                Double(
                    bitPattern: UInt64(
                        littleEndian: unsafe bytes.loadUnaligned(
                            fromByteOffset: 8 * index, as: UInt64.self)))
            }
        case .float32:
            return try unsafe append(bytes) { bytes, index in
                Double(
                    Float(
                        bitPattern: UInt32(
                            littleEndian: unsafe bytes.loadUnaligned(
                                fromByteOffset: 4 * index, as: UInt32.self))))
            }
        case .bfloat16:
            return try unsafe append(bytes) { bytes, index in
                Double(Float(bitPattern: unsafe UInt32(Self.half(bytes, index)) << 16))
            }
        case .float16:
            return try unsafe append(bytes) { bytes, index in
                Double(Float(bitPattern: unsafe Self.widened(Self.half(bytes, index))))
            }
        }
    }

    @inline(__always)
    private static func half(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> UInt16 {
        UInt16(
            littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self))
    }

    @inline(__always)
    private mutating func append(
        _ bytes: UnsafeRawBufferPointer, value: (UnsafeRawBufferPointer, Int) -> Double
    ) throws(NotFinite) -> [Int32] {
        let count = bytes.count / type.byteCount
        precondition(elements.count + count <= elementCount, "more elements than announced")
        var beyond = 0
        var hasNonFinite = false
        let part = unsafe [Int32](unsafeUninitializedCapacity: count) { part, written in
            written = count
            for index in 0..<count {
                let value = unsafe value(bytes, index)
                hasNonFinite = hasNonFinite || value.exponentBitPattern == 0x7FF
                let scaled = value * scale
                beyond += scaled > limit || scaled < -limit ? 1 : 0
                let clamped = min(max(scaled, -limit), limit)
                unsafe part[index] = Int32(
                    truncatingIfNeeded: (clamped + Self.roundingAddend).bitPattern)
            }
        }
        if hasNonFinite {
            for index in 0..<count {
                let value = unsafe value(bytes, index)
                if !value.isFinite {
                    throw NotFinite(index: elements.count + index, isNaN: value.isNaN)
                }
            }
            // Who changed the file between two looks at it does not get a number for it.
            throw NotFinite(index: elements.count, isNaN: true)
        }
        beyondClampCount += beyond
        elements += part
        return part
    }

    /// The float32 elements that equal float64 elements, little-endian both; nil, with the index of
    /// the first that has none, where one needs more bits.
    static func narrowed(
        _ bytes: UnsafeRawBufferPointer
    ) -> (bytes: [UInt8], inexactIndex: Int?) {
        var narrow: [UInt8] = []
        narrow.reserveCapacity(bytes.count / 2)
        for index in 0..<bytes.count / 8 {
            let wide = Double(
                bitPattern: UInt64(
                    littleEndian: unsafe bytes.loadUnaligned(
                        fromByteOffset: 8 * index, as: UInt64.self)))
            let value = Float(wide)
            guard Double(value).bitPattern == wide.bitPattern else { return (narrow, index) }
            unsafe withUnsafeBytes(of: value.bitPattern.littleEndian) {
                unsafe narrow.append(contentsOf: $0)
            }
        }
        return (narrow, nil)
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
