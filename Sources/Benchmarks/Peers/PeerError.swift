internal import Platform

/// Reasons for which another engine's measurements do not count.
package enum PeerError: Error, Equatable, CustomStringConvertible {
    /// The process gave no answer. - Parameter lastWords: of its standard error; empty for none.
    case ended(engine: String, work: String, how: String, lastWords: String)
    /// An answer that does not keep to the protocol.
    case nonsense(engine: String, work: String, expected: String, got: String)
    /// An engine that calls itself exact has another proof. - Parameter prompt: from 0 on.
    case wrongProof(engine: String, work: String, prompt: Int, expected: String, got: String)

    package var engine: String {
        switch self {
        case .ended(let engine, _, _, _), .nonsense(let engine, _, _, _),
            .wrongProof(let engine, _, _, _, _):
            engine
        }
    }

    /// Whether the engine's results are wrong, and not only missing.
    package var isWrongResult: Bool {
        if case .wrongProof = self { true } else { false }
    }

    /// The reason without the engine's name.
    package var reason: String {
        switch self {
        case .ended(_, let work, let how, let words):
            "\(work): expected an answer, got none: \(how)"
                + (words.isEmpty ? "" : "; its last words: \(words)")
        case .nonsense(_, let work, let expected, let got):
            "\(work): expected \(expected), got \(got)"
        case .wrongProof(_, let work, let prompt, let expected, let got):
            "\(work): prompt \(prompt): expected the proof \(expected) of an exact engine, "
                + "got \(got)"
        }
    }

    package var description: String { "bench: peers: \(engine): \(reason)" }
}
