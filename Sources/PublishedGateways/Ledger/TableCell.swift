internal import BigInt
package import PythonValues

/// A cell of a table, as SQLite keeps it.
package enum TableCell: Sendable, Equatable {
    case null
    case integer(Int)
    case real(PythonFloat)
    /// In UTF-8, unless somebody with the disk wrote other bytes. Byte 0 is a character.
    case text([UInt8])
    case blob([UInt8])

    package static func text(_ text: String) -> TableCell { .text(Array(text.utf8)) }

    /// The cell that the published code's `sqlite3` binds for a value.
    ///
    /// - Parameter place: of the parameter in its statement, from 1, for the message.
    /// **Throws:** ``PythonError``: ProgrammingError for a list or dictionary, an overflow for an
    /// integer outside 64 bits, a Unicode error for a surrogate alone.
    package init(binding value: PythonValue, place: Int) throws(PythonError) {
        switch value {
        case .none: self = .null
        case .boolean(let value): self = .integer(value ? 1 : 0)
        case .integer(let value):
            guard let integer = Int(exactly: value) else {
                throw .overflow("Python int too large to convert to SQLite INTEGER")
            }
            self = .integer(integer)
        case .float(let value): self = .real(value)
        case .string(let text): self = .text(try text.utf8())
        case .list, .dictionary:
            throw .other(
                name: "ProgrammingError",
                "Error binding parameter \(place): type '\(value.typeName)' is not supported")
        }
    }

    /// The value that the published code's `sqlite3` reads.
    ///
    /// **Throws:** ``PythonError``: OperationalError for a text that is no UTF-8, a type for bytes,
    /// which no value here holds.
    package func value() throws(PythonError) -> PythonValue {
        switch self {
        case .null: return .none
        case .integer(let integer): return .integer(BigInt(integer))
        case .real(let float): return .float(float)
        case .text(let bytes):
            guard let text = PythonText(utf8: bytes) else {
                throw .other(name: "OperationalError", "Could not decode to UTF-8")
            }
            return .string(text)
        case .blob: throw .type("expected a text or a number, got 'bytes'")
        }
    }

    /// The text of a cell. **Throws:** ``PythonError/type(_:)`` where it is none.
    package func requiredText() throws(PythonError) -> PythonText { try value().requiredText() }

    /// `json.loads` of the cell.
    ///
    /// **Throws:** ``PythonError``: JSONDecodeError, a type where the cell is neither text nor
    /// bytes.
    package func json() throws(PythonError) -> PythonValue {
        switch self {
        case .text(let bytes), .blob(let bytes):
            do throws(PythonJSONError) {
                return try PythonJSONParser.parse(bytes, byteCountMax: .max)
            } catch {
                throw .other(name: "JSONDecodeError", "\(error)")
            }
        default:
            throw .type(
                "the JSON object must be str, bytes or bytearray, not \(try value().typeName)")
        }
    }

    /// The same kind and the same bits: a NaN is itself.
    package static func == (left: TableCell, right: TableCell) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.integer(let left), .integer(let right)): left == right
        case (.real(let left), .real(let right)): left.isSame(as: right)
        case (.text(let left), .text(let right)), (.blob(let left), .blob(let right)):
            left == right
        default: false
        }
    }
}
