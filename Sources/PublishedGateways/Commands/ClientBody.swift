internal import PythonValues

/// Bodies as the library `requests` writes and reads them.
enum ClientBody {
    /// With spaces, in ASCII. **Throws:** ``PythonError`` where the value cannot be spelt.
    static func bytes(_ value: PythonValue) throws(PythonError) -> [UInt8] {
        Array(try PythonJSONWriter.text(value, sortsKeys: false, style: .spaced).utf8)
    }

    /// The value of an answer's body. **Throws:** ``PythonError``: `JSONDecodeError`.
    static func value(_ body: [UInt8]) throws(PythonError) -> PythonValue {
        do throws(PythonJSONError) {
            return try PythonJSONParser.parse(body, byteCountMax: .max)
        } catch {
            throw .other(name: error.exception.rawValue, "\(error)")
        }
    }
}
