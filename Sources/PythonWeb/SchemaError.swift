package import PythonValues
package import Routing

/// The refusal of a request that is not of its schema, before any rule sees it.
package struct SchemaError: Error, Sendable {
    /// A place that is wrong, as pydantic tells it.
    package struct Fault: Sendable {
        /// Such as `int_parsing`.
        package let kind: String
        /// Keys and indices from the request's part on, such as `body` and `max_new_tokens`.
        package let place: [PythonValue]
        /// The value at the place; where a member is missing, the object without it.
        package let input: PythonValue

        package init(_ kind: String, place: [PythonValue], input: PythonValue) {
            self.kind = kind
            self.place = place
            self.input = input
        }
    }

    /// 422, or 400 for a body that is no text of JSON, or that CPython does not read to the end.
    package let status: Int
    /// In the order of the schema; empty where the status is 400.
    package let faults: [Fault]

    package init(_ faults: [Fault]) {
        status = 422
        self.faults = faults
    }

    private init(status: Int) {
        self.status = status
        faults = []
    }

    /// A body that raises anything but a JSONDecodeError.
    static let brokenBody = SchemaError(status: 400)

    package var kinds: [String] { faults.map(\.kind) }

    /// The answer, which repeats the wrong values. (The library's words for people are left out.)
    ///
    /// **Throws:** ``PythonError`` where a wrong value cannot be spelt in an answer, as NaN.
    package func answer() throws(PythonError) -> WebAnswer {
        guard status == 422 else {
            return try WebAnswer(
                status: status, detail: .text("There was an error parsing the body"))
        }
        let detail = faults.map { fault in
            var members = PythonDictionary()
            members["type"] = .text(fault.kind)
            members["loc"] = .list(fault.place)
            members["input"] = fault.input
            return PythonValue.dictionary(members)
        }
        return try WebAnswer(status: status, detail: .list(detail))
    }
}
