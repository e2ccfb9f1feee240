public import Fingerprints

/// A prompt's head whose cascade is drawn.
public struct ShownHead: Sendable {
    public let salt: String
    public let prompt: String
    public let print: Fingerprint.HeadPrint
    /// The labels of the row's values: the tokens of the prompt.
    public let tokens: [String]

    public init(
        salt: String, prompt: String, print: Fingerprint.HeadPrint, tokens: [String]
    ) {
        self.salt = salt
        self.prompt = prompt
        self.print = print
        self.tokens = tokens
    }

    public var text: String {
        "\"\(prompt)\", salt \(salt)\n" + CascadeText.drawing(print, tokens: tokens)
    }
}
