import Checkpoints
import Cryptography
import Encodings
import Fingerprints
import Foundation
import Inference
import Proving
import Tensors
import TestSupport
import Testing
import Tokenization

@Suite("Evidence and proofs in batches")
struct BatchProverTests {
    private static let folder = Vectors.house.appending(path: "Models/glyph-nano").path

    private static let loaded: Result<(Checkpoint, ByteLevelTokenizer), any Error> = Result {
        try ModelFolder(path: folder).load()
    }

    private static let seeds = (0..<6).map { Digests.sha256("seed \($0)".utf8) }

    private func prover(_ backend: any ExactGEMM) throws -> Prover {
        let (checkpoint, tokenizer) = try Self.loaded.get()
        return Prover(
            tokenizer: tokenizer,
            transformer: Transformer(weights: checkpoint.weights, backend: backend))
    }

    /// What the witness found: a witness and a fingerprint for each seed.
    private func golden() throws -> [[String]] {
        let vectors = try Vectors.load("hardened_evidence")
        let hash = try Self.loaded.get().0.integerWeightsHash
        #expect(try vectors.at("integer_weights_hash").string() == hash)
        return try vectors.at("cases").elements().map { vector in
            [try vector.at("witness").string(), try vector.at("fingerprint").string()]
        }
    }

    private func texts(_ evidence: [Evidence]) -> [[String]] {
        evidence.map { [$0.witness.text, $0.fingerprintText] }
    }

    @Test(
        "Evidence equals the golden on every backend, in batches of any size, with any workers",
        arguments: Backends.usable.map(\.name) + [Backends.emulatedTiles.name])
    func evidence(backend: String) throws {
        let golden = try golden()
        #expect(golden.count == Self.seeds.count)
        let gemm = Backends.named(backend) ?? Backends.emulatedTiles
        let prover = try prover(gemm)
        for threadCount in [1, 2] {
            let source = BatchProver(prover: prover, workers: Workers(threadCount: threadCount))
            for batchCount in [1, 3, 6] {
                let evidence = try stride(from: 0, to: 6, by: batchCount).flatMap { start in
                    try source.evidence(seeds: Array(Self.seeds[start..<start + batchCount]))
                }
                #expect(texts(evidence) == golden, "\(threadCount) threads, \(batchCount) seeds")
            }
            // Other neighbours, another order, and the same seed twice.
            let order = [5, 0, 0, 3]
            let evidence = try source.evidence(seeds: order.map { Self.seeds[$0] })
            #expect(texts(evidence) == order.map { golden[$0] }, "\(threadCount) threads")
        }
    }

    @Test(
        "Evidence by definition equals the golden on every backend",
        arguments: Backends.usable.map(\.name))
    func evidenceByDefinition(backend: String) throws {
        let prover = try prover(try #require(Backends.named(backend)))
        let shape = BatchProver(prover: prover).shape
        #expect(
            shape
                == WitnessShape(layerCount: 4, headCount: 4, width: 256, vocabularyCount: 3072))
        let vectors = try Vectors.load("hardened_evidence").at("cases").elements()
        let evidence = try zip(Self.seeds, vectors).map { seed, vector in
            #expect(try vector.at("seed").string() == seed.text)
            let challenge = WitnessChallenge(seed: seed, shape: shape)
            let ids = try vector.at("token_ids").integers()
            #expect(challenge.tokenIDs.map { Int($0) } == ids)
            let heads = try vector.at("heads").elements().map { try $0.integers() }
            #expect(challenge.heads.map { [$0.layer, $0.head] } == heads)
            let result = try prover.transformer.forwardByDefinition(
                challenge.tokenIDs, offsets: challenge.offsets, keepsResidual: true)
            return Evidence(
                heads: challenge.heads, rows: result.rows, residual: result.residual)
        }
        #expect(texts(evidence) == (try golden()))
    }

    @Test("More seeds than one pass takes have the evidence of fewer")
    func manyPasses() throws {
        let source = BatchProver(
            prover: try prover(Backends.usable[0]), workers: Workers(threadCount: 2))
        let evidence = try source.evidence(seeds: (0..<131).map { Self.seeds[$0 % 6] })
        let golden = try golden()
        #expect(texts(evidence) == (0..<131).map { golden[$0 % 6] })
        #expect(try source.evidence(seeds: []).isEmpty)
    }

    @Test(
        "The witness in Python still writes the golden",
        .enabled(if: Python.has("numpy"), "\(Python.skipNote("numpy"))"))
    func witness() throws {
        let file = Vectors.house.appending(path: "Goldens/vectors/hardened_evidence.json")
        let output = try Python.script("hardened.py", of: "Goldens", [Self.folder])
        let isEqual = try output == Array(Data(contentsOf: file))
        #expect(isEqual)
    }

    @Test("A context of fewer tokens than a challenge has no evidence", arguments: [31, 32])
    func shortContext(contextTokenCount: Int) throws {
        let folder = try TemporaryFolder()
        let shape = try TransformerShape(
            layerCount: 1, width: 64, headCount: 1, vocabularyCount: 256,
            contextTokenCount: contextTokenCount)
        try SyntheticModel(seed: "short", shape: shape).write(toFolder: folder.path)
        let weights = try Checkpoint.load(folder: folder.path).weights
        let source = BatchProver(
            prover: Prover(
                tokenizer: try Self.loaded.get().1,
                transformer: Transformer(weights: weights, backend: Backends.usable[0])))
        if contextTokenCount < 32 {
            let error = InferenceError.contextExceeded(tokenCount: 32, contextTokenCount: 31)
            #expect(throws: NoProof(why: "\(error)")) { try source.evidence(seeds: Self.seeds) }
        } else {
            #expect(try source.evidence(seeds: Self.seeds).count == 6)
        }
    }

    @Test(
        "Proofs in a batch are those of single questions, whatever has no proof among them",
        arguments: [1, 2])
    func proofs(threadCount: Int) throws {
        let prover = try prover(Backends.usable[0])
        let long = Array(String(repeating: "word ", count: 2000).utf8)
        let file = Vectors.house.appending(path: "Goldens/glyph-nano.json")
        let golden = try Golden(json: Array(Data(contentsOf: file)), file: "glyph-nano.json")
        var questions = (0..<20).map { index in
            ProofQuestion(
                salt: GoldenPrompts.salt(index), prompt: Array(GoldenPrompts.prompt(index).utf8))
        }
        var expected: [Result<String, NoProof>] = golden.proofHashes.prefix(20)
            .map { .success($0) }
        for (place, prompt) in [(0, [0x61, 0xFF]), (7, long), (8, [0xC0]), (23, long)] {
            let question = ProofQuestion(salt: "s", prompt: prompt)
            questions.insert(question, at: place)
            let alone = Result { () throws(NoProof) in
                try prover.proofHash(salt: "s", prompt: prompt)
            }
            #expect(throws: NoProof.self) { try alone.get() }
            expected.insert(alone, at: place)
        }
        let source = BatchProver(prover: prover, workers: Workers(threadCount: threadCount))
        #expect(source.proofHashes(questions) == expected)
        let early = BatchProver(
            prover: prover, workers: Workers(threadCount: threadCount),
            shortcuts: Shortcuts(sharesPrefixes: false, stopsEarly: true))
        #expect(early.proofHashes(questions) == expected)
        #expect(prover.proofHashes(Array(questions[5...9])) == Array(expected[5...9]))
        #expect(source.proofHashes([]).isEmpty)
        #expect(source.proofHashes([questions[0], questions[0]]) == [expected[0], expected[0]])
    }
}
