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

    public var description: String {
        switch self {
        case .type(let what): "TypeError: \(what)"
        case .value(let what): "ValueError: \(what)"
        case .key(let what): "KeyError: \(what)"
        case .index(let what): "IndexError: \(what)"
        case .overflow(let what): "OverflowError: \(what)"
        case .unicode(let what): "UnicodeEncodeError: \(what)"
        }
    }
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

    /// `value[key]` of a dictionary. **Throws:** ``PythonError`` where there is no such key, or the
    /// value is none.
    public func member(_ key: String) throws(PythonError) -> PythonValue {
        guard case .dictionary(let members) = self else {
            throw .type("'\(typeName)' is indexed with a str")
        }
        guard let value = members[key] else { throw .key("'\(key)'") }
        return value
    }
}
