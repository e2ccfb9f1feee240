/// Integers to bytes and back, the lowest byte first.
enum LittleEndian {
    private static let isNative = UInt16(1).littleEndian == 1

    static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
        append([value], to: &bytes)
    }

    /// All at once: a parameter has millions.
    static func append<Integer: FixedWidthInteger>(
        _ values: [Integer], to bytes: inout [UInt8]
    ) {
        let bits = isNative ? values : values.map(\.littleEndian)
        unsafe bits.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    }

    /// The integer at `offset`. **Precondition:** its bytes are there.
    static func value<Integer: FixedWidthInteger>(
        _ type: Integer.Type, at offset: Int, of bytes: [UInt8]
    ) -> Integer {
        values(type, count: 1, at: offset, of: bytes)[0]
    }

    /// So many integers from `offset` on. **Precondition:** their bytes are there.
    static func values<Integer: FixedWidthInteger>(
        _ type: Integer.Type, count: Int, at offset: Int, of bytes: [UInt8]
    ) -> [Integer] {
        // The slice checks that the bytes are there.
        let part = bytes[offset..<offset + count * (Integer.bitWidth / 8)]
        let values = unsafe [Integer](unsafeUninitializedCapacity: count) { buffer, filledCount in
            unsafe part.withUnsafeBytes {
                unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0)
            }
            filledCount = count
        }
        return isNative ? values : values.map { Integer(littleEndian: $0) }
    }
}
