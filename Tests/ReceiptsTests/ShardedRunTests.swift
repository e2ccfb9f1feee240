import Checkpoints
import Cryptography
import Encodings
import Fingerprints
import Foundation
import Inference
import Proving
import Receipts
import Tensors
import TestSupport
import Testing
import Traces

/// Shards that the engine computed, each in another way, put together.
@Suite("The shards of a run")
struct ShardedRunTests {
    private static let promptCount = 7
    private static let key = Ed25519PrivateKey(seed: [UInt8](repeating: 15, count: 32))

    private static let loaded = Result {
        try ModelFolder(path: Vectors.house.appending(path: "Models/glyph-nano").path)
            .packedAndTraced(for: Backends.usable, name: "glyph-nano")
    }

    private static func run(
        _ range: Range<Int>, _ level: TraceLevel, way: Int
    ) throws -> RunStatement {
        let (model, traced) = try loaded.get()
        let transformers = model.transformers
        let run = try TracedRun(
            prover: Prover(
                tokenizer: model.tokenizer, transformer: transformers[way % transformers.count]),
            challenges: TracedChallenge.receipt(range, tokenizer: model.tokenizer), level: level,
            model: traced,
            settings: GoldenRun.Settings(threadCount: 1 + way % 2, batchPromptCount: 1 + way))
        return try RunStatement(
            run.trace,
            list: PromptList(
                source: .receipt, first: range.lowerBound, totalCount: promptCount))
    }

    @Test(
        "give the single run, byte for byte, its root and its proofs, at both levels",
        arguments: [TraceLevel.layers, .operations])
    func equal(_ level: TraceLevel) throws {
        let single = try Self.run(0..<Self.promptCount, level, way: 0)
        var merge = ReceiptMerge()
        for shard in PromptShard.all(3).reversed() {
            let statement = try Self.run(
                shard.range(promptCount: Self.promptCount), level, way: shard.number)
            var maker = SampleReceipt().maker
            maker.machine.name = "node-\(shard.number)"
            let receipt = try RunReceipt(
                signing: ReceiptBody(run: statement, origin: ReceiptOrigin(maker)), by: Self.key)
            try merge.add(receipt, name: "\(shard)")
        }
        let body = try merge.body()
        #expect(body.run.json.compactText == single.json.compactText)
        #expect(body.run == single)
        let golden = try #require(
            JSONParser.parse(
                Array(Data(contentsOf: Vectors.house.appending(path: "Goldens/glyph-nano.json"))),
                byteCountMax: 1 << 22
            ).member("proofs")?.arrayValue)
        #expect(
            body.run.prompts.map(\.proof.text)
                == golden.prefix(Self.promptCount).map { $0.member("proof_hash")?.stringValue })
    }
}
