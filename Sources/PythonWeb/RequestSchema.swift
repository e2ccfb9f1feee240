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
        try RequestMember.coerced(value, members, place: place)
    }

    /// The members of a query, the text behind the question mark. **Throws:** ``SchemaError``.
    package func members(ofQuery query: String) throws(SchemaError) -> PythonDictionary {
        try RequestMember.coerced(
            QueryText.members(query), members, place: [.text("query")], whole: PythonValue.none)
    }
}
