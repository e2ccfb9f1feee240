/// Texts as Go's `encoding/json` (1.19) reads, compares and writes them: bytes of UTF-8.
enum GoText {
    private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

    /// The text between the quotation marks of a checked literal: each byte that is not part of
    /// UTF-8 and each surrogate alone becomes U+FFFD.
    static func decoded(_ literal: ArraySlice<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(literal.count)
        var place = literal.startIndex
        while place < literal.endIndex {
            let byte = literal[place]
            if byte == UInt8(ascii: "\\") {
                place += escape(literal[place...], &text)
            } else if byte < 0x80 {
                text.append(byte)
                place += 1
            } else if let count = sequenceLength(literal[place...]) {
                text += literal[place..<(place + count)]
                place += count
            } else {
                text += replacement
                place += 1
            }
        }
        return text
    }

    /// Appends an escape's text, and tells its length.
    private static func escape(_ literal: ArraySlice<UInt8>, _ text: inout [UInt8]) -> Int {
        guard let letter = literal.dropFirst().first else { return literal.count }
        switch letter {
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "u"):
            let unit = unit(literal) ?? 0xFFFD
            if let scalar = Unicode.Scalar(unit) {
                text += String(scalar).utf8
                return 6
            }
            if unit < 0xDC00, let low = self.unit(literal.dropFirst(6)),
                (0xDC00..<0xE000).contains(low),
                let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
            {
                text += String(scalar).utf8
                return 12
            }
            text += replacement
            return 6
        default: text.append(letter)
        }
        return 2
    }

    /// The number of an escape `\uXXXX` that the bytes begin with.
    private static func unit(_ literal: ArraySlice<UInt8>) -> UInt32? {
        guard literal.count >= 6, literal.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")])
        else { return nil }
        var unit: UInt32 = 0
        for byte in literal.dropFirst(2).prefix(4) {
            guard let digit = GoHexadecimal.digit(byte) else { return nil }
            unit = unit << 4 | UInt32(digit)
        }
        return unit
    }

    /// The length of the UTF-8 sequence, of two bytes or more, that the bytes begin with.
    private static func sequenceLength(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard let first = bytes.first else { return nil }
        let (count, seconds): (Int, ClosedRange<UInt8>) =
            switch first {
            case 0xC2...0xDF: (2, 0x80...0xBF)
            case 0xE0: (3, 0xA0...0xBF)
            case 0xED: (3, 0x80...0x9F)
            case 0xE1...0xEF: (3, 0x80...0xBF)
            case 0xF0: (4, 0x90...0xBF)
            case 0xF1...0xF3: (4, 0x80...0xBF)
            case 0xF4: (4, 0x80...0x8F)
            default: (0, 0...0)
            }
        let rest = bytes.dropFirst().prefix(max(count - 1, 0))
        guard count > 0, rest.count == count - 1, rest.first.map(seconds.contains) ?? false,
            rest.dropFirst().allSatisfy({ (0x80...0xBF).contains($0) })
        else { return nil }
        return count
    }

    /// Whether a member's name is that of a field, in any case; U+017F counts as s, U+212A as k.
    static func isName(_ name: [UInt8], of field: String) -> Bool {
        var rest = name[...]
        for letter in field.utf8 {
            let lower = letter | 0x20
            if rest.first.map({ $0 < 0x80 && $0 | 0x20 == lower }) ?? false {
                rest.removeFirst()
            } else if lower == UInt8(ascii: "s"), rest.starts(with: [0xC5, 0xBF]) {
                rest.removeFirst(2)
            } else if lower == UInt8(ascii: "k"), rest.starts(with: [0xE2, 0x84, 0xAA]) {
                rest.removeFirst(3)
            } else {
                return false
            }
        }
        return rest.isEmpty
    }

    /// The literal of a text, with quotation marks.
    static func literal(_ text: [UInt8]) -> [UInt8] {
        var literal: [UInt8] = [UInt8(ascii: "\"")]
        literal.reserveCapacity(text.count + 2)
        var place = 0
        while place < text.count {
            let byte = text[place]
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): literal += [UInt8(ascii: "\\"), byte]
            case 10: literal += Array(#"\n"#.utf8)
            case 13: literal += Array(#"\r"#.utf8)
            case 9: literal += Array(#"\t"#.utf8)
            case 0..<0x20, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"):
                literal += Array((#"\u00"# + GoHexadecimal.text([byte])).utf8)
            case 0xE2
            where text[place...].starts(with: [0xE2, 0x80]) && place + 2 < text.count
                && text[place + 2] & 0xFE == 0xA8:
                literal += Array((text[place + 2] == 0xA8 ? #"\u2028"# : #"\u2029"#).utf8)
                place += 2
            default: literal.append(byte)
            }
            place += 1
        }
        literal.append(UInt8(ascii: "\""))
        return literal
    }
}
