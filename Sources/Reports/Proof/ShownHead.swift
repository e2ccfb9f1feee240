package import Fingerprints

/// A prompt's head whose cascade is drawn.
package struct ShownHead: Sendable {
    package let salt: String
    package let prompt: String
    package let print: Fingerprint.HeadPrint
    /// The labels of the row's values: the tokens of the prompt.
    package let tokens: [String]

    package init(
        salt: String, prompt: String, print: Fingerprint.HeadPrint, tokens: [String]
    ) {
        self.salt = salt
        self.prompt = prompt
        self.print = print
        self.tokens = tokens
    }

    package var text: String {
        "\"\(prompt)\", salt \(salt)\n" + CascadeText.drawing(print, tokens: tokens)
    }
}
