/// Base64, as leniently as CPython's `base64` reads it. ``Base64`` has the one form of a text.
package enum Base64Text {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let pad = UInt8(ascii: "=")

    /// The bytes that `base64.b64decode(text)` of CPython 3.11 gives; nil if it raises. Characters
    /// outside the alphabet are passed over, bits that are left over are ignored, and nothing is
    /// read behind the padding.
    package static func bytes(lenient text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var (place, padCount, left) = (0, 0, UInt8(0))
        for character in text.utf8 {
            guard character < 0x80 else { return nil }
            if character == pad {
                padCount += place >= 2 ? 1 : 0
                if place >= 2, place + padCount >= 4 { return bytes }
                continue
            }
            guard let digit = value(of: character) else { continue }
            padCount = 0
            switch place {
            case 0: left = digit
            case 1:
                bytes.append(left << 2 | digit >> 4)
                left = digit & 0x0F
            case 2:
                bytes.append(left << 4 | digit >> 2)
                left = digit & 0x03
            default: bytes.append(left << 6 | digit)
            }
            place = (place + 1) % 4
        }
        return place == 0 ? bytes : nil
    }

    /// `base64.b64decode(value)`. **Throws:** ``PythonError``: a type where the value is no text, a
    /// value where it is not ASCII, `Error` where padding is missing.
    package static func decoded(_ value: PythonValue) throws(PythonError) -> [UInt8] {
        guard case .string(let text) = value else {
            throw .type("argument should be a bytes-like object or ASCII string")
        }
        guard text.codePoints.allSatisfy({ $0 < 0x80 }) else {
            throw .value("string argument should contain only ASCII characters")
        }
        guard let bytes = bytes(lenient: text.shown) else {
            throw .other(name: "Error", "Incorrect padding")
        }
        return bytes
    }

    private static func value(of character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
