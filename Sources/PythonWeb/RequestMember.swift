package import PythonValues

/// A member of a request: its type, as pydantic coerces values to it, and its default.
package struct RequestMember: Sendable {
    package enum Kind: Sendable {
        case text, integer, float, boolean
        /// An object with values of any type.
        case object
        case objectOfTexts
    }

    package let name: String
    package let kind: Kind
    /// Whether null passes as it is.
    package let isNullable: Bool
    /// The value of an absent member; nil where it must be there.
    package let absentValue: PythonValue?

    /// - Parameter isNullable: whether null passes; absent is null then, unless another value is
    ///   given.
    package init(
        _ name: String, _ kind: Kind, isNullable: Bool = false,
        absent absentValue: PythonValue? = nil
    ) {
        self.name = name
        self.kind = kind
        self.isNullable = isNullable
        self.absentValue = isNullable ? absentValue ?? PythonValue.none : absentValue
    }

    /// The value as one of the type. **Throws:** ``SchemaError`` with one fault or more.
    ///
    /// - Parameter place: the place of the value in the request.
    package func coerced(
        _ value: PythonValue, place: [PythonValue] = []
    ) throws(SchemaError) -> PythonValue {
        if isNullable, case .none = value { return value }
        do throws(CoercionFault) {
            switch kind {
            case .text: return .string(try Coercion.text(value))
            case .integer: return .integer(try Coercion.integer(value))
            case .float: return .float(try Coercion.float(value))
            case .boolean: return .boolean(try Coercion.boolean(value))
            case .object: return .dictionary(try Coercion.object(value))
            case .objectOfTexts:
                let members = try Coercion.object(value)
                try Self.requireTexts(members, place)
                return value
            }
        } catch {
            throw error.faults ?? SchemaError([.init(error.kind, place: place, input: value)])
        }
    }

    private static func requireTexts(
        _ members: PythonDictionary, _ place: [PythonValue]
    ) throws(CoercionFault) {
        var faults: [SchemaError.Fault] = []
        for (key, value) in members.members {
            if case .string = value { continue }
            faults.append(.init("string_type", place: place + [.string(key)], input: value))
        }
        guard faults.isEmpty else {
            throw CoercionFault("string_type", faults: SchemaError(faults))
        }
    }
}
