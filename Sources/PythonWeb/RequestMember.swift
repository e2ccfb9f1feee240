internal import BigInt
package import PythonValues

/// A member of a request: its type, as pydantic coerces values to it, and its default.
package struct RequestMember: Sendable {
    package enum Kind: Sendable {
        case text, integer, float, boolean
        /// An object with values of any type.
        case object
        case objectOfTexts
        /// A list of values of any type.
        case list
        /// A list of objects with these members.
        case objects([RequestMember])
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
            case .list: return .list(try Coercion.list(value))
            case .objects(let members): return try Self.objects(value, members, place)
            }
        } catch {
            throw error.faults ?? SchemaError([.init(error.kind, place: place, input: value)])
        }
    }

    private static func objects(
        _ value: PythonValue, _ members: [RequestMember], _ place: [PythonValue]
    ) throws(CoercionFault) -> PythonValue {
        let elements = try Coercion.list(value)
        var objects: [PythonValue] = []
        var faults: [SchemaError.Fault] = []
        for (index, element) in elements.enumerated() {
            do throws(SchemaError) {
                objects.append(
                    .dictionary(
                        try coerced(
                            element, members, place: place + [.integer(BigInt(index))])))
            } catch {
                faults += error.faults
            }
        }
        guard faults.isEmpty else {
            throw CoercionFault("list_type", faults: SchemaError(faults))
        }
        return .list(objects)
    }

    /// The members of a value, all that are named and in their order; unknown ones are ignored.
    ///
    /// **Throws:** ``SchemaError`` with the faults of all members.
    static func coerced(
        _ value: PythonValue, _ members: [RequestMember], place: [PythonValue]
    ) throws(SchemaError) -> PythonDictionary {
        guard case .dictionary(let given) = value else {
            throw SchemaError([.init("model_attributes_type", place: place, input: value)])
        }
        return try coerced(given, members, place: place, whole: value)
    }

    /// The same of members that stand in an object or in a query.
    static func coerced(
        _ given: PythonDictionary, _ members: [RequestMember], place: [PythonValue],
        whole: PythonValue
    ) throws(SchemaError) -> PythonDictionary {
        var coerced = PythonDictionary()
        var faults: [SchemaError.Fault] = []
        for member in members {
            let memberPlace = place + [.text(member.name)]
            guard let value = given[member.name] else {
                if let absent = member.absentValue {
                    coerced[member.name] = absent
                } else {
                    faults.append(.init("missing", place: memberPlace, input: whole))
                }
                continue
            }
            do throws(SchemaError) {
                coerced[member.name] = try member.coerced(value, place: memberPlace)
            } catch {
                faults += error.faults
            }
        }
        guard faults.isEmpty else { throw SchemaError(faults) }
        return coerced
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
