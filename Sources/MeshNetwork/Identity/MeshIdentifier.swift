package import Cryptography

/// A place in the space of ids: 256 bits, big-endian, of nodes and of records.
package struct MeshIdentifier: Sendable, Hashable, Comparable {
    /// From the highest to the lowest.
    private let word0, word1, word2, word3: UInt64

    package static let byteCount = 32

    /// Nil unless there are 32 bytes.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.init(digest: Digest(bytes: bytes))
    }

    package init(digest: Digest) {
        let bytes = digest.bytes
        func word(_ place: Int) -> UInt64 {
            bytes[8 * place..<8 * place + 8].reduce(0) { $0 << 8 | UInt64($1) }
        }
        (word0, word1, word2, word3) = (word(0), word(1), word(2), word(3))
    }

    private init(_ word0: UInt64, _ word1: UInt64, _ word2: UInt64, _ word3: UInt64) {
        (self.word0, self.word1, self.word2, self.word3) = (word0, word1, word2, word3)
    }

    package var bytes: [UInt8] {
        [word0, word1, word2, word3].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) }
        }
    }

    /// The highest 64 bits: enough for a drawing.
    package var prefix: UInt64 { word0 }

    /// The exclusive or of two places.
    package func distance(to other: MeshIdentifier) -> MeshIdentifier {
        MeshIdentifier(
            word0 ^ other.word0, word1 ^ other.word1, word2 ^ other.word2, word3 ^ other.word3)
    }

    /// Leading bits that two places share: 0 to 256.
    package func sharedBitCount(with other: MeshIdentifier) -> Int {
        let distance = distance(to: other)
        var count = 0
        for word in [distance.word0, distance.word1, distance.word2, distance.word3] {
            count += word.leadingZeroBitCount
            if word != 0 { break }
        }
        return count
    }

    package static func < (first: MeshIdentifier, second: MeshIdentifier) -> Bool {
        if first.word0 != second.word0 { return first.word0 < second.word0 }
        if first.word1 != second.word1 { return first.word1 < second.word1 }
        if first.word2 != second.word2 { return first.word2 < second.word2 }
        return first.word3 < second.word3
    }
}
