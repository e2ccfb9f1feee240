import TestSupport

extension ServedProcess {
    /// A node of a training ledger.
    convenience init(_ name: String, in folder: String, _ arguments: [String]) throws {
        try self.init(
            "learning", ["--listen", "0", "--name", name] + arguments,
            messagesPath: "\(folder)/\(name).log")
    }
}

extension RawHTTPClient {
    /// Sends a request and waits for its answer; nil where the connection ended before one.
    func exchange(_ method: String, _ target: String, _ body: [UInt8] = []) throws -> Answer? {
        let head =
            "\(method) \(target) HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.count)\r\n\r\n"
        send(Array(head.utf8) + body)
        return try answer()
    }
}
