internal import Encodings

/// A refusal in the form that clients of OpenAI's interface expect.
struct ChatRefusal: Error {
    let status: Int
    let message: String
    var parameter: String?
    var code: String?

    var json: JSONValue {
        .object([
            JSONMember(
                "error",
                .object([
                    JSONMember("message", .string(message)),
                    JSONMember(
                        "type",
                        .string(status < 500 ? "invalid_request_error" : "server_error")),
                    JSONMember("param", parameter.map(JSONValue.string) ?? .null),
                    JSONMember("code", code.map(JSONValue.string) ?? .null),
                ]))
        ])
    }
}

/// A request for a chat's next message.
struct ChatRequest {
    static let messageCountMax = 1_024
    private static let roles = ["system", "developer", "user", "assistant", "tool", "function"]

    /// Nil where the request names none.
    let model: String?
    /// All messages' texts, a line each.
    let prompt: String
    /// Nil where the request leaves it to the server.
    let tokenCountMax: Int?
    let isStream: Bool
    /// Whether a stream ends with the count of its tokens.
    let hasUsage: Bool

    /// **Throws:** ``ChatRefusal``.
    init(_ body: [UInt8]) throws(ChatRefusal) {
        let document: JSONValue
        do throws(JSONParseError) {
            document = try JSONParser.parse(body, byteCountMax: .max)
        } catch {
            throw ChatRefusal(status: 400, message: "expected JSON, got: \(error)")
        }
        guard document.objectValue != nil else {
            throw ChatRefusal(status: 400, message: "expected an object, got \(document.kind)")
        }
        func member(_ key: String) -> JSONValue? {
            if case .null? = document.member(key) { return nil }
            return document.member(key)
        }
        func refusal(_ key: String, _ expected: String) -> ChatRefusal {
            ChatRefusal(
                status: 400,
                message: "\(key): expected \(expected), got \(member(key)?.kind ?? "nothing")",
                parameter: key)
        }
        model = member("model")?.stringValue
        if member("model") != nil, model == nil { throw refusal("model", "a text") }
        prompt = try Self.prompt(member("messages"))
        if let count = member("n"), count.integerValue != 1 { throw refusal("n", "1") }
        if let value = member("stream"), value.booleanValue == nil {
            throw refusal("stream", "true or false")
        }
        isStream = member("stream")?.booleanValue ?? false
        hasUsage = member("stream_options")?.member("include_usage")?.booleanValue ?? false
        var countMax: Int?
        for key in ["max_tokens", "max_completion_tokens"] {
            guard let value = member(key) else { continue }
            guard let count = value.integerValue, count >= 1 else {
                throw refusal(key, "an integer from 1 on")
            }
            countMax = min(count, countMax ?? count)
        }
        tokenCountMax = countMax
    }

    private static func prompt(_ value: JSONValue?) throws(ChatRefusal) -> String {
        guard let messages = value?.arrayValue, (1...messageCountMax).contains(messages.count)
        else {
            throw ChatRefusal(
                status: 400, message: "messages: expected 1 to \(messageCountMax) messages",
                parameter: "messages")
        }
        var texts: [String] = []
        for (index, message) in messages.enumerated() {
            let place = "messages[\(index)]"
            guard let role = message.member("role")?.stringValue,
                roles.contains(where: { $0.utf8.elementsEqual(role.utf8) })
            else {
                throw ChatRefusal(
                    status: 400, message: "\(place).role: expected one of \(roles)",
                    parameter: "messages")
            }
            texts.append(try text(message.member("content"), place))
        }
        return texts.joined(separator: "\n")
    }

    /// A text, or parts of the type `text`.
    private static func text(
        _ value: JSONValue?, _ place: String
    ) throws(ChatRefusal) -> String {
        if let text = value?.stringValue { return text }
        guard let parts = value?.arrayValue, parts.count <= messageCountMax else {
            throw ChatRefusal(
                status: 400, message: "\(place).content: expected a text", parameter: "messages")
        }
        var text = ""
        for part in parts {
            guard part.member("type")?.stringValue == "text",
                let more = part.member("text")?.stringValue
            else {
                throw ChatRefusal(
                    status: 400, message: "\(place).content: expected parts of the type text",
                    parameter: "messages")
            }
            text += more
        }
        return text
    }
}
