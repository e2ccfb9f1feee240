internal import Cryptography
internal import Fingerprints
internal import Inference
internal import Platform
internal import Tensors

/// A miner's search for an address whose salt reads few layers: addresses are free.
public struct AddressSearch: Sendable, Equatable {
    public let tryCount: Int
    /// [L]: of how many salts this is the deepest layer that is read.
    public let deepestCounts: [Int]
    /// The best: the first of those that read the fewest layers, and its place among all tries.
    public let address: String
    public let bestTry: Int

    /// The layers that the best salt's heads lie in, counted from the first.
    public var readLayerCount: Int { (deepestCounts.firstIndex { $0 > 0 } ?? 0) + 1 }

    /// Of all salts' deepest layers, counted from 1.
    public var deepestMean: Ratio {
        Ratio(
            deepestCounts.enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element }, tryCount)
    }

    /// The block that all attempts are on: one that was never mined.
    static func previousHash(seed: String) -> String {
        Digests.sha256("glyphlab advantage block|\(seed)".utf8).text
    }

    /// 40 hex digits, as an address of nobody.
    static func address(seed: String, index: Int) -> String {
        String(Digests.sha256("glyphlab advantage address \(index)|\(seed)".utf8).text.prefix(40))
    }

    /// As the published chain salts a miner's prompts.
    static func salt(previousHash: String, miner: String) -> String {
        "salt_" + Digests.sha256("\(previousHash)|\(miner)".utf8).text.prefix(16)
    }

    /// **Determinism:** the same for every number of threads.
    init(_ shape: TransformerShape, _ settings: MinerAdvantage.Settings) throws {
        let (tryCount, partCount) = (settings.saltCount, settings.threadCount)
        let seed = settings.seed
        let previousHash = Self.previousHash(seed: seed)
        let parts = Threads.map(count: partCount, threadCount: partCount) { part in
            var counts = [Int](repeating: 0, count: shape.layerCount)
            var best = (layer: Int.max, index: 0)
            for index in tryCount * part / partCount..<tryCount * (part + 1) / partCount {
                let salt = Self.salt(
                    previousHash: previousHash, miner: Self.address(seed: seed, index: index))
                let deepest = Self.deepestLayer(salt, shape)
                counts[deepest] += 1
                if deepest < best.layer { best = (deepest, index) }
            }
            return (counts: counts, best: best)
        }
        var counts = [Int](repeating: 0, count: shape.layerCount)
        var best = (layer: Int.max, index: 0)
        for part in parts {
            for (layer, count) in part.counts.enumerated() { counts[layer] += count }
            if part.best.layer < best.layer { best = part.best }
        }
        self.tryCount = tryCount
        deepestCounts = counts
        bestTry = best.index
        address = Self.address(seed: seed, index: best.index)
    }

    /// Counted from 0.
    static func deepestLayer(_ salt: String, _ shape: TransformerShape) -> Int {
        HeadSelection.heads(
            salt: salt, layerCount: shape.layerCount, headCount: shape.headCount
        ).last!.layer
    }
}
