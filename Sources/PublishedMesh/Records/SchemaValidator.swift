internal import BigInt
package import PythonValues

/// The type of a schema's field.
package enum SchemaType: String, Sendable {
    case bytes
    case text = "str"
    /// An `int` that is no `bool`.
    case strictInteger = "strict_int"
    /// Counts, not negative, by bytes.
    case countsByBytes = "dict_bytes_nonneg"
    /// Bytes by bytes that name an owner.
    case bytesByOwner = "dict_owner_bytes"

    /// Whether a value has the type without conversion.
    func takes(_ value: MeshValue) -> Bool {
        switch (self, value) {
        case (.bytes, .bytes), (.text, .string), (.strictInteger, .integer): true
        default: false
        }
    }

    /// Whether the entry of a subkey has the type without conversion.
    func takes(entry subkey: MeshValue, _ value: MeshValue) -> Bool {
        guard case .bytes(let key) = subkey else { return false }
        switch (self, value) {
        case (.countsByBytes, .integer(let count)): return count >= 0
        case (.bytesByOwner, .bytes):
            // The owner is looked for in the first line.
            let line = Array(key.prefix { $0 != UInt8(ascii: "\n") })
            return !RecordMarker.owner.contents(of: line).isEmpty
        default: return false
        }
    }
}

/// Typed fields: a record's key is the id of a field's name.
package struct RecordSchema: Sendable {
    package let fields: [(name: String, type: SchemaType)]

    package init(_ fields: [(name: String, type: SchemaType)]) {
        self.fields = fields
    }

    func type(of name: String) -> SchemaType? {
        fields.first { $0.name.utf8.elementsEqual(name.utf8) }?.type
    }
}

/// Values fit the fields of one of some schemas.
package final class SchemaValidator: RecordValidator {
    package let typeName = "SchemaValidator"
    package let priority = 0
    private var schemas: [RecordSchema]
    /// The names of fields by the bytes of their keys; the last of equal keys counts.
    private var names: [(key: [UInt8], name: String)]
    private var allowsOtherKeys: Bool

    /// - Parameter prefix: what stands before each field's name, and an underscore.
    package init(_ schema: RecordSchema, allowsOtherKeys: Bool, prefix: String? = nil) {
        schemas = [schema]
        self.allowsOtherKeys = allowsOtherKeys
        names = schema.fields.map { field in
            let name = prefix.map { $0 + "_" + field.name } ?? field.name
            return (MeshID.generated(from: name).bytes, field.name)
        }
    }

    /// **Throws:** ``PythonError`` of values and subkeys that raise anything but a `ValueError`.
    package func validate(
        _ record: MeshRecord, for request: RecordRequest
    ) throws(PythonError) -> Bool {
        guard let name = names.last(where: { $0.key == record.key })?.name else {
            return allowsOtherKeys
        }
        let types = schemas.compactMap { $0.type(of: name) }
        guard let value = try Self.decoded(record.value) else { return false }
        if record.subkey == MeshRecord.regularSubkey || record.subkey == MeshRecord.dictionarySubkey
        {
            return types.contains { $0.takes(value) }
        }
        guard let bytes = record.subkey else {
            throw .type("a bytes-like object is required, not 'NoneType'")
        }
        guard let subkey = try Self.decoded(bytes) else { return false }
        guard subkey.isHashable else { throw .type("unhashable subkey") }
        return types.contains { $0.takes(entry: subkey, value) }
    }

    /// The value that bytes spell; nil where reading them raises a `ValueError`.
    private static func decoded(_ bytes: [UInt8]) throws(PythonError) -> MeshValue? {
        do throws(PythonError) {
            return try MessagePack.value(of: bytes)
        } catch {
            guard valueErrors.contains(where: { $0.utf8.elementsEqual(error.name.utf8) }) else {
                throw error
            }
            return nil
        }
    }

    /// `ValueError` and the classes below it that reading raises.
    private static let valueErrors = [
        "ValueError", "ExtraData", "FormatError", "StackError", "UnicodeDecodeError",
    ]

    /// Joins the schemas as alternatives.
    package func merge(_ other: any RecordValidator) -> Bool {
        guard let other = other as? SchemaValidator else { return false }
        schemas += other.schemas
        names += other.names
        allowsOtherKeys = allowsOtherKeys || other.allowsOtherKeys
        return true
    }
}
