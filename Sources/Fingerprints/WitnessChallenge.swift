public import Cryptography

/// The sizes of a model that a challenge depends on.
public struct WitnessShape: Sendable, Equatable {
    public let layerCount: Int
    public let headCount: Int
    public let width: Int
    public let vocabularyCount: Int

    /// **Precondition:** all at least 1; heads of all layers, and the vocabulary, below 2^31.
    public init(layerCount: Int, headCount: Int, width: Int, vocabularyCount: Int) {
        let counts = [layerCount, headCount, width, vocabularyCount]
        precondition(
            counts.allSatisfy { (1...Int(Int32.max)).contains($0) }
                && layerCount * headCount <= Int(Int32.max),
            "a shape of \(counts)")
        self.layerCount = layerCount
        self.headCount = headCount
        self.width = width
        self.vocabularyCount = vocabularyCount
    }
}

/// The challenge that follows from a seed in the `hardened` profile: an input that nobody chose,
/// and the heads that are read.
///
/// Golden-bearing. Tokens alone would leave the first position one of V inputs, which a table could
/// hold; with the offsets no two attempts share even that, so no cache or shared prefix helps.
public struct WitnessChallenge: Sendable, Equatable {
    /// T, of every attempt.
    public static let tokenCount = 32

    /// [T], each below the vocabulary's count.
    public let tokenIDs: [Int32]
    /// min(6, L · H) heads, ascending by layer and head.
    public let heads: [Head]
    /// [T, C] row-major, Q16, within ±2^15: what is added to the embedding before its clamp.
    public let offsets: [Int32]

    /// **Determinism:** drawn from the seed's stream in the order of the properties; numbers below
    /// a count by rejection, so that all are equally likely.
    /// **Precondition:** the seed is 32 bytes.
    public init(seed: Digest, shape: WitnessShape) {
        var stream = WitnessStream(seed: seed)
        tokenIDs = (0..<Self.tokenCount).map { _ in
            Int32(stream.index(below: shape.vocabularyCount))
        }
        let candidateCount = shape.layerCount * shape.headCount
        var drawn: [Int] = []
        while drawn.count < min(HeadSelection.headCountMax, candidateCount) {
            let candidate = stream.index(below: candidateCount)
            if !drawn.contains(candidate) { drawn.append(candidate) }
        }
        heads = drawn.sorted().map {
            Head(layer: $0 / shape.headCount, head: $0 % shape.headCount)
        }
        let bytes = stream.bytes(count: 2 * Self.tokenCount * shape.width)
        offsets = stride(from: 0, to: bytes.count, by: 2).map { index in
            let bits = UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
            return Int32(Int16(bitPattern: bits))
        }
    }
}

/// Bytes that follow from a seed: SHA-256 of the domain, the seed and a counter, block by block.
private struct WitnessStream {
    private static let domain = Array("glyphlab/hardened/1/stream".utf8)

    private var hasher = SHA256Hasher()
    private var blockCount: UInt32 = 0
    private var left: [UInt8] = []

    init(seed: Digest) {
        precondition(seed.bytes.count == 32, "a seed of \(seed.bytes.count) bytes")
        hasher.update(Self.domain + seed.bytes)
    }

    /// The next bytes; as many blocks as they need are hashed at once.
    mutating func bytes(count: Int) -> [UInt8] {
        let missing = max(count - left.count, 0)
        let size = SHA256Hasher.digestByteCount
        let end = blockCount + UInt32((missing + size - 1) / size)
        let bytes = left + hasher.digests(counters: blockCount..<end)
        blockCount = end
        left = Array(bytes[count...])
        return Array(bytes[..<count])
    }

    /// Uniform: 32-bit numbers beyond the last whole multiple of the count are drawn again.
    /// **Precondition:** 1 ≤ count < 2^32.
    mutating func index(below count: Int) -> Int {
        let limit = (1 << 32) / count * count
        while true {
            let candidate = bytes(count: 4).reduce(0) { $0 << 8 | Int($1) }
            if candidate < limit { return candidate % count }
        }
    }
}
