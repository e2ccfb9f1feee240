import ArgumentParser
import Encodings
import Reports

struct LearningClientChat: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat",
        abstract: "Ask a node's model for a text, by /v1/chat/completions.",
        discussion: """
            Example: glyphlab system client learning chat --node http://127.0.0.1:8080 \
            --prompt "The king said"
            """)

    @OptionGroup var node: LearningNodeOption

    @Option(help: "The text to continue.")
    var prompt: String

    @Option(help: "How many tokens are asked for.")
    var maxTokens = 64

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard maxTokens >= 1 else {
            throw ValidationError("max-tokens: expected 1 at least, got \(maxTokens)")
        }
    }

    func run() throws {
        try Outcome.ending {
            let message = JSONValue.object([
                JSONMember("role", .string("user")), JSONMember("content", .string(prompt)),
            ])
            let answer = try node.calls.chat(
                .object([
                    JSONMember("messages", .array([message])),
                    JSONMember("max_tokens", .integer(maxTokens)),
                ]))
            let text = answer.member("choices")?.arrayValue?.first?.member("message")?
                .member("content")?.stringValue
            guard let text else {
                throw Failure(
                    outcome: .doesNotHold, message: "\(node.node.text): expected a text, got none")
            }
            format.write(text: text + "\n", json: answer)
            return .holds
        }
    }
}
