package import PythonValues

/// The members of a request: a model of pydantic, or the query of an endpoint.
package struct RequestSchema: Sendable {
    package let members: [RequestMember]

    package init(_ members: [RequestMember]) {
        self.members = members
    }

    /// The members of a body, all that the schema has and in its order; unknown ones are ignored.
    ///
    /// **Throws:** ``SchemaError``.
    package func members(ofBody bytes: [UInt8]) throws(SchemaError) -> PythonDictionary {
        try members(of: RequestBody.value(bytes), place: RequestBody.place)
    }

    /// The members of each object of a body that is a list. **Throws:** ``SchemaError``.
    package func list(ofBody bytes: [UInt8]) throws(SchemaError) -> [PythonDictionary] {
        try RequestBody.elements(bytes) { value, place throws(SchemaError) in
            try members(of: value, place: place)
        }
    }

    /// The members of a value. **Throws:** ``SchemaError``.
    package func members(
        of value: PythonValue, place: [PythonValue] = RequestBody.place
    ) throws(SchemaError) -> PythonDictionary {
        guard case .dictionary(let given) = value else {
            throw SchemaError([.init("model_attributes_type", place: place, input: value)])
        }
        return try coerced(given, place: place, whole: value)
    }

    /// The members of a query, the text behind the question mark. **Throws:** ``SchemaError``.
    package func members(ofQuery query: String) throws(SchemaError) -> PythonDictionary {
        try coerced(QueryText.members(query), place: [.text("query")], whole: PythonValue.none)
    }

    private func coerced(
        _ given: PythonDictionary, place: [PythonValue], whole: PythonValue
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
}
