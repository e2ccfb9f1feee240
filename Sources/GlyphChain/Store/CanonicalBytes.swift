/// Bytes with one meaning: numbers big-endian in all their bytes, lengths before what they measure.
/// Golden-bearing.
struct CanonicalWriter {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ value: UInt64) {
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
        }
    }

    mutating func add(_ value: UInt32) {
        for shift in stride(from: 24, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(shift)))
        }
    }

    mutating func add(_ value: UInt8) { bytes.append(value) }

    mutating func add(raw more: [UInt8]) { bytes += more }

    /// **Precondition:** fewer than 2^32 bytes.
    mutating func add(lengthAndBytes more: [UInt8]) {
        add(UInt32(more.count))
        bytes += more
    }
}

/// Reads what ``CanonicalWriter`` wrote; nil wherever the bytes do not go on like that.
struct CanonicalReader {
    private let bytes: [UInt8]
    private var offset = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { offset == bytes.count }
    var leftByteCount: Int { bytes.count - offset }

    mutating func raw(_ count: Int) -> [UInt8]? {
        guard count >= 0, count <= leftByteCount else { return nil }
        defer { offset += count }
        return Array(bytes[offset..<offset + count])
    }

    private mutating func number(_ byteCount: Int) -> UInt64? {
        raw(byteCount)?.reduce(0) { $0 << 8 | UInt64($1) }
    }

    mutating func uint64() -> UInt64? { number(8) }
    mutating func uint32() -> UInt32? { number(4).map { UInt32($0) } }
    mutating func uint8() -> UInt8? { number(1).map { UInt8($0) } }

    /// 64 bits that an `Int` holds.
    mutating func integer() -> Int? { uint64().flatMap { Int(exactly: $0) } }

    mutating func lengthAndBytes() -> [UInt8]? { uint32().flatMap { raw(Int($0)) } }
}
