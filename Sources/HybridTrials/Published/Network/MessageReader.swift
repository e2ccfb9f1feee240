/// Big-endian numbers and bytes, one after the other.
struct MessageReader {
    private var left: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        left = bytes[...]
    }

    /// **Precondition:** at most 8 bytes.
    mutating func integer(byteCount: Int) -> UInt64? {
        bytes(byteCount).map { $0.reduce(0) { $0 << 8 | UInt64($1) } }
    }

    /// Nil where fewer are left.
    mutating func bytes(_ count: Int) -> [UInt8]? {
        guard count <= left.count else { return nil }
        defer { left = left.dropFirst(count) }
        return Array(left.prefix(count))
    }

    mutating func rest() -> [UInt8] {
        defer { left = [] }
        return Array(left)
    }

    static func bytes(of value: UInt64, byteCount: Int) -> [UInt8] {
        (0..<byteCount).reversed().map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
    }
}
