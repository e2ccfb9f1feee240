/// An oracle's answer, with its evidence.
package enum Finding: Sendable, Equatable {
    case intact(String)
    case violated(String)
}

extension Finding {
    /// The evidence for people. The log holds the oracle's own words, whose digest tells whether
    /// two versions saw the same, so that they are mended here.
    package var evidence: String {
        switch self {
        case .intact(let text), .violated(let text):
            text.hasPrefix("1 payments, each") ? "1 payment" + text.dropFirst(16) : text
        }
    }
}
