internal import Encodings

/// Messages for people on standard error, which name files and quote texts of strangers.
package enum MessageText {
    /// The message with all that cannot be seen, or that steers a terminal, as JSON escapes it:
    /// `\u001b`. Line feeds stay: some messages have several lines.
    package static func escaped(_ message: String) -> String {
        message.unicodeScalars.map { scalar in
            guard scalar != "\n", ReportText.isHidden(scalar) else { return String(scalar) }
            return String(JSONValue.string(String(scalar)).compactText.dropFirst().dropLast())
        }.joined()
    }
}
