/// Bytes with one meaning: numbers big-endian in all their bytes, lengths before what they measure.
/// Golden-bearing.
package struct CanonicalWriter {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func add(_ value: UInt64) {
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
        }
    }

    package mutating func add(_ value: UInt32) {
        for shift in stride(from: 24, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(shift)))
        }
    }

    package mutating func add(_ value: UInt8) { bytes.append(value) }

    package mutating func add(raw more: [UInt8]) { bytes += more }

    /// **Precondition:** fewer than 2^32 bytes.
    package mutating func add(lengthAndBytes more: [UInt8]) {
        add(UInt32(more.count))
        bytes += more
    }
}

/// Reads what ``CanonicalWriter`` wrote; nil wherever the bytes do not go on like that.
package struct CanonicalReader {
    private let bytes: [UInt8]
    private var offset = 0

    /// - Parameter byteCountMin: of a sloppy reader, what it fills fewer bytes up to with zeros.
    package init(_ bytes: [UInt8], byteCountMin: Int = 0) {
        let missing = max(byteCountMin - bytes.count, 0)
        self.bytes = bytes + [UInt8](repeating: 0, count: missing)
    }

    package var isAtEnd: Bool { offset == bytes.count }
    package var leftByteCount: Int { bytes.count - offset }

    package mutating func raw(_ count: Int) -> [UInt8]? {
        guard count >= 0, count <= leftByteCount else { return nil }
        defer { offset += count }
        return Array(bytes[offset..<offset + count])
    }

    private mutating func number(_ byteCount: Int) -> UInt64? {
        raw(byteCount)?.reduce(0) { $0 << 8 | UInt64($1) }
    }

    package mutating func uint64() -> UInt64? { number(8) }
    package mutating func uint32() -> UInt32? { number(4).map { UInt32($0) } }
    package mutating func uint8() -> UInt8? { number(1).map { UInt8($0) } }

    /// 64 bits that an `Int` holds.
    package mutating func integer() -> Int? { uint64().flatMap { Int(exactly: $0) } }

    package mutating func lengthAndBytes() -> [UInt8]? { uint32().flatMap { raw(Int($0)) } }
}
