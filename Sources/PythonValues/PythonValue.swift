public import BigInt

/// A value as CPython's `json` makes it of a document.
///
/// The published profiles need what a published node would have seen, not what the text means:
/// `true` is the number 1, `NaN` is a number, the last of equal keys counts.
/// **Source:** CPython 3.11, `json` and the built-in types.
public indirect enum PythonValue: Sendable {
    case none
    case boolean(Bool)
    case integer(BigInt)
    case float(PythonFloat)
    case string(PythonText)
    case list([PythonValue])
    case dictionary(PythonDictionary)
}

/// An exception that a published node would have died of, or caught.
public enum PythonError: Error, Equatable, CustomStringConvertible {
    case type(String)
    case value(String)
    case key(String)
    case index(String)
    case overflow(String)
    case unicode(String)
    case attribute(String)
    /// An exception of any other class, such as `OperationalError`.
    case other(name: String, String)

    /// The name of the class, such as `TypeError`.
    public var name: String {
        switch self {
        case .type: "TypeError"
        case .value: "ValueError"
        case .key: "KeyError"
        case .index: "IndexError"
        case .overflow: "OverflowError"
        case .unicode: "UnicodeEncodeError"
        case .attribute: "AttributeError"
        case .other(let name, _): name
        }
    }

    /// The exception's text, such as `'node_pubkey'`.
    public var message: String {
        switch self {
        case .type(let what), .value(let what), .key(let what), .index(let what),
            .overflow(let what), .unicode(let what), .attribute(let what), .other(_, let what):
            what
        }
    }

    public var description: String { "\(name): \(message)" }
}

extension PythonValue {
    /// The name of the type, as messages tell it.
    public var typeName: String {
        switch self {
        case .none: "NoneType"
        case .boolean: "bool"
        case .integer: "int"
        case .float: "float"
        case .string: "str"
        case .list: "list"
        case .dictionary: "dict"
        }
    }

    /// As `bool(value)` has it.
    public var isTrue: Bool {
        switch self {
        case .none: false
        case .boolean(let value): value
        case .integer(let value): value != 0
        case .float(let value): !value.isZero
        case .string(let text): !text.codePoints.isEmpty
        case .list(let elements): !elements.isEmpty
        case .dictionary(let members): members.count > 0
        }
    }

    /// `value == other`, which never fails.
    public func equals(_ other: PythonValue) -> Bool {
        if let left = number, let right = other.number { return left.equals(right) }
        switch (self, other) {
        case (.none, .none): return true
        case (.string(let left), .string(let right)): return left == right
        case (.list(let left), .list(let right)):
            return left.count == right.count
                && zip(left, right).allSatisfy { $0.equals($1) }
        case (.dictionary(let left), .dictionary(let right)):
            return left.equals(right)
        default: return false
        }
    }

    /// `value < other`. **Throws:** ``PythonError/type(_:)`` where the two have no order.
    public func isLess(than other: PythonValue) throws(PythonError) -> Bool {
        if let left = number, let right = other.number { return left.isLess(than: right) }
        switch (self, other) {
        case (.string(let left), .string(let right)):
            return left < right
        case (.list(let left), .list(let right)):
            for (mine, its) in zip(left, right) where !mine.equals(its) {
                return try mine.isLess(than: its)
            }
            return left.count < right.count
        default:
            throw .type("'<' not supported between '\(typeName)' and '\(other.typeName)'")
        }
    }

    /// The value where it is a number, as which `bool` counts.
    public var number: PythonNumber? {
        switch self {
        case .boolean(let value): .integer(value ? 1 : 0)
        case .integer(let value): .integer(value)
        case .float(let value): .float(value)
        default: nil
        }
    }

    /// `value[key]` with a text. **Throws:** ``PythonError`` where there is no such key, or the
    /// value has none.
    public func member(_ key: String) throws(PythonError) -> PythonValue {
        guard case .dictionary(let members) = self else {
            throw .type("'\(typeName)' has no keys of text")
        }
        guard let value = members[key] else { throw .key("'\(key)'") }
        return value
    }

    /// `value.get(key)`.
    ///
    /// **Throws:** ``PythonError/attribute(_:)`` where the value is no dictionary.
    public func optionalMember(_ key: String) throws(PythonError) -> PythonValue {
        guard case .dictionary(let members) = self else {
            throw .attribute("'\(typeName)' object has no attribute 'get'")
        }
        return members[key] ?? .none
    }

    /// The elements that `for element in value` yields; for a dictionary, its keys.
    ///
    /// **Throws:** ``PythonError/type(_:)`` where Python cannot iterate the value.
    public func elements() throws(PythonError) -> [PythonValue] {
        switch self {
        case .list(let elements): return elements
        case .dictionary(let members): return members.members.map { .string($0.key) }
        case .string(let text):
            return text.codePoints.map { .string(PythonText(codePoints: [$0])) }
        default: throw .type("'\(typeName)' object is not iterable")
        }
    }

    /// `value[0]`. **Throws:** ``PythonError`` where there is none.
    public func firstElement() throws(PythonError) -> PythonValue {
        switch self {
        case .list(let elements):
            guard let first = elements.first else { throw .index("list index out of range") }
            return first
        case .string(let text):
            guard let first = text.codePoints.first else {
                throw .index("string index out of range")
            }
            return .string(PythonText(codePoints: [first]))
        // A document's keys are texts, none of which is the number 0.
        case .dictionary: throw .key("0")
        default: throw .type("'\(typeName)' object is not subscriptable")
        }
    }

    /// The text. **Throws:** ``PythonError/type(_:)`` where it is none.
    public func requiredText() throws(PythonError) -> PythonText {
        guard case .string(let text) = self else {
            throw .type("expected str, got '\(typeName)'")
        }
        return text
    }

    /// The number. **Throws:** ``PythonError/type(_:)`` where it is none.
    public func requiredNumber() throws(PythonError) -> PythonNumber {
        guard let number else { throw .type("expected a number, got '\(typeName)'") }
        return number
    }

    public static func number(_ number: PythonNumber) -> PythonValue {
        switch number {
        case .integer(let value): .integer(value)
        case .float(let value): .float(value)
        }
    }

    public static func text(_ text: String) -> PythonValue { .string(PythonText(text)) }
}
