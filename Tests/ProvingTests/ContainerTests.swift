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
import Traces

@Suite(
    "One model in every container",
    .enabled(
        if: Python.has("h5py", "safetensors"), "\(Python.skipNote("h5py and safetensors"))"))
struct ContainerTests {
    private static let nano = Vectors.house.appending(path: "Models/glyph-nano").path

    /// glyph-nano in all forms, written by h5py and by the safetensors package.
    private static let folder = Result {
        let folder = try TemporaryFolder()
        try Python.script("write_containers.py", [nano, folder.path])
        return folder
    }

    @Test(
        "One integer weights hash, one receipt",
        arguments: [
            ("f32", "model.safetensors"), ("shards", "model.safetensors.index.json"),
            ("flat", "model.h5"), ("gzip", "model.h5"), ("keras", "tf_model.h5"),
            ("f64", "model.h5"),
        ])
    func oneModel(form: String, file: String) throws {
        let folder = try Self.folder.get().path + "/" + form
        #expect(ModelFolder(path: folder).weightsName == file)
        let golden = try Golden(
            json: WholeFile.read(
                Vectors.house.appending(path: "Goldens/glyph-nano.json").path,
                byteCountMax: 1 << 20),
            file: "glyph-nano.json")
        let (checkpoint, tokenizer) = try ModelFolder(path: folder).load()
        #expect(checkpoint.integerWeightsHash == golden.integerWeightsHash)
        let prover = Prover(
            tokenizer: tokenizer,
            transformer: Transformer(weights: checkpoint.weights, backend: Backends.usable[0]))
        let run = try GoldenRun(
            prover: prover, promptCount: GoldenPrompts.promptCount,
            settings: .init(threadCount: Machine.coreCount))
        #expect(run.ultimateHash == golden.expectedHash(promptCount: GoldenPrompts.promptCount))
        print("\(form): \(checkpoint.integerWeightsHash.prefix(16)) \(run.ultimateHash.prefix(16))")
    }

    @Test(
        "Weights have the same stages in every container, and other stored bytes in another type",
        arguments: ["f32", "shards", "flat", "gzip", "keras", "f64"])
    func stages(form: String) throws {
        let folder = try Self.folder.get().path
        func traced(_ form: String) throws -> TracedModel {
            try ModelFolder(path: folder + "/" + form).traced(name: form)
        }
        let (plain, other) = (try traced("f32"), try traced(form))
        #expect(other.tensors.map(\.integersDigest) == plain.tensors.map(\.integersDigest))
        #expect(other.integerWeightsHash == plain.integerWeightsHash)
        for (tensor, expected) in zip(other.tensors, plain.tensors) {
            #expect(tensor.dimensions == expected.dimensions)
            #expect(tensor.storedType == (form == "f64" ? "F64" : "F32"))
            #expect((tensor.storedDigest == expected.storedDigest) == (form != "f64"))
        }
        let nano = try ModelFolder(path: Self.nano).traced(name: "glyph-nano")
        #expect(other.tensors.map(\.integersDigest) == nano.tensors.map(\.integersDigest))
    }

    @Test("What h5py wrote with chunks and gzip is really so stored")
    func storage() throws {
        let file = try HDF5File(path: Self.folder.get().path + "/gzip/model.h5")
        let place = try #require(file.entries.firstIndex { $0.name == "wte.weight" })
        let storage = try #require(file.storage(ofEntry: place))
        #expect(storage.hasPrefix("chunks of ") && storage.hasSuffix(", shuffle, gzip"))
    }

    @Test(
        "Each form converts to each container and back to the same integers",
        arguments: ["f32", "shards", "gzip", "keras", "f64"])
    func conversions(form: String) throws {
        let source = try Self.folder.get().path + "/" + form
        let expected = try Checkpoint.load(folder: source).integerWeightsHash
        let folder = try TemporaryFolder()
        let (there, back) = (folder.path + "/there", folder.path + "/back")
        let first = try ModelConversion(folder: source, to: .hdf5, targetFolder: there)
        #expect(first.tensorCount == 52 && first.ignoredTensors == [])
        try copyConfiguration(from: source, to: there)
        #expect(try Checkpoint.load(folder: there).integerWeightsHash == expected)
        _ = try ModelConversion(folder: there, to: .safetensors, targetFolder: back)
        try copyConfiguration(from: source, to: back)
        #expect(try Checkpoint.load(folder: back).integerWeightsHash == expected)
    }

    private func copyConfiguration(from source: String, to target: String) throws {
        try FileManager.default.copyItem(
            atPath: source + "/config.json", toPath: target + "/config.json")
    }
}

@Suite("Conversion without other people's writers")
struct ConversionTests {
    @Test("glyph-nano comes back from HDF5 as the same file, byte for byte")
    func roundTrip() throws {
        let nano = Vectors.house.appending(path: "Models/glyph-nano").path
        let folder = try TemporaryFolder()
        _ = try ModelConversion(folder: nano, to: .hdf5, targetFolder: folder.path)
        let again = try TemporaryFolder()
        _ = try ModelConversion(folder: nano, to: .hdf5, targetFolder: again.path)
        let (first, second) = (folder.path + "/model.h5", again.path + "/model.h5")
        #expect(try FileDigest.sha256(first).text == FileDigest.sha256(second).text)
        try FileManager.default.copyItem(
            atPath: nano + "/config.json", toPath: folder.path + "/config.json")
        let back = try TemporaryFolder()
        _ = try ModelConversion(folder: folder.path, to: .safetensors, targetFolder: back.path)
        let (old, new) = (nano + "/model.safetensors", back.path + "/model.safetensors")
        #expect(try FileDigest.sha256(old) == FileDigest.sha256(new))
    }

    @Test("A conversion that cannot be written leaves nothing and says why")
    func unwritable() throws {
        let nano = Vectors.house.appending(path: "Models/glyph-nano").path
        let folder = try TemporaryFolder()
        // A folder of the target's name stands in the way of the last step.
        let target = folder.path + "/model.h5"
        try Folder.create(target + "/inner")
        #expect(throws: PlatformError.self) {
            try ModelConversion(folder: nano, to: .hdf5, targetFolder: folder.path)
        }
        #expect(Folder.names(in: folder.path) == ["model.h5"])
    }
}
