package import PythonValues
package import Routing

extension WebAnswer {
    /// An answer as FastAPI writes it: compact, in UTF-8.
    ///
    /// **Throws:** ``PythonError/value(_:)`` where the value holds NaN or an infinity,
    /// ``PythonError/unicode(_:)`` where it holds a surrogate alone.
    package init(status: Int = 200, json value: PythonValue) throws(PythonError) {
        let text = try PythonJSONWriter.text(value, sortsKeys: false, style: .response)
        self.init(status: status, body: Array(text.utf8))
    }

    /// The answer of an HTTPException: `{"detail": …}`. **Throws:** as ``init(status:json:)``.
    package init(status: Int, detail: PythonValue) throws(PythonError) {
        var members = PythonDictionary()
        members["detail"] = detail
        try self.init(status: status, json: .dictionary(members))
    }

    /// The answer to a request whose handler raised.
    package static let internalServerError = WebAnswer(
        status: 500, contentType: "text/plain; charset=utf-8",
        body: Array("Internal Server Error".utf8))
}
