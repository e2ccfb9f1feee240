/// Why a text is not strict JSON. Offsets count bytes from the start of the text.
public enum JSONParseError: Error, Equatable, CustomStringConvertible {
    case unexpectedByte(offset: Int, expected: String, got: UInt8)
    case unexpectedEnd(offset: Int, expected: String)
    case invalidUTF8(offset: Int)
    case loneSurrogate(offset: Int)
    case nestingTooDeep(offset: Int, limit: Int)
    case duplicateKey(offset: Int, key: String)
    case tooLong(byteCount: Int, limit: Int)

    public var description: String {
        switch self {
        case .unexpectedByte(let offset, let expected, let got):
            "byte \(offset): expected \(expected), got \(Self.name(of: got))"
        case .unexpectedEnd(let offset, let expected):
            "byte \(offset): expected \(expected), got the end of the text"
        case .invalidUTF8(let offset):
            "byte \(offset): expected UTF-8, got bytes that are not"
        case .loneSurrogate(let offset):
            "byte \(offset): expected a Unicode scalar value, got half of a surrogate pair"
        case .nestingTooDeep(let offset, let limit):
            "byte \(offset): expected at most \(limit) levels of nesting, got one more"
        case .duplicateKey(let offset, let key):
            "byte \(offset): expected each key once, got "
                + "\(JSONValue.quoted(key, scalarCountMax: 80)) again"
        case .tooLong(let byteCount, let limit):
            "expected at most \(limit) bytes of JSON, got \(byteCount)"
        }
    }

    private static func name(of byte: UInt8) -> String {
        (0x21...0x7E).contains(byte)
            ? "'\(Character(UnicodeScalar(byte)))'"
            : "byte 0x\(Hexadecimal.text(of: [byte]))"
    }
}
