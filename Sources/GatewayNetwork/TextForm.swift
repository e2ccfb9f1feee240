/// The one form of texts that stand for something.
package enum TextForm {
    /// An address: `0x` and 40 of 0-9a-f, not all of them 0.
    package static func isAddress(_ text: String) -> Bool {
        let bytes = text.bytes
        guard bytes.count == 42, bytes.starts(with: "0x".utf8) else { return false }
        let digits = bytes.dropFirst(2)
        return digits.allSatisfy(isDigit) && digits.contains { $0 != UInt8(ascii: "0") }
    }

    /// 32 bytes in hex, in lower case.
    static func isDigest(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy(isDigit)
    }

    /// The name of a session or a payment: 1 to 64 of ASCII letters, digits and `-._`.
    static func isName(_ text: String) -> Bool {
        let others = Array("-._".utf8)
        return (1...GatewayLimits.sessionByteCountMax).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                others.contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20)
            }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
