/// The one form of an address: `0x` and 40 of 0-9a-f, not all of them 0.
package enum AddressForm {
    package static func holds(_ text: String) -> Bool {
        let bytes = text.bytes
        guard bytes.count == 42, bytes.starts(with: "0x".utf8) else { return false }
        let digits = bytes.dropFirst(2)
        return digits.allSatisfy(isDigit) && digits.contains { $0 != UInt8(ascii: "0") }
    }

    /// Whether a text is the hex of 32 bytes, in lower case.
    static func isDigest(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy(isDigit)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
