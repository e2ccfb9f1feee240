internal import Platform
internal import Routing

/// An answer as the bytes that go over the wire.
enum AnswerText {
    static let mayContinue = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    /// - Parameters:
    ///   - seconds: the time of the answer, since 1970.
    ///   - isHead: whether the request's method was HEAD, whose answer has no body.
    static func bytes(
        _ answer: WebAnswer, atSeconds seconds: Int, keepsAlive: Bool, isHead: Bool
    ) -> [UInt8] {
        // 1xx would announce another answer.
        let status = (200...599).contains(answer.status) ? answer.status : 500
        let hasBody = ![204, 304].contains(status)
        var lines = [
            "HTTP/1.1 \(status) \(phrase(status))",
            "date: \(UTCTime.httpText(secondsSince1970: seconds))",
        ]
        if hasBody {
            if !answer.contentType.isEmpty { lines.append("content-type: \(answer.contentType)") }
            lines.append("content-length: \(answer.body.count)")
        }
        lines += answer.fields.filter(isPlain).map { "\($0.name): \($0.value)" }
        lines += [
            "cache-control: no-store", "x-content-type-options: nosniff",
            "connection: \(keepsAlive ? "keep-alive" : "close")",
        ]
        let head = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
        return hasBody && !isHead ? head + answer.body : head
    }

    /// Whether a field is one line, whatever a request may have had in it.
    private static func isPlain(_ field: WebAnswer.Field) -> Bool {
        (field.name + field.value).utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }

    /// Source: RFC 9110, section 15.
    private static func phrase(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 307: "Temporary Redirect"
        case 400: "Bad Request"
        case 402: "Payment Required"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 415: "Unsupported Media Type"
        case 417: "Expectation Failed"
        case 422: "Unprocessable Content"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 505: "HTTP Version Not Supported"
        case 507: "Insufficient Storage"
        default: "Status \(status)"
        }
    }
}
