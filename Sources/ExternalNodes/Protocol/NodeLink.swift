/// The laboratory's end of a conversation with one node: a line out, a line in.
package protocol NodeLink: AnyObject {
    /// Sends a request, its line feed apart, and waits for the answer.
    ///
    /// **Throws:** ``NodeLinkEnd``; nobody answers any more then.
    func answer(to line: [UInt8]) throws(NodeLinkEnd) -> [UInt8]
}

/// The end of a node, or of the process that speaks for it.
package enum NodeLinkEnd: Error, Equatable, CustomStringConvertible {
    /// It ended, or said nothing for too long. - Parameter lastWords: of its standard error, which
    /// may be others each time; empty for none.
    case died(String, lastWords: String)
    /// Its answer is longer than ``NodeWire/answerByteCountMax``: no answer at all.
    case talkative(String)

    /// The end without what may be another each time.
    var how: String {
        switch self {
        case .died(let how, _), .talkative(let how): how
        }
    }

    package var description: String {
        guard case .died(_, let words) = self, !words.isEmpty else { return how }
        return "\(how); its last words: \(words)"
    }
}

/// An adapter that does not keep to the protocol: the laboratory's side of the house, so that no
/// verdict on the node follows from it.
package struct AdapterFault: Error, Equatable, CustomStringConvertible {
    package let description: String

    init(_ what: String) {
        description = "the adapter: \(what)"
    }
}
