import Architectures
import Checkpoints
import Fingerprints
import Foundation
import Inference
import Platform
import Proving
import Tensors
import TestSupport
import Testing
import Traces

/// Folders of Qwen2's form, read, packed, digested and continued.
@Suite("Folders of Qwen2's form")
struct Qwen2FolderTests {
    private static let nano = ModelFolder(
        path: Vectors.house.appending(path: "Models/glyph-nano").path)

    /// A small model of Qwen2's form with glyph-nano's tokenizer.
    private func written() throws -> TemporaryFolder {
        let form = try ModelForm.qwen2(
            layerCount: 3, width: 80, headCount: 4, keyValueHeadCount: 2, headWidth: 64,
            hiddenWidth: 96, vocabularyCount: 3072, contextTokenCount: 64, rotaryBase: 1_000_000)
        let folder = try TemporaryFolder()
        try SyntheticModel(seed: "qwen2-folder", form: form, elementType: .bfloat16)
            .write(toFolder: folder.path)
        try Self.nano.copyTokenizer(toFolder: folder.path, replacing: false)
        return folder
    }

    @Test("Every backend proves the same with a packed folder as with its integers")
    func packed() throws {
        let temporary = try written()
        let folder = ModelFolder(path: temporary.path)
        let (checkpoint, tokenizer) = try folder.load()
        let backends = Backends.usable
        let model = try folder.packed(for: backends, cacheUse: .always)
        #expect(model.integerWeightsHash == checkpoint.integerWeightsHash)
        #expect(model.cacheFinding == .filled(refusal: nil, writing: .written))
        #expect(try folder.packed(for: [backends[0]], cacheUse: .always).cacheFinding == .used)
        let expected = try Prover(
            tokenizer: tokenizer,
            transformer: Transformer(weights: checkpoint.weights, backend: Backends.reference)
        ).prove(salt: "s", prompt: Array("a river in the north".utf8))
        for transformer in model.transformers {
            let proof = try Prover(tokenizer: model.tokenizer, transformer: transformer)
                .prove(salt: "s", prompt: Array("a river in the north".utf8))
            #expect(proof.fingerprint.proofHash == expected.fingerprint.proofHash)
        }
    }

    @Test("Digests name the architecture, and a joined parameter's elements are found as stored")
    func stages() throws {
        let temporary = try written()
        let folder = ModelFolder(path: temporary.path)
        let architecture = try Checkpoint.architecture(folder: folder.path)
        let traced = try folder.traced(name: "q")
        #expect(traced.architecture == TracedArchitecture(architecture))
        #expect(traced.tensors.count == architecture.parameters.count)
        #expect(traced.tensors.allSatisfy { $0.storedType == "BF16" })
        for name in ["h.1.attn.qkv.w", "h.2.attn.qkv.b", "h.0.mlp.gate_up.w", "h.0.attn.out.w"] {
            let tensor = try #require(try folder.parameter(named: name))
            let count = tensor.elementCount
            for element in [0, 1, count / 3, count / 2, count - 2, count - 1] {
                let stored = try #require(try folder.storedElement(element, of: name))
                let bits = try #require(UInt32(stored.bits, radix: 16)) << 16
                let factor = tensor.format == .weight ? Float(4096) : 65_536
                let value = (Float(bitPattern: bits) * factor).rounded(.toNearestOrEven)
                #expect(Int32(value) == tensor.elements[element], "\(name) \(element)")
            }
            #expect(try folder.storedElement(count, of: name) == nil)
            #expect(try folder.storedElement(-1, of: name) == nil)
        }
    }

    @Test("Texts are continued where the output is tied, and refused where it is not")
    func continuation() throws {
        let temporary = try written()
        let folder = ModelFolder(path: temporary.path)
        let prompt = Array("a river".utf8)
        let texts = try Backends.usable.map {
            try TextGenerator(folder: folder, backend: $0).continuation(
                of: prompt, tokenCountMax: 3)
        }
        #expect(texts.allSatisfy { $0 == texts[0] })
        #expect(!texts[0].addedIDs.isEmpty)
        let config = temporary.path + "/config.json"
        let text = try String(contentsOfFile: config, encoding: .utf8)
        try text.replacingOccurrences(
            of: "\"tie_word_embeddings\": true", with: "\"tie_word_embeddings\": false"
        ).write(toFile: config, atomically: true, encoding: .utf8)
        #expect(try folder.packed(for: [Backends.reference]).beyondClampCount == 0)
        let error = #expect(throws: CheckpointError.self) {
            try TextGenerator(folder: folder, backend: Backends.reference)
        }
        #expect(error?.description.contains("tie_word_embeddings: expected true") == true)
    }
}
