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

    /// As many as stay near while they are worked on.
    private static let sliceElementCount = 4096

    private let type: ElementType
    private let scale: Double
    private let limit: Double
    /// The bits of the float32 that becomes the clamp. Of floats without a sign the bits are
    /// ordered as the values, infinities and what is no number above all.
    private let limitBits: Int32
    private let elementCount: Int
    /// How many elements were converted so far.
    private var doneCount = 0
    /// How many values lay beyond the clamp.
    package private(set) var beyondClampCount = 0

    /// Makes ready for `elementCount` elements of `type`.
    package init(type: ElementType, format: IntegerFormat, elementCount: Int) {
        self.type = type
        scale = Double(1 << format.fractionalBitCount)
        limit = Double(format.clamp)
        limitBits = Int32(
            bitPattern: Float(format.clamp >> Int64(format.fractionalBitCount)).bitPattern)
        self.elementCount = elementCount
    }

    /// Whether all elements that were announced have come.
    package var isComplete: Bool { doneCount == elementCount }

    /// clamp(roundHalfEven(value · 2^fractionalBitCount)) of the next elements, which `onPart` gets
    /// part by part, valid during the call alone.
    ///
    /// **Shapes:** `bytes` holds little-endian elements of the type, no more in all than announced.
    /// **Bounds:** the clamp is at most 2^28, so the scaled and clamped value stays far inside the
    /// binade of the rounding.
    package mutating func convert(
        _ bytes: UnsafeRawBufferPointer, onPart: (UnsafeBufferPointer<Int32>) -> Void
    ) throws(NotFinite) {
        let count = bytes.count / type.byteCount
        precondition(doneCount + count <= elementCount, "more elements than announced")
        let room = UnsafeMutableBufferPointer<Int32>.allocate(capacity: Self.sliceElementCount)
        defer { unsafe room.deallocate() }
        for start in stride(from: 0, to: count, by: Self.sliceElementCount) {
            let end = min(start + Self.sliceElementCount, count)
            let slice = unsafe UnsafeRawBufferPointer(
                rebasing: bytes[start * type.byteCount..<end * type.byteCount])
            let part = unsafe UnsafeMutableBufferPointer(rebasing: room[..<(end - start)])
            try unsafe convert(slice, to: part)
            doneCount += end - start
            unsafe onPart(UnsafeBufferPointer(part))
        }
    }

    private mutating func convert(
        _ bytes: UnsafeRawBufferPointer, to part: UnsafeMutableBufferPointer<Int32>
    ) throws(NotFinite) {
        switch type {
        case .float64:
            try unsafe convert(bytes, to: part) { bytes, index in
                Double(
                    bitPattern: UInt64(
                        littleEndian: unsafe bytes.loadUnaligned(
                            fromByteOffset: 8 * index, as: UInt64.self)))
            }
        case .float32:
            guard unsafe !convertSmall(bytes, to: part) else { return }
            try unsafe convert(bytes, to: part) { bytes, index in
                Double(Float(bitPattern: unsafe Self.word(bytes, index)))
            }
        case .bfloat16:
            try unsafe convert(bytes, to: part) { bytes, index in
                Double(Float(bitPattern: unsafe UInt32(Self.half(bytes, index)) << 16))
            }
        case .float16:
            try unsafe convert(bytes, to: part) { bytes, index in
                Double(Float(bitPattern: unsafe Self.widened(Self.half(bytes, index))))
            }
        }
    }

    @inline(__always)
    private static func word(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> UInt32 {
        UInt32(
            littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
    }

    @inline(__always)
    private static func half(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> UInt16 {
        UInt16(
            littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self))
    }

    /// Converts float32 as if none lay on the clamp or beyond; false where one does or is no
    /// number, and then what was written counts for nothing.
    private func convertSmall(
        _ bytes: UnsafeRawBufferPointer, to part: UnsafeMutableBufferPointer<Int32>
    ) -> Bool {
        var largest: Int32 = 0
        for index in 0..<part.count {
            let word = unsafe Self.word(bytes, index)
            largest = max(largest, Int32(bitPattern: word & 0x7FFF_FFFF))
            let scaled = Double(Float(bitPattern: word)) * scale
            unsafe part[index] = Int32(
                truncatingIfNeeded: (scaled + Self.roundingAddend).bitPattern)
        }
        return largest < limitBits
    }

    @inline(__always)
    private mutating func convert(
        _ bytes: UnsafeRawBufferPointer, to part: UnsafeMutableBufferPointer<Int32>,
        value: (UnsafeRawBufferPointer, Int) -> Double
    ) throws(NotFinite) {
        var beyond = 0
        var hasNonFinite = false
        for index in 0..<part.count {
            let value = unsafe value(bytes, index)
            hasNonFinite = hasNonFinite || value.exponentBitPattern == 0x7FF
            let scaled = value * scale
            beyond += scaled > limit || scaled < -limit ? 1 : 0
            let clamped = min(max(scaled, -limit), limit)
            unsafe part[index] = Int32(
                truncatingIfNeeded: (clamped + Self.roundingAddend).bitPattern)
        }
        if hasNonFinite {
            for index in 0..<part.count {
                let value = unsafe value(bytes, index)
                if !value.isFinite {
                    throw NotFinite(index: doneCount + index, isNaN: value.isNaN)
                }
            }
            // Who changed the file between two looks at it does not get a number for it.
            throw NotFinite(index: doneCount, isNaN: true)
        }
        beyondClampCount += beyond
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
