public import Fingerprints

/// A prompt's head whose cascade is drawn.
public struct ShownHead: Sendable {
    public let salt: String
    public let prompt: String
    public let print: Fingerprint.HeadPrint
    /// What the row's values are called.
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
