import Encodings
import Platform

/// Calls of a client to a node.
struct LearningNodeCalls {
    private let calls: GatewayCalls
    let url: String

    init(url: String) {
        self.url = url
        calls = GatewayCalls(node: url)
    }

    /// A page of REST. **Throws:** ``Failure``.
    func page(_ path: String) throws -> JSONValue { try calls.answer(.get, "/api/v1/" + path) }

    /// Hands a good in. **Throws:** ``Failure``.
    func hand(_ kind: String, _ body: [UInt8]) throws -> JSONValue {
        try calls.answer(.post, "/api/v1/" + kind, body: body)
    }

    /// The answer to a message between nodes. **Throws:** ``Failure``.
    func gossip(_ message: [UInt8]) throws -> [UInt8] {
        try calls.bytes(.post, "/api/v1/gossip", body: message)
    }

    func chat(_ request: JSONValue) throws -> JSONValue {
        try calls.answer(
            .post, "/v1/chat/completions", body: Array(request.compactText.utf8))
    }

    /// The result of a call of JSON-RPC. **Throws:** ``Failure`` with the node's error.
    func result(_ method: String, _ parameters: [JSONValue]) throws -> JSONValue {
        let request = JSONValue.object([
            JSONMember("jsonrpc", .string("2.0")), JSONMember("id", .integer(1)),
            JSONMember("method", .string(method)), JSONMember("params", .array(parameters)),
        ])
        let answer = try calls.answer(.post, "/", body: Array(request.compactText.utf8))
        guard let result = answer.member("result") else {
            let message = answer.member("error")?.member("message")?.stringValue
            throw Failure(
                outcome: .doesNotHold, message: "\(url): \(method): \(message ?? "no result")")
        }
        return result
    }
}
