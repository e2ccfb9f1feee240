internal import BigInt
internal import Encodings

/// JSON as `json.loads` of CPython 3.11 reads it: `NaN`, `Infinity` and `-Infinity` are numbers,
/// integers have any size up to 4,300 digits, surrogates may stand alone, of equal keys the last
/// counts.
///
/// Linear in the length of the text but for very long integers. Never traps, whatever the bytes.
public struct PythonJSONParser {
    /// About where CPython's recursion ends.
    public static let nestingMax = 990
    /// `sys.int_info.default_max_str_digits`.
    public static let digitCountMax = 4300

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    /// The value that `bytes` spell. **Throws:** ``PythonJSONError``.
    public static func parse(
        _ bytes: [UInt8], byteCountMax: Int
    ) throws(PythonJSONError) -> PythonValue {
        guard bytes.count <= byteCountMax else {
            throw PythonJSONError(
                offset: byteCountMax, expected: "at most \(byteCountMax) bytes")
        }
        if let offset = UTF8Validation.firstInvalidOffset(in: bytes) {
            throw PythonJSONError(offset: offset, expected: "valid UTF-8", exception: .unicode)
        }
        var parser = PythonJSONParser(bytes: bytes)
        let value = try parser.value()
        parser.skipWhiteSpace()
        guard parser.position == bytes.count else { throw parser.expected("the end of the text") }
        return value
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func expected(
        _ what: String, _ exception: PythonJSONError.Exception = .decoding
    ) -> PythonJSONError {
        PythonJSONError(offset: position, expected: what, exception: exception)
    }

    private mutating func skipWhiteSpace() {
        while let byte = current, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
    }

    /// Takes `text` where it stands here.
    private mutating func take(_ text: String) -> Bool {
        let wanted = text.utf8
        guard bytes[position...].starts(with: wanted) else { return false }
        position += wanted.count
        return true
    }

    // MARK: Values

    private mutating func value() throws(PythonJSONError) -> PythonValue {
        skipWhiteSpace()
        guard let byte = current else { throw expected("a value") }
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard depth < Self.nestingMax else {
                throw expected(
                    "at most \(Self.nestingMax) values inside each other", .recursion)
            }
            depth += 1
            position += 1
            defer { depth -= 1 }
            return byte == UInt8(ascii: "{") ? try dictionary() : try list()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "n") where take("null"): return .none
        case UInt8(ascii: "t") where take("true"): return .boolean(true)
        case UInt8(ascii: "f") where take("false"): return .boolean(false)
        case UInt8(ascii: "N") where take("NaN"): return .float(PythonFloat(jsonText: "nan"))
        case UInt8(ascii: "I") where take("Infinity"):
            return .float(PythonFloat(jsonText: "inf"))
        case UInt8(ascii: "-") where take("-Infinity"):
            return .float(PythonFloat(jsonText: "-inf"))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw expected("a value")
        }
    }

    private mutating func dictionary() throws(PythonJSONError) -> PythonValue {
        var members = PythonDictionary()
        skipWhiteSpace()
        if take("}") { return .dictionary(members) }
        while true {
            guard current == UInt8(ascii: "\"") else { throw expected("a key") }
            let key = try string()
            skipWhiteSpace()
            guard take(":") else { throw expected("':'") }
            members[key] = try value()
            skipWhiteSpace()
            if take("}") { return .dictionary(members) }
            guard take(",") else { throw expected("',' or '}'") }
            skipWhiteSpace()
        }
    }

    private mutating func list() throws(PythonJSONError) -> PythonValue {
        var elements: [PythonValue] = []
        skipWhiteSpace()
        if take("]") { return .list(elements) }
        while true {
            elements.append(try value())
            skipWhiteSpace()
            if take("]") { return .list(elements) }
            guard take(",") else { throw expected("',' or ']'") }
        }
    }

    // MARK: Numbers

    private mutating func digits() -> Int {
        let start = position
        while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            position += 1
        }
        return position - start
    }

    private mutating func number() throws(PythonJSONError) -> PythonValue {
        let start = position
        _ = take("-")
        let whole = position
        if !take("0") {
            guard digits() > 0 else { throw expected("a digit") }
        }
        let digitCount = position - whole
        var isFloat = false
        // A point or an exponent without its digits belongs to whatever comes next.
        let beforeFraction = position
        if take(".") {
            if digits() > 0 { isFloat = true } else { position = beforeFraction }
        }
        let beforeExponent = position
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            if digits() > 0 { isFloat = true } else { position = beforeExponent }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isFloat { return .float(PythonFloat(jsonText: text)) }
        guard digitCount <= Self.digitCountMax else {
            position = start
            throw expected("an integer of at most \(Self.digitCountMax) digits", .value)
        }
        return .integer(BigInt(text)!)
    }

    // MARK: Texts

    private mutating func string() throws(PythonJSONError) -> PythonText {
        position += 1
        var points: [UInt32] = []
        while true {
            guard let byte = current else { throw expected("'\"'") }
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return PythonText(codePoints: points)
            case UInt8(ascii: "\\"):
                position += 1
                try points.append(escape())
            case 0..<0x20:
                throw expected("no control character")
            default:
                points.append(scalar())
            }
        }
    }

    /// The next scalar; the bytes are valid UTF-8.
    private mutating func scalar() -> UInt32 {
        let first = bytes[position]
        let count = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        var point = UInt32(count == 1 ? first : first & (0xFF >> UInt8(count + 1)))
        for byte in bytes[position + 1..<position + count] {
            point = point << 6 | UInt32(byte & 63)
        }
        position += count
        return point
    }

    private mutating func escape() throws(PythonJSONError) -> UInt32 {
        guard let byte = current else { throw expected("an escaped character") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return UInt32(byte)
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "u"):
            let high = try codeUnit()
            guard (0xD800..<0xDC00).contains(high) else { return high }
            // A low surrogate right behind joins it; whatever else is there stays.
            let behind = position
            if take("\\u"), let low = try? codeUnit(), (0xDC00..<0xE000).contains(low) {
                return 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
            }
            position = behind
            return high
        default:
            position -= 1
            throw expected("an escape that JSON knows")
        }
    }

    private mutating func codeUnit() throws(PythonJSONError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue
            else { throw expected("a hexadecimal digit") }
            unit = unit << 4 | UInt32(digit)
            position += 1
        }
        return unit
    }
}

/// Why a text is no JSON to CPython.
public struct PythonJSONError: Error, Equatable, CustomStringConvertible {
    /// The classes of exceptions that CPython raises for such a text.
    public enum Exception: String, Sendable {
        case decoding = "JSONDecodeError"
        case recursion = "RecursionError"
        case unicode = "UnicodeDecodeError"
        /// An integer of too many digits.
        case value = "ValueError"
    }

    public let offset: Int
    public let expected: String
    public let exception: Exception

    init(offset: Int, expected: String, exception: Exception = .decoding) {
        self.offset = offset
        self.expected = expected
        self.exception = exception
    }

    public var description: String {
        "JSON at byte \(offset): expected \(expected), got something else"
    }
}
