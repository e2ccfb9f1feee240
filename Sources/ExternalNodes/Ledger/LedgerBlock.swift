internal import Cryptography

/// A block of the toy ledger: its place, the block before it, its time and its transfers, a line
/// each.
struct LedgerBlock: Sendable {
    let height: Int
    /// The digest of the block before it, 64 hex digits.
    let previous: String
    /// Milliseconds since 1970.
    let time: Int
    /// Lines as they stand there, whatever they are.
    let lines: [[UInt8]]

    private static let lineFeed = UInt8(ascii: "\n")

    var bytes: [UInt8] {
        let head = "block \(height)\nprevious \(previous)\ntime \(time)\n"
        return Array(head.utf8) + lines.flatMap { $0 + [Self.lineFeed] }
    }

    /// The lines of a block that has this place, block before it and time; nil for any other bytes.
    static func lines(
        _ bytes: [UInt8], height: Int, previous: String, time: Int
    ) -> [[UInt8]]? {
        let parts = bytes.split(separator: lineFeed, omittingEmptySubsequences: false)
        guard parts.count >= 4, parts.last?.isEmpty == true else { return nil }
        let block = LedgerBlock(
            height: height, previous: previous, time: time,
            lines: parts[3..<parts.count - 1].map(Array.init))
        return block.bytes == bytes ? block.lines : nil
    }

    /// The name of a block's bytes, 64 hex digits.
    static func name(_ bytes: [UInt8]) -> String { Digests.sha256(bytes).text }
}
