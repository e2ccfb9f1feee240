/// Reads fixed layouts, big-endian. What bytes lack is read as zeros, what they have too much is
/// left: the caller asks ``isExact`` and refuses, unless the guard that does so is taken out.
package struct HybridReader {
    private let bytes: ArraySlice<UInt8>
    private var offset: Int
    private var isShort = false

    package init(_ bytes: some Collection<UInt8>) {
        self.bytes = Array(bytes)[...]
        offset = 0
    }

    package var leftByteCount: Int { bytes.count - offset }

    /// Whether all that was read was there, and nothing is left.
    package var isExact: Bool { !isShort && offset == bytes.count }

    /// A field of so many bytes, with zeros behind what is there.
    ///
    /// **Precondition:** a size of the layout, none that bytes from outside name.
    package mutating func fixed(_ count: Int) -> [UInt8] {
        let field = counted(count)
        return field + [UInt8](repeating: 0, count: count - field.count)
    }

    /// As many bytes as bytes from outside name, or as are left.
    package mutating func counted(_ count: Int) -> [UInt8] {
        if count > leftByteCount { isShort = true }
        let end = offset + min(max(count, 0), leftByteCount)
        defer { offset = end }
        return Array(bytes[offset..<end])
    }

    private mutating func number(_ byteCount: Int) -> UInt64 {
        fixed(byteCount).reduce(0) { $0 << 8 | UInt64($1) }
    }

    package mutating func uint8() -> UInt8 { UInt8(truncatingIfNeeded: number(1)) }
    package mutating func uint16() -> UInt16 { UInt16(truncatingIfNeeded: number(2)) }
    package mutating func uint32() -> UInt32 { UInt32(truncatingIfNeeded: number(4)) }
    package mutating func uint64() -> UInt64 { number(8) }
    package mutating func int32() -> Int32 { Int32(bitPattern: uint32()) }

    /// A part with its u32 length before it.
    package mutating func part() -> [UInt8] { counted(Int(uint32())) }
}

extension FixedWidthInteger {
    /// The number's bytes, the most significant first.
    package var hybridBytes: [UInt8] {
        stride(from: Self.bitWidth - 8, through: 0, by: -8).map {
            UInt8(truncatingIfNeeded: self >> Self($0))
        }
    }
}

extension [UInt8] {
    /// The bytes with their u32 length before them. **Precondition:** fewer than 2^32.
    package var hybridPart: [UInt8] { UInt32(count).hybridBytes + self }
}
