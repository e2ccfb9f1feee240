/// Base64 in its one form: RFC 4648, section 4, with padding, the bits left over zero.
public enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let pad = UInt8(ascii: "=")
    /// The value of each byte; 255 for bytes outside the alphabet.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, byte) in alphabet.enumerated() { values[Int(byte)] = UInt8(value) }
        return values
    }()

    /// The bytes of a text; nil for any but the one form.
    public static func bytes(of text: String) -> [UInt8]? {
        let characters = Array(text.utf8)
        guard characters.count % 4 == 0 else { return nil }
        guard !characters.isEmpty else { return [] }
        let padCount = characters.suffix(2).count { $0 == pad }
        let digitCount = characters.count - padCount
        var bytes: [UInt8] = []
        bytes.reserveCapacity(characters.count / 4 * 3)
        var (word, bitCount): (UInt32, UInt32) = (0, 0)
        for character in characters[..<digitCount] {
            let value = values[Int(character)]
            guard value != 255 else { return nil }
            word = word << 6 | UInt32(value)
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: word >> bitCount))
                word &= 0xFF
            }
        }
        // Bits left over, and pads in any other place than the end, are another form.
        guard word & ((1 << bitCount) - 1) == 0, bitCount == UInt32(2 * padCount) else {
            return nil
        }
        return bytes
    }

    public static func text(of bytes: [UInt8]) -> String {
        var characters: [UInt8] = []
        characters.reserveCapacity((bytes.count + 2) / 3 * 4)
        var (word, bitCount): (UInt32, UInt32) = (0, 0)
        for byte in bytes {
            word = (word & 0xFF) << 8 | UInt32(byte)
            bitCount += 8
            while bitCount >= 6 {
                bitCount -= 6
                characters.append(alphabet[Int(word >> bitCount & 63)])
            }
        }
        if bitCount > 0 { characters.append(alphabet[Int(word << (6 - bitCount) & 63)]) }
        while characters.count % 4 != 0 { characters.append(pad) }
        return String(decoding: characters, as: UTF8.self)
    }
}
