import Checkpoints
import Encodings
import Fingerprints
import Foundation
import Inference
import Platform
import Proving
import Tensors
import TestSupport
import Testing
import Tokenization

@Suite("Receipts of glyph-nano")
struct GoldenRunTests {
    private static let folder = Vectors.house.appending(path: "Models/glyph-nano").path

    private func golden() throws -> Golden {
        let file = Vectors.house.appending(path: "Goldens/glyph-nano.json").path
        return try Golden(
            json: WholeFile.read(file, byteCountMax: Golden.byteCountMax), file: file)
    }

    private func prover(_ backend: any ExactGEMM) throws -> Prover {
        let (checkpoint, tokenizer) = try ModelFolder(path: Self.folder).load()
        #expect(checkpoint.integerWeightsHash == (try golden().integerWeightsHash))
        return Prover(
            tokenizer: tokenizer,
            transformer: Transformer(weights: checkpoint.weights, backend: backend))
    }

    @Test(
        "All 100 proofs equal the golden on every backend, however the work is done",
        arguments: Backends.usable.map(\.name))
    func golden(backend: String) throws {
        let prover = try prover(try #require(Backends.named(backend)))
        let golden = try golden()
        let layerCount = prover.transformer.shape.layerCount
        for settings in WorkMatrix.settings(of: layerCount, backend: backend) {
            let run = try GoldenRun(prover: prover, promptCount: 100, settings: settings)
            #expect(golden.firstDifference(from: run.proofHashes) == nil, "\(settings)")
            #expect(run.ultimateHash == golden.ultimateHash, "\(settings)")
        }
    }

    @Test("Tiles of bytes, emulated, earn the golden's first proofs")
    func emulatedTiles() throws {
        let golden = try golden()
        let run = try GoldenRun(
            prover: prover(Backends.emulatedTiles), promptCount: 12,
            settings: .init(threadCount: 2, batchPromptCount: 4))
        #expect(run.proofHashes == Array(golden.proofHashes.prefix(12)))
    }

    @Test("Prompts proved in a shuffled order give the same proofs")
    func order() throws {
        let prover = try prover(Backends.usable[0])
        let golden = try golden()
        var generator = SeededGenerator(seed: 3)
        for index in (0..<100).shuffled(using: &generator) {
            let proof = try prover.prove(
                salt: GoldenPrompts.salt(index), prompt: Array(GoldenPrompts.prompt(index).utf8))
            #expect(proof.fingerprint.proofHash == golden.proofHashes[index], "seed 3, \(index)")
        }
    }

    @Test("A prompt that is no Unicode, or longer than the context, has no proof")
    func refusals() throws {
        let prover = try prover(Backends.usable[0])
        #expect(throws: TokenizerError.textNotUTF8(offset: 3)) {
            try prover.prove(salt: "s", prompt: [0x61, 0xFF])
        }
        let long = Array(String(repeating: "word ", count: 2000).utf8)
        #expect(throws: InferenceError.self) { try prover.prove(salt: "s", prompt: long) }
    }
}

@Suite("Receipts and proofs of synthetic models with GPT-2's tokenizer")
struct SyntheticReceiptTests {
    private struct Model: Sendable {
        let name: String
        let layerCount: Int
        let headCount: Int
        let seed: String
        let isWide: Bool
    }

    private static let models = [
        Model(name: "synth-tiny", layerCount: 2, headCount: 2, seed: "synth-tiny", isWide: false),
        Model(name: "synth-small", layerCount: 4, headCount: 4, seed: "synth-small", isWide: false),
        Model(
            name: "synth-small-wide", layerCount: 4, headCount: 4, seed: "synth-small-wide",
            isWide: true),
        Model(name: "synth-124m", layerCount: 12, headCount: 12, seed: "synth-a", isWide: false),
        Model(
            name: "synth-124m-wide", layerCount: 12, headCount: 12, seed: "synth-124m-wide",
            isWide: true),
    ]

    @Test(
        "Weights hash, receipt and cases equal the vectors",
        .enabled(if: Vectors.gpt2Tokenizer != nil, "\(Vectors.gpt2TokenizerMissing)"),
        arguments: models)
    private func receipt(model: Model) throws {
        let vectors = try Vectors.load("fingerprints").at(model.name)
        let folder = try TemporaryFolder()
        let shape = try TransformerShape(
            layerCount: model.layerCount, width: 64 * model.headCount, headCount: model.headCount,
            vocabularyCount: 50257, contextTokenCount: 1024)
        try SyntheticModel(seed: model.seed, shape: shape, isWide: model.isWide)
            .write(toFolder: folder.path)
        let checkpoint = try Checkpoint.load(folder: folder.path)
        #expect(checkpoint.integerWeightsHash == (try vectors.at("int_weights_hash").string()))
        let tokenizer = try ModelFolder(path: try #require(Vectors.gpt2Tokenizer).path).tokenizer()
        for backend in Backends.usable {
            let prover = Prover(
                tokenizer: tokenizer,
                transformer: Transformer(weights: checkpoint.weights, backend: backend))
            for settings in WorkMatrix.settings(of: model.layerCount, backend: backend.name) {
                let run = try GoldenRun(prover: prover, promptCount: 100, settings: settings)
                let ultimateHash = try vectors.at("receipt_100_ultimate").string()
                #expect(run.ultimateHash == ultimateHash, "\(backend.name), \(settings)")
                if let hashes = vectors.member("receipt_100_hashes") {
                    #expect(run.proofHashes == (try hashes.elements().map { try $0.string() }))
                }
            }
            for vector in try vectors.member("cases")?.elements() ?? [] {
                try check(vector, prover)
            }
        }
    }

    private func check(_ vector: JSONValue, _ prover: Prover) throws {
        let proof = try prover.prove(
            salt: vector.at("salt").string(), prompt: Array(vector.at("prompt").string().utf8))
        #expect(proof.tokenIDs == (try vector.at("token_ids").integers()).map { Int32($0) })
        #expect(proof.fingerprint.text == (try vector.at("fingerprint").string()))
        #expect(proof.fingerprint.proofHash == (try vector.at("proof_hash").string()))
    }
}
