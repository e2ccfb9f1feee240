internal import Encodings

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
            if literal[place] == UInt8(ascii: "\\") {
                place += escape(literal[place...], &text)
            } else {
                let plain = literal[place...].prefix { $0 != UInt8(ascii: "\\") }
                repair(plain, &text)
                place = plain.endIndex
            }
        }
        return text
    }

    /// Appends bytes without escapes, each that is no part of UTF-8 replaced.
    private static func repair(_ bytes: ArraySlice<UInt8>, _ text: inout [UInt8]) {
        var (source, parser) = (bytes.makeIterator(), Unicode.UTF8.ForwardParser())
        while true {
            switch parser.parseScalar(from: &source) {
            case .valid(let sequence): text += sequence
            case .error(let byteCount):
                for _ in 0..<byteCount { text += replacement }
            case .emptyInput: return
            }
        }
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
                literal += Array((#"\u00"# + Hexadecimal.text(of: [byte])).utf8)
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
