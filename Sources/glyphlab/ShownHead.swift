import Fingerprints
import Reports

/// A prompt's head whose cascade is drawn.
struct ShownHead {
    let salt: String
    let prompt: String
    let print: Fingerprint.HeadPrint
    /// What the row's values are called.
    let tokens: [String]

    var text: String {
        "\"\(prompt)\", salt \(salt)\n" + CascadeText.drawing(print, tokens: tokens)
    }
}
