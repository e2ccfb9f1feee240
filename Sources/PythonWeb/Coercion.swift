internal import BigInt
internal import PythonValues

/// Why a value is none of a type: the kind of error, as pydantic names it.
struct CoercionFault: Error {
    let kind: String
    /// The faults inside the value, where it is not the value itself that is wrong.
    let faults: SchemaError?

    init(_ kind: String, faults: SchemaError? = nil) {
        self.kind = kind
        self.faults = faults
    }
}

/// Values of JSON as members of a type, by pydantic's lax rules.
enum Coercion {
    private static let surrogateKind = "string_unicode"

    static func text(_ value: PythonValue) throws(CoercionFault) -> PythonText {
        guard case .string(let text) = value else { throw CoercionFault("string_type") }
        return text
    }

    static func object(_ value: PythonValue) throws(CoercionFault) -> PythonDictionary {
        guard case .dictionary(let members) = value else { throw CoercionFault("dict_type") }
        return members
    }

    static func list(_ value: PythonValue) throws(CoercionFault) -> [PythonValue] {
        guard case .list(let elements) = value else { throw CoercionFault("list_type") }
        return elements
    }

    // MARK: Integers

    static func integer(_ value: PythonValue) throws(CoercionFault) -> BigInt {
        switch value {
        case .boolean(let value): return value ? 1 : 0
        case .integer(let value): return value
        case .float(let value): return try integer(value)
        case .string(let text): return try integer(bytes(text))
        case .none, .list, .dictionary: throw CoercionFault("int_type")
        }
    }

    private static func integer(_ value: PythonFloat) throws(CoercionFault) -> BigInt {
        guard value.isFinite else { throw CoercionFault("finite_number") }
        guard value.isWhole, let integer = try? value.truncated() else {
            throw CoercionFault("int_from_float")
        }
        guard integer.magnitude < BigUInt(1) << 63 else { throw CoercionFault("int_parsing_size") }
        return integer
    }

    private static func integer(_ text: [UInt8]) throws(CoercionFault) -> BigInt {
        let refusal = CoercionFault("int_parsing")
        var rest = trimmed(text)
        let sign = rest.first.flatMap { [plus, minus].contains($0) ? $0 : nil }
        if sign != nil { rest.removeFirst() }
        if let point = rest.firstIndex(of: UInt8(ascii: ".")) {
            let fraction = rest[(point + 1)...]
            guard !fraction.isEmpty, fraction.allSatisfy({ $0 == zero }) else { throw refusal }
            rest = rest[..<point]
        }
        if rest.first == zero {
            // Underscores go with the zeros, however many; a minus may stand behind them.
            let significant = rest.drop { $0 == zero || $0 == underscore }
            guard !significant.isEmpty || rest.last == zero else { throw refusal }
            if significant.isEmpty { return 0 }
            rest = significant
        }
        guard let digits = withoutUnderscores(rest) else { throw refusal }
        let isNegative = sign == nil ? digits.first == minus : sign == minus
        let magnitude = digits.dropFirst(sign == nil && isNegative ? 1 : 0)
        guard !magnitude.isEmpty, magnitude.allSatisfy(isDigit),
            magnitude.first != zero || magnitude.count == 1
        else { throw refusal }
        guard magnitude.count <= PythonJSONParser.digitCountMax else {
            throw CoercionFault("int_parsing_size")
        }
        let integer = BigInt(String(decoding: magnitude, as: UTF8.self)) ?? 0
        return isNegative ? -integer : integer
    }

    // MARK: Floats

    static func float(_ value: PythonValue) throws(CoercionFault) -> PythonFloat {
        switch value {
        case .float(let value): return value
        case .boolean, .integer:
            guard let float = try? value.convertedToFloat() else {
                throw CoercionFault("float_type")
            }
            return float
        case .string(let text):
            let bytes = try bytes(text)
            if let float = PythonFloat(decimal: trimmed(bytes)) { return float }
            // Where underscores stand, spaces around are not taken away.
            guard let digits = withoutUnderscores(bytes[...]),
                let float = PythonFloat(decimal: digits)
            else { throw CoercionFault("float_parsing") }
            return float
        case .none, .list, .dictionary: throw CoercionFault("float_type")
        }
    }

    // MARK: Booleans

    private static let falseWords = ["0", "off", "f", "false", "n", "no"]
    private static let trueWords = ["1", "on", "t", "true", "y", "yes"]

    static func boolean(_ value: PythonValue) throws(CoercionFault) -> Bool {
        switch value {
        case .boolean(let value): return value
        case .integer(let value):
            guard Int64(exactly: value) != nil else { throw CoercionFault("bool_type") }
            return try boolean(value)
        case .float(let float):
            guard let integer = try? integer(float) else { throw CoercionFault("bool_type") }
            return try boolean(integer)
        case .string(let text):
            let word = String(
                decoding: try bytes(text).map {
                    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0
                }, as: UTF8.self)
            // Bytes are compared: other texts may count as equal that only look alike.
            if falseWords.contains(where: { $0.utf8.elementsEqual(word.utf8) }) { return false }
            if trueWords.contains(where: { $0.utf8.elementsEqual(word.utf8) }) { return true }
            throw CoercionFault("bool_parsing")
        case .none, .list, .dictionary: throw CoercionFault("bool_type")
        }
    }

    private static func boolean(_ value: BigInt) throws(CoercionFault) -> Bool {
        guard value == 0 || value == 1 else { throw CoercionFault("bool_parsing") }
        return value == 1
    }

    // MARK: Texts of numbers

    private static let plus = UInt8(ascii: "+")
    private static let minus = UInt8(ascii: "-")
    private static let zero = UInt8(ascii: "0")
    private static let underscore = UInt8(ascii: "_")

    private static func isDigit(_ byte: UInt8) -> Bool {
        (zero...UInt8(ascii: "9")).contains(byte)
    }

    /// The text in UTF-8. **Throws:** where a surrogate stands alone.
    private static func bytes(_ text: PythonText) throws(CoercionFault) -> [UInt8] {
        do throws(PythonError) {
            return try text.utf8()
        } catch {
            throw CoercionFault(surrogateKind)
        }
    }

    /// Without the white space of Unicode at both ends.
    private static func trimmed(_ text: [UInt8]) -> ArraySlice<UInt8> {
        let scalars = String(decoding: text, as: UTF8.self).unicodeScalars
        func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }
        let rest = scalars.drop(while: isSpace)
        let spaceCount = rest.reversed().prefix(while: isSpace).count
        return Array(String(String.UnicodeScalarView(rest.dropLast(spaceCount))).utf8)[...]
    }

    /// Nil where an underscore stands first, last or beside another.
    private static func withoutUnderscores(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        let parts = text.split(separator: underscore, omittingEmptySubsequences: false)
        guard parts.count == 1 || parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        return Array(parts.joined())
    }
}
