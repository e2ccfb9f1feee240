/// A page by which the server itself, not the node, refuses a request.
struct ErrorPage: Sendable, Equatable {
    let status: Int
    /// In Latin-1, without a line's end.
    let reason: String
    var hasHead = true
    /// Not for HEAD.
    var hasBody = true

    /// A page as it is sent while no version is established: its body alone.
    static func headless(_ status: Int, _ reason: String) -> ErrorPage {
        ErrorPage(status: status, reason: reason, hasHead: false)
    }

    var html: [UInt8] {
        let escaped = reason.unicodeScalars.map { scalar -> String in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            default: String(scalar)
            }
        }.joined()
        let text = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Error \(status)</title></head>
            <body><h1>Error \(status)</h1><p>\(escaped)</p></body></html>

            """
        return Array(text.utf8)
    }
}
