package import Cryptography

/// The events of a trial, line by line: the same seed gives the same log, byte for byte.
package struct EventLog: Sendable {
    package private(set) var lines: [String] = []
    private var hasher = SHA256Hasher()

    package init() {}

    package mutating func note(_ milliseconds: Int, _ what: String) {
        let line = "\(milliseconds) \(what)"
        hasher.update(Array(line.utf8) + [UInt8(ascii: "\n")])
        lines.append(line)
    }

    /// SHA-256 of all lines so far, each with a line feed.
    package var digest: Digest { hasher.finalized() }
}
