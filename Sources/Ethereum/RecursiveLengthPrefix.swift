/// The encoding of Ethereum's headers: byte texts and lists, each behind its length.
///
/// **Source:** Ethereum's yellow paper, appendix B.
public enum RecursiveLengthPrefix {
    public static func text(_ bytes: [UInt8]) -> [UInt8] {
        if bytes.count == 1, bytes[0] < 0x80 { return bytes }
        return prefix(0x80, bytes.count) + bytes
    }

    /// The number's bytes, big-endian and without zeros in front: 0 is the empty text.
    public static func integer(_ value: UInt64) -> [UInt8] {
        text(minimalBytes(value))
    }

    /// - Parameter items: encoded ones.
    public static func list(_ items: [[UInt8]]) -> [UInt8] {
        let content = items.flatMap(\.self)
        return prefix(0xC0, content.count) + content
    }

    private static func prefix(_ base: UInt8, _ count: Int) -> [UInt8] {
        if count < 56 { return [base + UInt8(count)] }
        let length = minimalBytes(UInt64(count))
        // At most 8 bytes of length: base + 63 is 0xFF at most.
        return [base + 55 + UInt8(length.count)] + length
    }

    private static func minimalBytes(_ value: UInt64) -> [UInt8] {
        Array(
            (0..<8).reversed().map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
                .drop { $0 == 0 })
    }
}
