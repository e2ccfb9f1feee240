import Auditing
import Checkpoints
import Cryptography
import Foundation
import Inference
import Proving
import Tensors
import TestSupport
import Testing

@Suite("What the best miner saves")
struct MinerAdvantageTests {
    private static let nano = Vectors.house.appending(path: "Models/glyph-nano").path

    private func advantage(
        _ folder: String, seed: String = "a", salts: Int = 3_000, threads: Int = 2
    ) throws -> MinerAdvantage {
        let (checkpoint, tokenizer) = try ModelFolder(path: folder).load()
        return try MinerAdvantage(
            prover: Prover(
                tokenizer: tokenizer,
                transformer: Transformer(
                    weights: checkpoint.weights, backend: Backends.usable[0])),
            weightsHash: Digests.sha256("weights".utf8),
            settings: .init(
                seed: seed, attemptCount: 20, saltCount: salts, seedCount: 256,
                threadCount: threads))
    }

    @Test("No way of the published chain costs more than computing in full, and grinding pays most")
    func published() throws {
        let published = try advantage(Self.nano).published
        #expect(published.ways.map(\.name) == PublishedAdvantage.Way.Name.allCases)
        let costs = published.ways.map(\.multiplyAddCount)
        #expect(costs.allSatisfy { $0 > 0 && $0 <= costs[0] })
        #expect(costs.min() == costs.last)
        #expect(published.ways.map(\.batchAttemptCount) == [16, 16, 64, 64, 16, 64])
        #expect(published.ways.allSatisfy { $0.nanoseconds > 0 })
        let whole = published.ways[0]
        #expect(published.computed(whole) == Ratio(costs[0], costs[0]))
        #expect(published.computed(published.ways[5]) == Ratio(costs[0], costs[5]))
        let search = published.addresses
        #expect(search.deepestCounts.reduce(0, +) == 3_000)
        // Six heads do not fit into one layer of four.
        #expect(search.deepestCounts[0] == 0 && search.readLayerCount == 2)
        #expect(published.ways[4].readLayerCount == 2 && published.ways[5].readLayerCount == 2)
    }

    @Test("Nothing of the hardened chain can be left out or shared")
    func hardened() throws {
        let hardened = try advantage(Self.nano).hardened
        #expect(hardened.multiplyAddCount == hardened.neededMultiplyAddCount)
        #expect(hardened.tokenPairCount > 0 && hardened.sharingPairCount == 0)
        #expect(hardened.sharing.numerator == hardened.sharing.denominator)
        #expect(hardened.blockAttemptCount == 16 && hardened.stampBitCount == 14)
        for ratio in [hardened.freeHashing, hardened.freeStamps, hardened.together] {
            #expect(ratio.numerator >= ratio.denominator)
            #expect(!ratio.isAtMost(hundredths: 99))
        }
        #expect(hardened.meetsGoal == hardened.together.isAtMost(hundredths: 105))
    }

    @Test("All but the times follows from the seed, whatever the threads")
    func threads() throws {
        let (one, three) = (
            try advantage(Self.nano, threads: 1), try advantage(Self.nano, threads: 3)
        )
        #expect(one.published.addresses == three.published.addresses)
        #expect(
            one.published.ways.map(\.multiplyAddCount)
                == three.published.ways.map(\.multiplyAddCount))
        #expect(one.hardened.tokenPairCount == three.hardened.tokenPairCount)
        #expect(one.hardened.stampTryCount == three.hardened.stampTryCount)
        let other = try advantage(Self.nano, seed: "b")
        #expect(other.published.addresses != one.published.addresses)
        #expect(other.hardened.stampTryCount != one.hardened.stampTryCount)
    }

    @Test("Where every salt reads every head, grinding gains nothing")
    func fewHeads() throws {
        let folder = try TemporaryFolder()
        let shape = try TransformerShape(
            layerCount: 2, width: 128, headCount: 2, vocabularyCount: 3072,
            contextTokenCount: 64)
        try SyntheticModel(seed: "advantage", shape: shape, isWide: false)
            .write(toFolder: folder.path)
        try ModelFolder(path: Self.nano).copyTokenizer(toFolder: folder.path, replacing: true)
        let published = try advantage(folder.path, salts: 100).published
        #expect(published.addresses.deepestCounts == [0, 100])
        #expect(published.addresses.bestTry == 0)
        #expect(published.ways[4].multiplyAddCount == published.ways[1].multiplyAddCount)
    }

    @Test("A model that cannot hold an attempt is refused")
    func context() throws {
        let folder = try TemporaryFolder()
        let shape = try TransformerShape(
            layerCount: 1, width: 64, headCount: 1, vocabularyCount: 3072, contextTokenCount: 8)
        try SyntheticModel(seed: "advantage", shape: shape, isWide: false)
            .write(toFolder: folder.path)
        try ModelFolder(path: Self.nano).copyTokenizer(toFolder: folder.path, replacing: true)
        #expect(throws: InferenceError.self) { try advantage(folder.path, salts: 1) }
    }

    @Test("A way with other proofs is an error that names the attempt")
    func otherProofs() throws {
        try MinerAdvantageError.check("early_stop", ["a", "b"], equal: ["a", "b"])
        let error = MinerAdvantageError.proofsDiffer(
            way: "early_stop", attempt: 1, expected: "c", got: "b")
        #expect(throws: error) {
            try MinerAdvantageError.check("early_stop", ["a", "b"], equal: ["a", "c"])
        }
        #expect(
            "\(error)" == "advantage: early_stop, attempt 1: expected the proof c, got b")
    }
}
