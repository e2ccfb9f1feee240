package import BigInt
package import PythonValues

/// A value as a key of a `dict`: equal numbers of any kind are one key, NaN is one.
///
/// (`json.loads` makes every NaN of a document one object, which a `dict` finds again.)
package enum HashKey: Hashable, Sendable {
    case none
    case text(PythonText)
    case integer(BigInt)
    /// A float that is no whole number, as `repr` spells it.
    case fraction(PythonText)

    /// **Throws:** ``PythonError/type(_:)`` for lists and dictionaries, which have no hash.
    package init(_ value: PythonValue) throws(PythonError) {
        switch value {
        case .none: self = .none
        case .boolean(let value): self = .integer(value ? 1 : 0)
        case .integer(let value): self = .integer(value)
        case .float(let value):
            self =
                value.isWhole
                ? .integer(try value.truncated()) : .fraction(PythonText(value.text))
        case .string(let text): self = .text(text)
        case .list, .dictionary: throw .type("unhashable type: '\(value.typeName)'")
        }
    }
}
