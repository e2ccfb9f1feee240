internal import Platform

/// Answers as the bytes that go over the wire, one a connection.
enum WireAnswer {
    /// The answer of the node; nil where the connection ends without a byte.
    static func bytes(
        of answer: ServerAnswer, isHeadless: Bool, atSeconds seconds: Int
    ) -> [UInt8]? {
        switch answer {
        case .raised: return nil
        case .empty(let status):
            return isHeadless ? nil : head(status, phrase(status), [], atSeconds: seconds)
        case .json(let status, let body):
            guard !isHeadless else { return body.isEmpty ? nil : body }
            let fields = ["Content-Type: application/json", "Content-Length: \(body.count)"]
            return head(status, phrase(status), fields, atSeconds: seconds) + body
        }
    }

    /// A page of the server itself; nil where the connection ends without a byte.
    static func bytes(of page: ErrorPage, atSeconds seconds: Int) -> [UInt8]? {
        let html = page.html
        let body = page.hasBody ? html : []
        guard page.hasHead else { return body.isEmpty ? nil : body }
        let fields = [
            "Connection: close", "Content-Type: text/html;charset=utf-8",
            "Content-Length: \(html.count)",
        ]
        return head(page.status, page.reason, fields, atSeconds: seconds) + body
    }

    private static func head(
        _ status: Int, _ reason: String, _ fields: [String], atSeconds seconds: Int
    ) -> [UInt8] {
        let date = UTCTime.httpText(secondsSince1970: seconds)
        let lines =
            ["HTTP/1.0 \(status) \(reason)", "Server: glyphlab", "Date: \(date)"] + fields
        return (lines.joined(separator: "\r\n") + "\r\n\r\n").unicodeScalars.map { scalar in
            UInt8(exactly: scalar.value) ?? UInt8(ascii: "?")
        }
    }

    /// **Source:** CPython 3.11, `http.HTTPStatus`.
    private static func phrase(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 202: "Accepted"
        case 400: "Bad Request"
        case 404: "Not Found"
        case 413: "Request Entity Too Large"
        case 503: "Service Unavailable"
        default: "Status \(status)"
        }
    }
}
