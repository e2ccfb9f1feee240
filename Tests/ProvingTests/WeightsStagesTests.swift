import Architectures
import Checkpoints
import Cryptography
import Encodings
import Foundation
import Platform
import Proving
import Tensors
import TestSupport
import Testing
import Traces

@Suite("Weights at three stages")
struct WeightsStagesTests {
    static let nano = Vectors.house.appending(path: "Models/glyph-nano").path

    @Test("glyph-nano's stages are those that its files give, counted by other means")
    func nano() throws {
        let traced = try ModelFolder(path: Self.nano).traced(name: "glyph-nano")
        let path = Self.nano + "/model.safetensors"
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        #expect(
            traced.files == [
                TracedFile(
                    name: "model.safetensors", byteCount: bytes.count,
                    digest: Digests.sha256(bytes))
            ])
        let (checkpoint, _) = try ModelFolder(path: Self.nano).load()
        #expect(traced.integerWeightsHash == checkpoint.integerWeightsHash)
        #expect(traced.architecture == TracedArchitecture(.gpt2(checkpoint.summary.shape)))
        #expect(traced.tensors.map(\.name) == checkpoint.weights.tensors.map(\.name))
        let headerByteCount = (0..<8).reduce(0) { $0 | Int(bytes[$1]) << (8 * $1) }
        let header = try JSONParser.parse(
            Array(bytes[8..<8 + headerByteCount]), byteCountMax: 1 << 20)
        for (tensor, integers) in zip(traced.tensors, checkpoint.weights.tensors) {
            let entry = try #require(header.member(Self.storedName(tensor.name)))
            let offsets = try entry.at("data_offsets").integers()
            let start = 8 + headerByteCount
            let stored = bytes[start + offsets[0]..<start + offsets[1]]
            #expect(tensor.storedDigest == Digests.sha256(stored), "\(tensor.name)")
            #expect(try tensor.storedType == entry.at("dtype").string(), "\(tensor.name)")
            #expect(try tensor.dimensions == entry.at("shape").integers(), "\(tensor.name)")
            let digest = TensorDigest.parameter(
                dimensions: tensor.dimensions, elements: integers.elements)
            #expect(tensor.integersDigest == digest, "\(tensor.name)")
        }
    }

    /// `h.0.ln_1.weight` of `h.0.ln_1.g`.
    static func storedName(_ name: String) -> String {
        let parts = name.split(separator: ".")
        if parts.count == 1 { return name + ".weight" }
        return (parts.dropLast() + [parts.last == "b" ? "bias" : "weight"]).joined(separator: ".")
    }

    @Test("One pass packs the model and digests it, as two would")
    func onePass() throws {
        let folder = ModelFolder(path: Self.nano)
        let backend = Backends.usable[0]
        let (model, traced) = try folder.packedAndTraced(for: [backend], name: "glyph-nano")
        #expect(try traced == folder.traced(name: "glyph-nano"))
        let packed = try folder.packed(for: [backend])
        #expect(model.integerWeightsHash == packed.integerWeightsHash)
        #expect(model.beyondClampCount == packed.beyondClampCount)
        #expect(traced.integerWeightsHash == packed.integerWeightsHash)
    }

    @Test("The tokenizer's digest covers names, lengths and bytes, and is none without files")
    func tokenizer() throws {
        let digest = try ModelFolder(path: Self.nano).tokenizerDigest()
        let lines = try ["vocab.json", "merges.txt"].map { name in
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: Self.nano + "/" + name)))
            return "\(name) \(bytes.count) \(Digests.sha256(bytes).text)\n"
        }
        #expect(digest == Digests.sha256(lines.joined().utf8))
        let folder = try Self.copy(["config.json", "model.safetensors"])
        let traced = try ModelFolder(path: folder.path).traced(name: "bare")
        #expect(traced.tokenizerDigest == nil)
        #expect(throws: ModelFolderError.self) {
            try ModelFolder(path: folder.path).packedAndTraced(for: [], name: "bare")
        }
    }

    static func copy(_ names: [String]) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for name in names {
            try FileManager.default.copyItem(
                atPath: nano + "/" + name, toPath: folder.path + "/" + name)
        }
        return folder
    }

    @Test("One parameter alone is the one that the whole reading gives; an unknown one is none")
    func oneParameter() throws {
        let folder = ModelFolder(path: Self.nano)
        let (checkpoint, _) = try folder.load()
        for name in ["h.0.attn.c_attn.w", "h.3.ln_2.b", "wpe", "wte"] {
            let tensor = try #require(try folder.parameter(named: name))
            #expect(tensor.elements == checkpoint.weights[name].elements)
            #expect(tensor.rows == checkpoint.weights[name].rows)
        }
        for name in ["ln_f.g", "h.0.attn.c_attn", "h.99.ln_1.g", ""] {
            #expect(try folder.parameter(named: name) == nil)
            #expect(try folder.storedElement(0, of: name) == nil)
        }
        let last = checkpoint.weights["wte"].elements.count - 1
        for element in [0, 1, 70_001, last] {
            let stored = try #require(try folder.storedElement(element, of: "wte"))
            #expect(stored.type == "F16" && stored.bits.utf8.count == 4)
            let value = try #require(UInt16(stored.bits, radix: 16).map(Float16.init(bitPattern:)))
            let integer = (Float(value) * 65536).rounded(.toNearestOrEven)
            #expect(Int32(integer) == checkpoint.weights["wte"].elements[element])
        }
        #expect(try folder.storedElement(last + 1, of: "wte") == nil)
        #expect(try folder.storedElement(-1, of: "wte") == nil)
    }

    @Test("Weights that change while they are digested are refused")
    func changes() throws {
        let folder = try Self.copy(["config.json", "model.safetensors"])
        let (path, other) = (folder.path + "/model.safetensors", folder.path + "/other")
        try FileManager.default.copyItem(atPath: path, toPath: other)
        #expect(throws: CheckpointError.changedMeanwhile(folder: folder.path)) {
            try ModelFolder(path: folder.path).traced(name: "changing") { done, _ in
                if done == 1 { _ = unsafe rename(other, path) }
            }
        }
        #expect(
            CheckpointError.changedMeanwhile(folder: "F").description
                == "F: weights: expected to stay as they are while they are read, got changed")
    }
}
