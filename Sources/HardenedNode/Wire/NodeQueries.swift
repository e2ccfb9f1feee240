package import Cryptography
internal import Encodings

/// A height and the hash of the block there: a reader needs no table of hashes to find it.
package struct ChainPoint: Sendable, Equatable {
    package let height: Int
    package let hash: Digest

    package init(height: Int, hash: Digest) {
        self.height = height
        self.hash = hash
    }

    package var text: String { "\(height):\(hash.text)" }

    package init?(_ text: Substring) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let height = NodeQueries.number(parts[0]),
            let hash = Hexadecimal.bytes(of: String(parts[1])), hash.count == 32
        else { return nil }
        self.init(height: height, hash: Digest(bytes: hash))
    }
}

/// The query of `GET /headers`: the headers after the first of these points that the reader's
/// chain has.
package struct HeadersQuery: Sendable, Equatable {
    package static let path = "/headers"

    package let have: [ChainPoint]

    package init(have: [ChainPoint]) {
        self.have = have
    }

    package var text: String { "have=" + have.map(\.text).joined(separator: ",") }

    /// Nil for any other text.
    package init?(_ text: String) {
        guard text.utf8.count <= HardenedNodeLimits.queryByteCountMax, text.hasPrefix("have=")
        else { return nil }
        let parts = text.dropFirst(5).split(separator: ",", omittingEmptySubsequences: false)
        let points = parts.compactMap { ChainPoint($0) }
        guard points.count == parts.count, points.count <= HardenedNodeLimits.locatorCountMax else {
            return nil
        }
        have = points
        guard self.text.utf8.elementsEqual(text.utf8) else { return nil }
    }
}

/// The query of `GET /blocks`: so many blocks from a height on, of the chain that leads to the last
/// of them.
package struct BlocksQuery: Sendable, Equatable {
    package static let path = "/blocks"

    package let first: Int
    package let count: Int
    /// The hash of the block at height `first + count − 1`.
    package let last: Digest

    package init(first: Int, count: Int, last: Digest) {
        self.first = first
        self.count = count
        self.last = last
    }

    package var text: String { "first=\(first)&count=\(count)&last=\(last.text)" }

    /// Nil for any other text, and for more blocks than an answer has.
    package init?(_ text: String) {
        guard text.utf8.count <= HardenedNodeLimits.queryByteCountMax else { return nil }
        let parts = text.split(separator: "&", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].hasPrefix("first="), parts[1].hasPrefix("count="),
            parts[2].hasPrefix("last="), let first = NodeQueries.number(parts[0].dropFirst(6)),
            let count = NodeQueries.number(parts[1].dropFirst(6)),
            (1...HardenedNodeLimits.rangeBlockCountMax).contains(count),
            let last = Hexadecimal.bytes(of: String(parts[2].dropFirst(5))), last.count == 32
        else { return nil }
        self.init(first: first, count: count, last: Digest(bytes: last))
        guard self.text.utf8.elementsEqual(text.utf8) else { return nil }
    }
}

enum NodeQueries {
    /// A decimal number of at most 15 digits without leading zeros.
    static func number(_ text: Substring) -> Int? {
        let digits = Array(text.utf8)
        guard (1...15).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
            digits.count == 1 || digits[0] != 0x30
        else { return nil }
        return digits.reduce(0) { 10 * $0 + Int($1 - 0x30) }
    }
}
