/// A model that a chat's text comes from. It takes the likeliest token always, in integers.
package protocol ChatModel: Sendable {
    var name: String { get }
    /// Tokens that a prompt and its continuation have together at most.
    var contextTokenCount: Int { get }

    /// A prompt's continuation by at most so many tokens; nil for a prompt that does not fit the
    /// context. Blocks.
    func completion(of prompt: String, tokenCountMax: Int) throws -> ChatCompletion?
}

/// A prompt's continuation, as tokens.
package struct ChatCompletion: Sendable {
    package let promptTokenCount: Int
    /// The bytes of each token that was added: characters may be spread over several.
    package let pieces: [[UInt8]]
    /// Whether the model ended the text, in place of a bound.
    package let isEnded: Bool

    package init(promptTokenCount: Int, pieces: [[UInt8]], isEnded: Bool) {
        self.promptTokenCount = promptTokenCount
        self.pieces = pieces
        self.isEnded = isEnded
    }

    var text: String { String(decoding: pieces.joined(), as: UTF8.self) }

    /// The text in parts, none of which ends within a character.
    var parts: [String] {
        var parts: [String] = []
        var bytes: [UInt8] = []
        for (place, piece) in pieces.enumerated() {
            bytes += piece
            let isLast = place == pieces.count - 1
            guard isLast || String(validating: bytes, as: UTF8.self) != nil else { continue }
            parts.append(String(decoding: bytes, as: UTF8.self))
            bytes = []
        }
        return parts
    }
}
