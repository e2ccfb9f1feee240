public import Cryptography

/// The events of a trial, line by line: the same seed gives the same log, byte for byte.
public struct EventLog: Sendable {
    public private(set) var lines: [String] = []
    private var hasher = SHA256Hasher()

    public init() {}

    public mutating func note(_ milliseconds: Int, _ what: String) {
        let line = "\(milliseconds) \(what)"
        hasher.update(Array(line.utf8) + [UInt8(ascii: "\n")])
        lines.append(line)
    }

    /// SHA-256 of all lines so far, each with a line feed.
    public var digest: Digest { hasher.finalized() }
}
