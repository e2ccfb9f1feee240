package import Trials

/// How a text report is shown: in colour or not, and how many columns wide.
package struct TextStyle: Sendable, Equatable {
    /// The meaning of a piece of text, which decides on its colour.
    package enum Meaning: String, Sendable, CaseIterable {
        case good = "32"
        case bad = "1;31"
        case doubtful = "33"
        case strong = "1"
        case quiet = "2"
    }

    /// No colour and no width: what files and pipes get.
    package static let plain = TextStyle(isColoured: false, columns: nil)

    package let isColoured: Bool
    /// nil where lines may be of any length.
    package let columns: Int?

    package init(isColoured: Bool, columns: Int?) {
        self.isColoured = isColoured
        self.columns = columns
    }

    /// The text, in its meaning's colour where there are colours. Pad and cut before: the codes
    /// have no width but are characters.
    package func text(_ text: String, _ meaning: Meaning) -> String {
        guard isColoured, !text.isEmpty else { return text }
        return "\u{1B}[\(meaning.rawValue)m\(text)\u{1B}[0m"
    }
}

extension TextStyle.Meaning {
    /// A verdict's colour, whatever was expected.
    package init(_ verdict: Verdict) {
        switch verdict {
        case .held: self = .good
        case .broken, .labFault: self = .bad
        case .inconclusive, .notExercised, .invalidSubmission: self = .doubtful
        }
    }
}
