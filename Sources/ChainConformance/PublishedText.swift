internal import PythonValues

/// Values and exceptions of the published chain as texts that can be compared.
enum PublishedText {
    static func json(_ value: PythonValue) -> String {
        result { try PythonJSONWriter.text(value) }
    }

    /// The text, or the exception that came instead.
    static func result(_ text: () throws -> String) -> String {
        do { return try text() } catch { return "\(error)" }
    }

    /// The bytes, or the exception's text.
    static func bytes(_ bytes: () throws -> [UInt8]) -> [UInt8] {
        do { return try bytes() } catch { return Array("\(error)".utf8) }
    }
}
