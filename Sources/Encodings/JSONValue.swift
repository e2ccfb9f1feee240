/// A JSON document as a value: what was written, in the order in which it was written.
///
/// Numbers keep their text, so that nothing is rounded on the way in, and objects keep their
/// members' order. Keys are compared by their UTF-8 bytes, never by Swift's canonical equivalence:
/// two keys that only look alike are two keys.
public enum JSONValue: Sendable {
    case null
    case boolean(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object([JSONMember])
}

/// A `key: value` pair of an object.
public struct JSONMember: Sendable {
    public var key: String
    public var value: JSONValue

    public init(_ key: String, _ value: JSONValue) {
        self.key = key
        self.value = value
    }
}

/// A number as its text, which the parser has checked against the grammar of RFC 8259.
public struct JSONNumber: Sendable {
    public let text: String

    /// **Precondition:** `text` is a number of RFC 8259; only the parser and `init(_:)` make one.
    init(checkedText text: String) {
        self.text = text
    }

    public init(_ integer: Int) {
        self.text = String(integer)
    }

    /// The value, where the text is a plain decimal integer that 64 bits hold; `-0`, fractions and
    /// exponents are not.
    public var integer: Int? {
        text == "-0" ? nil : Int(text)
    }
}

extension JSONValue {
    public static func integer(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }

    /// The value of the first member whose key has these UTF-8 bytes; nil where there is none or
    /// where this is no object.
    public func member(_ key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
    }

    public var integerValue: Int? {
        guard case .number(let number) = self else { return nil }
        return number.integer
    }

    public var booleanValue: Bool? {
        guard case .boolean(let value) = self else { return nil }
        return value
    }

    public var stringValue: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    public var arrayValue: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    public var objectValue: [JSONMember]? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    /// The kind of the value, for messages: "an object", "a number", …
    public var kind: String {
        switch self {
        case .null: "null"
        case .boolean(let value): value ? "true" : "false"
        case .number(let number): "the number \(number.text.prefix(40))"
        case .string(let text): "the string \(JSONValue.quoted(text, scalarCountMax: 40))"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// A stranger's text as messages show it: quoted, escaped to ASCII, and cut by scalars, since
    /// one character may be megabytes of them.
    public static func quoted(_ text: String, scalarCountMax: Int) -> String {
        var shown = String.UnicodeScalarView()
        shown.append(contentsOf: text.unicodeScalars.prefix(scalarCountMax))
        let isWhole = text.unicodeScalars.dropFirst(scalarCountMax).isEmpty
        return JSONValue.string(String(shown)).compactText + (isWhole ? "" : "…")
    }
}
