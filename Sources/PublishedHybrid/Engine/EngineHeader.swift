internal import Ethereum

/// A header of the engine's blocks, ready to be hashed with one nonce after the other. Every block
/// has the number 1.
package struct EngineHeader: Sendable {
    static let difficulty: UInt64 = 1000
    static let number: UInt64 = 1
    static let gasLimit: UInt64 = 30_000_000
    /// Nonces from 0 on are tried, as many as this.
    package static let nonceCount: UInt64 = 1_000_000

    private static let nonceByteCount = 8

    /// The hash of the encoding up to the nonce.
    private let beginning: Keccak256

    package init(parent: EngineHash, time: UInt64, extra: [UInt8]) {
        func zeros(_ count: Int) -> [UInt8] {
            RecursiveLengthPrefix.text([UInt8](repeating: 0, count: count))
        }
        let encoded = RecursiveLengthPrefix.list([
            RecursiveLengthPrefix.text(parent.bytes),
            zeros(32), zeros(20), zeros(32), zeros(32), zeros(32), zeros(256),
            RecursiveLengthPrefix.integer(Self.difficulty),
            RecursiveLengthPrefix.integer(Self.number),
            RecursiveLengthPrefix.integer(Self.gasLimit),
            RecursiveLengthPrefix.integer(0),
            RecursiveLengthPrefix.integer(time),
            RecursiveLengthPrefix.text(extra),
            zeros(32), zeros(Self.nonceByteCount),
        ])
        var beginning = Keccak256()
        beginning.absorb(encoded.dropLast(Self.nonceByteCount))
        self.beginning = beginning
    }

    package func hash(nonce: UInt64) -> EngineHash {
        var keccak = beginning
        keccak.absorb(
            (0..<Self.nonceByteCount).reversed().map {
                UInt8(truncatingIfNeeded: nonce >> UInt64(8 * $0))
            })
        return EngineHash(keccak.digest())
    }

    /// The first nonce whose hash is at most 2^256 div the difficulty; nil where none is.
    package func mined() -> (nonce: UInt64, hash: EngineHash)? {
        for nonce in 0..<Self.nonceCount {
            let hash = hash(nonce: nonce)
            if !Self.target.lexicographicallyPrecedes(hash.bytes) { return (nonce, hash) }
        }
        return nil
    }

    /// 2^256 div the difficulty, in 32 bytes.
    private static let target: [UInt8] = {
        // Long division of a one and 32 zero bytes; the remainder stays below the difficulty, so
        // 256 times it and a byte more is below 2^18.
        var remainder: UInt64 = 1
        return (0..<EngineHash.byteCount).map { _ in
            remainder <<= 8
            defer { remainder %= difficulty }
            return UInt8(remainder / difficulty)
        }
    }()
}
