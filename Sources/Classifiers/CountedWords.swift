package import Cryptography

/// Words of 32 bits, big-endian, that everybody draws alike: the digests of a prefix followed by
/// u32 i, i = 0, 1, …, one after the other. Golden-bearing.
package struct CountedWords: Sendable {
    private let prefix: SHA256Hasher
    private var blockIndex: UInt32 = 0
    private var block: [UInt8] = []
    private var offset = 0

    /// - Parameter prefix: the hasher that has absorbed a system's domain, a tag and a seed.
    package init(prefix: SHA256Hasher) {
        self.prefix = prefix
    }

    /// The next word, whatever it is. **Bounds:** after 2^35 words they repeat; no draw of this
    /// laboratory comes near.
    package mutating func word() -> UInt32 {
        if offset == block.count {
            var hasher = prefix
            hasher.update(
                stride(from: UInt32(24), through: 0, by: -8).map { UInt8(blockIndex >> $0 & 255) })
            block = hasher.finalized().bytes
            blockIndex &+= 1
            offset = 0
        }
        defer { offset += 4 }
        return block[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The next first weights of a model: (word & 8191) − 4096, in Q16 within ±1/16.
    package mutating func firstWeights(_ count: Int) -> [Int32] {
        (0..<count).map { _ in Int32(word() & 8191) - 4096 }
    }
}
