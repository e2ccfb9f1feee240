/// Strict JSON (RFC 8259) from bytes: valid UTF-8, each key once in its object, no lone surrogate,
/// nothing after the value, nesting and length bounded by the caller.
///
/// Linear in the length of the text. Never traps, whatever the bytes.
public struct JSONParser {
    /// Deep enough for every file that this laboratory reads, shallow enough for any stack.
    public static let nestingLimit = 64

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    /// The value that `bytes` spell.
    ///
    /// **Throws:** ``JSONParseError``, each case as its name says.
    public static func parse(
        _ bytes: [UInt8], byteCountMax: Int
    ) throws(JSONParseError) -> JSONValue {
        guard bytes.count <= byteCountMax else {
            throw .tooLong(byteCount: bytes.count, limit: byteCountMax)
        }
        if let offset = UTF8Validation.firstInvalidOffset(in: bytes) {
            throw .invalidUTF8(offset: offset)
        }
        var parser = JSONParser(bytes: bytes)
        let value = try parser.value()
        parser.skipWhiteSpace()
        guard parser.position == bytes.count else {
            throw parser.unexpected("the end of the text")
        }
        return value
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    // MARK: Values

    private mutating func value() throws(JSONParseError) -> JSONValue {
        skipWhiteSpace()
        guard let byte = current else { throw unexpected("a value") }
        switch byte {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .boolean(true))
        case UInt8(ascii: "f"): return try literal("false", .boolean(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw unexpected("a value")
        }
    }

    private mutating func object() throws(JSONParseError) -> JSONValue {
        try open()
        var members: [JSONMember] = []
        var seen: Set<[UInt8]> = []  // looked up, never iterated
        skipWhiteSpace()
        while current != UInt8(ascii: "}") {
            if !members.isEmpty {
                try take(UInt8(ascii: ","), "',' or '}'")
                skipWhiteSpace()
            }
            let keyOffset = position
            guard current == UInt8(ascii: "\"") else { throw unexpected("a key") }
            let key = try string()
            guard seen.insert(Array(key.utf8)).inserted else {
                throw .duplicateKey(offset: keyOffset, key: key)
            }
            skipWhiteSpace()
            try take(UInt8(ascii: ":"), "':'")
            members.append(JSONMember(key, try value()))
            skipWhiteSpace()
        }
        close()
        return .object(members)
    }

    private mutating func array() throws(JSONParseError) -> JSONValue {
        try open()
        var elements: [JSONValue] = []
        skipWhiteSpace()
        while current != UInt8(ascii: "]") {
            if !elements.isEmpty { try take(UInt8(ascii: ","), "',' or ']'") }
            elements.append(try value())
            skipWhiteSpace()
        }
        close()
        return .array(elements)
    }

    private mutating func literal(
        _ text: StaticString, _ value: JSONValue
    ) throws(JSONParseError) -> JSONValue {
        for byte in text.description.utf8 { try take(byte, "'\(text)'") }
        return value
    }

    private mutating func number() throws(JSONParseError) -> JSONValue {
        let start = position
        if current == UInt8(ascii: "-") { position += 1 }
        if current == UInt8(ascii: "0") {
            position += 1
        } else {
            try digits()
        }
        if current == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            position += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        return .number(JSONNumber(checkedText: text))
    }

    private mutating func digits() throws(JSONParseError) {
        guard isDigit(current) else { throw unexpected("a digit") }
        while isDigit(current) { position += 1 }
    }

    // MARK: Strings

    private mutating func string() throws(JSONParseError) -> String {
        position += 1  // the opening quote, which the caller has seen
        var text: [UInt8] = []
        var runStart = position
        while true {
            guard let byte = current else { throw unexpected("'\"'") }
            switch byte {
            case UInt8(ascii: "\""):
                text.append(contentsOf: bytes[runStart..<position])
                position += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                text.append(contentsOf: bytes[runStart..<position])
                try appendEscape(to: &text)
                runStart = position
            case 0..<0x20:
                throw unexpected("no bare control character")
            default:
                position += 1
            }
        }
    }

    private mutating func appendEscape(to text: inout [UInt8]) throws(JSONParseError) {
        position += 1
        guard let byte = current else { throw unexpected("an escape") }
        let plain: UInt8
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain = byte
        case UInt8(ascii: "b"): plain = 0x08
        case UInt8(ascii: "f"): plain = 0x0C
        case UInt8(ascii: "n"): plain = 0x0A
        case UInt8(ascii: "r"): plain = 0x0D
        case UInt8(ascii: "t"): plain = 0x09
        case UInt8(ascii: "u"):
            let scalar = try unicodeEscape()
            text.append(contentsOf: UTF8.encode(scalar)!)
            return
        default: throw unexpected("an escape")
        }
        text.append(plain)
        position += 1
    }

    /// The scalar that `uXXXX` spells, or `uXXXX\uXXXX` where it takes a surrogate pair.
    private mutating func unicodeEscape() throws(JSONParseError) -> UnicodeScalar {
        let start = position - 1
        let first = try fourHexDigits()
        if let scalar = UnicodeScalar(first) { return scalar }
        guard first < 0xDC00, current == UInt8(ascii: "\\") else {
            throw .loneSurrogate(offset: start)
        }
        position += 1
        guard current == UInt8(ascii: "u") else { throw .loneSurrogate(offset: start) }
        let second = try fourHexDigits()
        guard (0xDC00...0xDFFF).contains(second) else { throw .loneSurrogate(offset: start) }
        return UnicodeScalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))!
    }

    private mutating func fourHexDigits() throws(JSONParseError) -> UInt32 {
        position += 1  // the u
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = current, let digit = Character(UnicodeScalar(byte)).hexDigitValue
            else { throw unexpected("a hexadecimal digit") }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    // MARK: Bytes

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func isDigit(_ byte: UInt8?) -> Bool {
        guard let byte else { return false }
        return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private mutating func skipWhiteSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            position += 1
        }
    }

    private mutating func take(_ byte: UInt8, _ expected: String) throws(JSONParseError) {
        guard current == byte else { throw unexpected(expected) }
        position += 1
    }

    private mutating func open() throws(JSONParseError) {
        guard depth < Self.nestingLimit else {
            throw .nestingTooDeep(offset: position, limit: Self.nestingLimit)
        }
        depth += 1
        position += 1
    }

    private mutating func close() {
        depth -= 1
        position += 1
    }

    private func unexpected(_ expected: String) -> JSONParseError {
        guard let byte = current else {
            return .unexpectedEnd(offset: position, expected: expected)
        }
        return .unexpectedByte(offset: position, expected: expected, got: byte)
    }
}
