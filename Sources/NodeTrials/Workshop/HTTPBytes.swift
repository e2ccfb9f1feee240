/// Requests over HTTP as bytes, made and read by the trials' own code.
enum HTTPBytes {
    static func request(_ step: RequestStep, body: [UInt8]) -> [UInt8] {
        var head = "\(step.method) \(step.path) HTTP/1.1\r\nHost: \(NodeParties.first)\r\n"
        if step.body != nil || step.length != nil {
            head += "Content-Length: \(step.length ?? body.count)\r\n"
        }
        return Array("\(head)\r\n".utf8) + body
    }

    /// The bytes behind the head; nil for bytes that have none.
    static func body(_ bytes: [UInt8]) -> [UInt8]? {
        bytes.firstRange(of: Array("\r\n\r\n".utf8)).map { Array(bytes[$0.upperBound...]) }
    }

    /// A text of ASCII in UTF-16, little-endian, with a mark.
    static func utf16(_ text: [UInt8]) -> [UInt8] {
        [0xFF, 0xFE] + text.flatMap { [$0, 0] }
    }
}
