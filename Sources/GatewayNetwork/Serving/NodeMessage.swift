internal import Encodings

/// The requests of a gateway to a node over HTTP, and a node's answers, as JSON.
enum NodeMessage {
    static let servePath = "/serve"
    static let countersignPath = "/countersign"
    static let healthPath = "/health"
    static let signatureKey = "node_sig"
    /// The bytes of a request or an answer.
    static let byteCountMax = 1 << 20

    static func bytes(_ request: NodeRequest) -> [UInt8] {
        JSONValue.object([
            JSONMember("gateway", .string(request.gateway)),
            JSONMember("max_tokens", .integer(request.maxTokens)),
            JSONMember("prompt", .string(request.prompt)),
            JSONMember("session", .string(request.session)),
        ]).compactText.bytes
    }

    /// Nil for other bytes than such a request's.
    static func request(_ bytes: [UInt8]) -> NodeRequest? {
        guard let value = try? JSONParser.parse(bytes, byteCountMax: byteCountMax),
            let gateway = value.member("gateway")?.stringValue,
            let maxTokens = value.member("max_tokens")?.integerValue,
            let prompt = value.member("prompt")?.stringValue,
            let session = value.member("session")?.stringValue
        else { return nil }
        return NodeRequest(
            gateway: gateway, session: session, prompt: prompt, maxTokens: maxTokens)
    }

    static func value(_ answer: NodeAnswer) -> JSONValue {
        .object([
            JSONMember("input_tokens", .integer(answer.inputTokens)),
            JSONMember("output_tokens", .integer(answer.outputTokens)),
            JSONMember("text", .string(answer.text)),
            JSONMember("wall_time_ms", .integer(answer.wallMilliseconds)),
        ])
    }

    /// Nil for other bytes than such an answer's.
    static func answer(_ bytes: [UInt8]) -> NodeAnswer? {
        guard let value = try? JSONParser.parse(bytes, byteCountMax: byteCountMax),
            let inputTokens = value.member("input_tokens")?.integerValue,
            let outputTokens = value.member("output_tokens")?.integerValue,
            let text = value.member("text")?.stringValue,
            let milliseconds = value.member("wall_time_ms")?.integerValue
        else { return nil }
        return NodeAnswer(
            text: text, inputTokens: inputTokens, outputTokens: outputTokens,
            wallMilliseconds: milliseconds)
    }
}
