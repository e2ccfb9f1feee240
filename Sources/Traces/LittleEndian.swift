/// Integers to bytes and back, the lowest byte first.
enum LittleEndian {
    static func append<Integer: FixedWidthInteger>(_ value: Integer, to bytes: inout [UInt8]) {
        for shift in stride(from: 0, to: Integer.bitWidth, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> Integer(shift)))
        }
    }

    /// The integer at `offset`. **Precondition:** its bytes are there.
    static func value<Integer: FixedWidthInteger>(
        _ type: Integer.Type, at offset: Int, of bytes: [UInt8]
    ) -> Integer {
        var value: Integer = 0
        for index in 0..<Integer.bitWidth / 8 {
            value |= Integer(truncatingIfNeeded: bytes[offset + index]) << Integer(8 * index)
        }
        return value
    }

    /// So many integers from `offset` on. **Precondition:** their bytes are there.
    static func values<Integer: FixedWidthInteger>(
        _ type: Integer.Type, count: Int, at offset: Int, of bytes: [UInt8]
    ) -> [Integer] {
        let width = Integer.bitWidth / 8
        return (0..<count).map { value(type, at: offset + $0 * width, of: bytes) }
    }
}
