internal import Encodings
internal import Routing

/// An error of a call. Source: JSON-RPC 2.0, section 5.1; codes below are the server's own.
struct CallError: Error {
    static let parse = -32700
    static let request = -32600
    static let method = -32601
    static let parameters = -32602
    /// The rules refused it.
    static let refused = -32000
    /// The answers of a batch are too long.
    static let limit = -32005

    let code: Int
    let message: String
    var data: JSONValue?

    var json: JSONValue {
        .object(
            [JSONMember("code", .integer(code)), JSONMember("message", .string(message))]
                + (data.map { [JSONMember("data", $0)] } ?? []))
    }
}

/// Requests and answers of JSON-RPC 2.0 over HTTP: single ones, batches and notifications.
struct CallEnvelope {
    static let batchCountMax = 64
    /// Bytes of all answers of a batch, after which its further calls are refused.
    static let answerByteCountMax = 16 << 20

    /// The result of a method with parameters by position.
    let result: (_ method: String, _ parameters: [JSONValue]) throws(CallError) -> JSONValue

    func answer(body: [UInt8]) -> WebAnswer {
        let document: JSONValue
        do throws(JSONParseError) {
            document = try JSONParser.parse(body, byteCountMax: .max)
        } catch {
            return Self.answer(
                Self.failure(
                    CallError(code: CallError.parse, message: "expected JSON, got: \(error)"),
                    id: .null))
        }
        guard case .array(let requests) = document else {
            return answer(to: document).map(Self.answer) ?? Self.nothing
        }
        guard (1...Self.batchCountMax).contains(requests.count) else {
            return Self.answer(
                Self.failure(
                    CallError(
                        code: CallError.request,
                        message: "expected 1 to \(Self.batchCountMax) calls, got "
                            + "\(requests.count)"),
                    id: .null))
        }
        let texts = batch(requests)
        guard !texts.isEmpty else { return Self.nothing }
        return WebAnswer(
            status: LearningStatus.taken,
            body: Array("[\(texts.joined(separator: ","))]".utf8))
    }

    private func batch(_ requests: [JSONValue]) -> [String] {
        var texts: [String] = []
        var byteCount = 0
        for request in requests {
            let isFull = byteCount > Self.answerByteCountMax
            guard let answer = isFull ? Self.overfull(request) : answer(to: request) else {
                continue
            }
            let text = answer.compactText
            byteCount += text.utf8.count
            texts.append(text)
        }
        return texts
    }

    private static func overfull(_ request: JSONValue) -> JSONValue? {
        guard let id = request.member("id") else { return nil }
        return failure(
            CallError(code: CallError.limit, message: "the batch's answers are too long"),
            id: isID(id) ? id : .null)
    }

    private static let nothing = WebAnswer(
        status: LearningStatus.nothing, contentType: "", body: [])

    private static func answer(_ value: JSONValue) -> WebAnswer { .taken(value) }

    // MARK: One call

    /// Nil for a notification, whatever came of it.
    private func answer(to request: JSONValue) -> JSONValue? {
        let id = request.member("id")
        do throws(CallError) {
            let (method, parameters) = try Self.call(request)
            let result = try result(method, parameters)
            return id.map { Self.success(result, id: $0) }
        } catch {
            // What is no request at all cannot be a notification.
            guard let id else {
                return error.code == CallError.request ? Self.failure(error, id: .null) : nil
            }
            return Self.failure(error, id: Self.isID(id) ? id : .null)
        }
    }

    private static func call(
        _ request: JSONValue
    ) throws(CallError) -> (method: String, parameters: [JSONValue]) {
        func expect(_ holds: Bool, _ what: String) throws(CallError) {
            guard holds else { throw CallError(code: CallError.request, message: what) }
        }
        try expect(request.objectValue != nil, "expected an object, got \(request.kind)")
        try expect(
            request.member("jsonrpc")?.stringValue.map { $0.utf8.elementsEqual("2.0".utf8) }
                ?? false, "jsonrpc: expected \"2.0\"")
        try expect(
            request.member("id").map(isID) ?? true, "id: expected a text, a number or null")
        guard let method = request.member("method")?.stringValue else {
            throw CallError(code: CallError.request, message: "method: expected a text")
        }
        switch request.member("params") {
        case nil: return (method, [])
        case .array(let parameters)?: return (method, parameters)
        case .object?:
            throw CallError(
                code: CallError.parameters, message: "params: expected them by position")
        case let other?:
            throw CallError(
                code: CallError.request, message: "params: expected an array, got \(other.kind)")
        }
    }

    private static func isID(_ value: JSONValue) -> Bool {
        switch value {
        case .null, .number, .string: true
        case .boolean, .array, .object: false
        }
    }

    private static func success(_ result: JSONValue, id: JSONValue) -> JSONValue {
        .object([
            JSONMember("jsonrpc", .string("2.0")), JSONMember("id", id),
            JSONMember("result", result),
        ])
    }

    private static func failure(_ error: CallError, id: JSONValue) -> JSONValue {
        .object([
            JSONMember("jsonrpc", .string("2.0")), JSONMember("id", id),
            JSONMember("error", error.json),
        ])
    }
}
