internal import Cryptography
internal import Encodings
internal import Routing

/// The face that clients of OpenAI's interface talk to: `/v1/models` and `/v1/chat/completions`.
///
/// The model continues the texts of all messages; it takes the likeliest token whatever temperature
/// is asked for.
struct ChatFace {
    private static let prefix = "/v1/"
    /// The longest prompt that is cut into tokens.
    private static let promptByteCountMax = 1 << 16

    let model: any ChatModel
    /// Tokens that a text gets where the request says nothing, and at most.
    let tokenCountMax: Int

    /// Nil for a path of another face.
    func answer(_ request: WebRequest, atMilliseconds milliseconds: Int) -> WebAnswer? {
        guard request.path.utf8.starts(with: Self.prefix.utf8) else { return nil }
        do throws(ChatRefusal) {
            switch (request.path, request.method) {
            case ("/v1/models", "GET"):
                return .taken(
                    .object([
                        JSONMember("object", .string("list")),
                        JSONMember("data", .array([modelObject])),
                    ]))
            case ("/v1/chat/completions", "POST"):
                return try completion(ChatRequest(request.body), milliseconds / 1_000)
            case ("/v1/models", _), ("/v1/chat/completions", _):
                throw ChatRefusal(status: LearningStatus.method, message: "expected another method")
            case (_, "GET") where request.path == "/v1/models/\(model.name)":
                return .taken(modelObject)
            default:
                throw ChatRefusal(
                    status: LearningStatus.unknown, message: "nothing is served there")
            }
        } catch {
            return WebAnswer(status: error.status, body: Array(error.json.compactText.utf8))
        }
    }

    private var modelObject: JSONValue {
        .object([
            JSONMember("id", .string(model.name)), JSONMember("object", .string("model")),
            JSONMember("created", .integer(0)), JSONMember("owned_by", .string("glyphlab")),
        ])
    }

    private func completion(_ request: ChatRequest, _ seconds: Int) throws(ChatRefusal) -> WebAnswer
    {
        if let name = request.model, !name.utf8.elementsEqual(model.name.utf8) {
            throw ChatRefusal(
                status: LearningStatus.unknown,
                message: "model: expected \(model.name), got "
                    + JSONValue.quoted(name, scalarCountMax: 60),
                parameter: "model", code: "model_not_found")
        }
        let completion: ChatCompletion?
        do {
            completion =
                request.prompt.utf8.count > Self.promptByteCountMax
                ? nil
                : try model.completion(
                    of: request.prompt,
                    tokenCountMax: min(request.tokenCountMax ?? tokenCountMax, tokenCountMax))
        } catch {
            throw ChatRefusal(status: 500, message: "the model failed: \(error)")
        }
        guard let completion else {
            throw ChatRefusal(
                status: 400,
                message: "messages: expected less than \(model.contextTokenCount) tokens together",
                parameter: "messages", code: "context_length_exceeded")
        }
        let answer = ChatAnswer(
            completion: completion, model: model.name, prompt: request.prompt, seconds: seconds)
        return request.isStream ? answer.stream(hasUsage: request.hasUsage) : answer.whole
    }
}

/// A chat's next message, whole or as a stream of events.
private struct ChatAnswer {
    let completion: ChatCompletion
    let model: String
    let prompt: String
    let seconds: Int

    private var reason: JSONValue { .string(completion.isEnded ? "stop" : "length") }

    private var usage: JSONValue {
        let (asked, added) = (completion.promptTokenCount, completion.pieces.count)
        return .object([
            JSONMember("prompt_tokens", .integer(asked)),
            JSONMember("completion_tokens", .integer(added)),
            JSONMember("total_tokens", .integer(asked + added)),
        ])
    }

    private func object(_ kind: String, _ members: [JSONMember]) -> JSONValue {
        let digest = Digests.sha256("\(seconds)\n\(prompt)".utf8)
        return .object(
            [
                JSONMember("id", .string("chatcmpl-" + digest.text.prefix(24))),
                JSONMember("object", .string(kind)), JSONMember("created", .integer(seconds)),
                JSONMember("model", .string(model)),
            ] + members)
    }

    var whole: WebAnswer {
        let message = JSONValue.object([
            JSONMember("role", .string("assistant")),
            JSONMember("content", .string(completion.text)),
        ])
        return .taken(
            object(
                "chat.completion",
                [
                    JSONMember(
                        "choices",
                        .array([
                            .object([
                                JSONMember("index", .integer(0)), JSONMember("message", message),
                                JSONMember("logprobs", .null), JSONMember("finish_reason", reason),
                            ])
                        ])),
                    JSONMember("usage", usage),
                ]))
    }

    /// Server-sent events, which all come with the answer's end.
    func stream(hasUsage: Bool) -> WebAnswer {
        func chunk(_ delta: [JSONMember], _ reason: JSONValue) -> JSONValue {
            let choice = JSONValue.object([
                JSONMember("index", .integer(0)), JSONMember("delta", .object(delta)),
                JSONMember("finish_reason", reason),
            ])
            return object(
                "chat.completion.chunk",
                [JSONMember("choices", .array([choice]))]
                    + (hasUsage ? [JSONMember("usage", .null)] : []))
        }
        var chunks = [
            chunk(
                [JSONMember("role", .string("assistant")), JSONMember("content", .string(""))],
                .null)
        ]
        chunks += completion.parts.map { chunk([JSONMember("content", .string($0))], .null) }
        chunks.append(chunk([], reason))
        if hasUsage {
            chunks.append(
                object(
                    "chat.completion.chunk",
                    [JSONMember("choices", .array([])), JSONMember("usage", usage)]))
        }
        let events = chunks.map { "data: \($0.compactText)\n\n" } + ["data: [DONE]\n\n"]
        return WebAnswer(
            status: LearningStatus.taken, contentType: "text/event-stream; charset=utf-8",
            body: Array(events.joined().utf8))
    }
}
