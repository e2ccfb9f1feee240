import Checkpoints
import Cryptography
import Encodings
import Foundation
import Platform
import TestSupport
import Testing

/// `synth-q1` and the models of the float vectors, drawn by their pins.
@Suite("Synthetic models of Qwen2's form")
struct SyntheticQwen2Tests {
    /// The large ones only in full.
    private static let names =
        ["qwen-nano", "qwen-nano-wide", "qwen-128"]
        + (Thoroughness.isThorough ? ["qwen-seven", "synth-twelve", "qwen-full"] : [])

    private static let folder = ProcessInfo.processInfo.environment["GLYPHLAB_VECTORS"]

    private func manifest(_ name: String) throws -> ModelManifest {
        let path = Vectors.house.appending(path: "Models/\(name)/manifest.json")
        return try ModelManifest(json: Array(Data(contentsOf: path)), file: name)
    }

    private func model(_ manifest: ModelManifest) throws -> SyntheticModel {
        try #require(SyntheticModel(manifest))
    }

    /// SHA-256 over the tensors by their short names ascending: the name, then each element as
    /// float32.
    private func tensorsDigest(_ path: String) throws -> String {
        let file = try SafetensorsFile(path: path)
        var hasher = SHA256Hasher()
        func short(_ name: String) -> String {
            name.hasPrefix("model.") ? String(name.dropFirst(6)) : name
        }
        let order = file.entries.indices.sorted {
            let names = (short(file.entries[$0].name), short(file.entries[$1].name))
            return names.0.utf8.lexicographicallyPrecedes(names.1.utf8)
        }
        for index in order {
            hasher.update(Array(short(file.entries[index].name).utf8))
            let isHalf = file.entries[index].elementTypeName == "BF16"
            try unsafe file.readElements(ofEntry: index) { bytes in
                guard isHalf else { return unsafe hasher.update(bytes) }
                var wide: [UInt8] = []
                for place in stride(from: 0, to: bytes.count, by: 2) {
                    wide += unsafe [0, 0, bytes[place], bytes[place + 1]]
                }
                hasher.update(wide)
            }
        }
        return hasher.finalized().text
    }

    @Test(
        "Every element is the vectors', and the files and integers are the pins'",
        .enabled(if: folder != nil, "GLYPHLAB_VECTORS names no folder of vectors"),
        arguments: names)
    func digests(name: String) throws {
        let manifest = try manifest(name)
        let url = URL(filePath: try #require(Self.folder) + "/float/model_\(name).json")
        let vector = try JSONParser.parse(Array(Data(contentsOf: url)), byteCountMax: 1 << 24)
        let model = try model(manifest)
        let folder = try TemporaryFolder()
        try model.write(toFolder: folder.path)
        let path = folder.path + "/model.safetensors"
        #expect(try tensorsDigest(path) == vector.at("tensors_sha256").string())
        let digest = try FileDigest.sha256(path)
        if let expected = vector.member("file_sha256") {
            #expect(try digest.text == expected.string())
            #expect(try digest.byteCount == vector.at("file_bytes").integer())
            let pin = manifest.files.first { $0.name == "model.safetensors" }?.content
            #expect(pin?.sha256 == digest.text && pin?.byteCount == digest.byteCount)
        }
        #expect(model.fileDigest().text == digest.text)
        #expect(model.isWritten(inFolder: folder.path))
        #expect(try Checkpoint.form(folder: folder.path) == manifest.form)
        guard let hash = manifest.integerWeightsHash else { return }
        #expect(try Checkpoint.load(folder: folder.path).integerWeightsHash == hash)
    }

    @Test("A form without kernels can be drawn and is refused by the exact engine")
    func narrowHeads() throws {
        let form = try ModelForm.gpt2(
            layerCount: 1, width: 32, headCount: 2, vocabularyCount: 8, contextTokenCount: 4)
        let folder = try TemporaryFolder()
        let model = SyntheticModel(seed: "narrow", form: form)
        try model.write(toFolder: folder.path)
        #expect(try Checkpoint.form(folder: folder.path) == form)
        let error = #expect(throws: CheckpointError.self) {
            try Checkpoint.load(folder: folder.path)
        }
        #expect(
            error?.description.hasSuffix(
                "config.json: head width: expected 64, got a width of 32 over 2 heads") == true)
        #expect(throws: (any Error).self) { try model.checkpoint() }
    }

    @Test("A model drawn in memory has the integers of its file, in both types")
    func memory() throws {
        let form = try ModelForm.qwen2(
            layerCount: 2, width: 48, headCount: 2, keyValueHeadCount: 1, headWidth: 64,
            hiddenWidth: 40, vocabularyCount: 30, contextTokenCount: 16, rotaryBase: 10_000)
        var hashes: [String] = []
        for type in [ElementType.float32, .bfloat16] {
            let folder = try TemporaryFolder()
            let model = SyntheticModel(seed: "q", form: form, elementType: type, isWide: true)
            try model.write(toFolder: folder.path)
            let hash = try Checkpoint.load(folder: folder.path).integerWeightsHash
            #expect(try model.checkpoint().integerWeightsHash == hash)
            hashes.append(hash)
        }
        #expect(hashes[0] != hashes[1])
    }
}
