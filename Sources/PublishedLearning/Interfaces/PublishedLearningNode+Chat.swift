internal import BigInt
internal import PythonValues
internal import PythonWeb

/// The face that looks like OpenAI's.
extension PublishedLearningNode {
    private static let modelName = PythonValue.text("pol-gpt")
    private static let defaultTokenCount = BigInt(100)

    private static let chatSchema = RequestSchema([
        RequestMember("model", .text, absent: modelName),
        RequestMember(
            "messages",
            .objects([RequestMember("role", .text), RequestMember("content", .text)])),
        RequestMember(
            "max_tokens", .integer, isNullable: true, absent: .integer(defaultTokenCount)),
        RequestMember("temperature", .float, isNullable: true),
        RequestMember("stream", .boolean, isNullable: true),
    ])

    static let models = PythonValue.object([
        "object": .text("list"),
        "data": .list([
            .object([
                "id": modelName, "object": .text("model"), "created": .integer(1_677_610_602),
                "owned_by": .text("proof-of-learning"), "permission": .list([]),
                "root": modelName, "parent": .none,
            ])
        ]),
    ])

    /// The answer to a chat's last message of the user: the others are not read.
    ///
    /// **Throws:** ``SchemaError``; ``RequestFailure`` where the model fails, or no message is the
    /// user's, which is an internal error, too.
    func chat(body: [UInt8]) throws -> PythonValue {
        let request = try Self.chatSchema.members(ofBody: body)
        let messages = try (request["messages"] ?? .none).elements()
        var prompt: PythonText?
        for message in messages where try message.member("role").equals(.text("user")) {
            prompt = try message.member("content").requiredText()
        }
        guard let prompt else {
            throw RequestFailure.refused(500, "400: No user message found")
        }
        do throws(PythonError) {
            return try completion(
                prompt: prompt, model: request["model"] ?? Self.modelName,
                tokenCountMax: request["max_tokens"] ?? .none)
        } catch {
            throw RequestFailure.refused(500, error.message)
        }
    }

    private func completion(
        prompt: PythonText, model: PythonValue, tokenCountMax: PythonValue
    ) throws(PythonError) -> PythonValue {
        var count = Self.defaultTokenCount
        if case .integer(let asked) = tokenCountMax, asked != 0 { count = asked }
        var text = try surroundings.generatedText(prompt: prompt, tokenCountMax: count)
        if text.codePoints.starts(with: prompt.codePoints) {
            let rest = Array(text.codePoints.dropFirst(prompt.codePoints.count))
            text = PythonText(codePoints: rest).stripped()
        }
        let (asked, answered) = (BigInt(prompt.words().count), BigInt(text.words().count))
        return .object([
            "id": .text("chatcmpl-" + (try PublishedHash.hash(.string(prompt))).prefix(8)),
            "object": .text("chat.completion"),
            "created": .integer(surroundings.hostSeconds()), "model": model,
            "choices": .list([
                .object([
                    "index": .integer(0),
                    "message": .object([
                        "role": .text("assistant"), "content": .string(text),
                    ]), "finish_reason": .text("stop"),
                ])
            ]),
            "usage": .object([
                "prompt_tokens": .integer(asked), "completion_tokens": .integer(answered),
                "total_tokens": .integer(asked + answered),
            ]),
        ])
    }
}
