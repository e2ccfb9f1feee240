/// The trials' own base64, apart from the gateway's.
enum Base64Reading {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The bytes of a text; nil where it has other characters. Bits that are left over do not
    /// count.
    static func bytes(of text: String) -> [UInt8]? {
        var (bytes, word, bitCount): ([UInt8], UInt32, Int) = ([], 0, 0)
        for character in text.utf8 where character != UInt8(ascii: "=") {
            guard let digit = alphabet.firstIndex(of: character) else { return nil }
            word = (word << 6 | UInt32(digit)) & 0xFFFF
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt32(bitCount)))
            }
        }
        return bytes
    }

    static func text(of bytes: [UInt8]) -> String {
        var characters: [UInt8] = []
        var (word, bitCount): (UInt32, Int) = (0, 0)
        for byte in bytes {
            word = (word << 8 | UInt32(byte)) & 0xFFFF
            bitCount += 8
            while bitCount >= 6 {
                bitCount -= 6
                characters.append(alphabet[Int(word >> UInt32(bitCount)) & 63])
            }
        }
        if bitCount > 0 { characters.append(alphabet[Int(word << UInt32(6 - bitCount)) & 63]) }
        while characters.count % 4 != 0 { characters.append(UInt8(ascii: "=")) }
        return String(decoding: characters, as: UTF8.self)
    }

    /// Another text of the same bytes: the bits left over are not zero.
    static func respelled(_ text: String) -> String {
        var characters = Array(text.utf8)
        if let place = characters.lastIndex(where: { $0 != UInt8(ascii: "=") }),
            let digit = alphabet.firstIndex(of: characters[place])
        {
            characters[place] = alphabet[digit ^ 1]
        }
        return String(decoding: characters, as: UTF8.self)
    }
}
