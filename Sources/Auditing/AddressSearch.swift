internal import Cryptography
internal import Fingerprints
internal import Inference
internal import Platform
internal import Tensors

/// A miner's search for an address whose salt reads few layers: addresses are free.
package struct AddressSearch: Sendable, Equatable {
    package let tryCount: Int
    /// [L]: the number of tried salts whose deepest layer that is read is this one.
    package let deepestCounts: [Int]
    /// The best address: the first whose salt reads the fewest layers. `bestTry` is its place among
    /// all tries.
    package let address: String
    package let bestTry: Int

    /// The number of layers that the best salt reads, counted from the first layer.
    package var readLayerCount: Int { (deepestCounts.firstIndex { $0 > 0 } ?? 0) + 1 }

    /// The mean of all salts' deepest layers, counted from 1.
    package var deepestMean: Ratio {
        Ratio(
            deepestCounts.enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element }, tryCount)
    }

    /// The hash of the block that all attempts are on; no such block was ever mined.
    static func previousHash(seed: String) -> String {
        Digests.sha256("glyphlab advantage block|\(seed)".utf8).text
    }

    /// An address of 40 hex digits to which nobody has a key.
    static func address(seed: String, index: Int) -> String {
        String(Digests.sha256("glyphlab advantage address \(index)|\(seed)".utf8).text.prefix(40))
    }

    /// The salt of a miner's prompts as the published chain makes it.
    static func salt(previousHash: String, miner: String) -> String {
        "salt_" + Digests.sha256("\(previousHash)|\(miner)".utf8).text.prefix(16)
    }

    /// Tries `saltCount` addresses that follow from the settings' seed.
    ///
    /// **Determinism:** the result is the same for every number of threads.
    init(_ shape: TransformerShape, _ settings: MinerAdvantageSettings) throws {
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

    /// The deepest layer of the heads that `salt` selects, counted from 0.
    static func deepestLayer(_ salt: String, _ shape: TransformerShape) -> Int {
        HeadSelection.heads(
            salt: salt, layerCount: shape.layerCount, headCount: shape.headCount
        ).last!.layer
    }
}
