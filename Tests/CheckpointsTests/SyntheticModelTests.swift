import Checkpoints
import Encodings
import Foundation
import Platform
import SyntheticCheckpoints
import Tensors
import TestSupport
import Testing

@Suite("Synthetic models")
struct SyntheticModelTests {
    private func model(_ name: String) throws -> (model: SyntheticModel, vector: JSONValue) {
        let vector = try Vectors.load("fingerprints").at(name)
        return (try SyntheticCheckpoint.model(vector), vector)
    }

    @Test(
        "The integer weights hash is the vectors', through the file and its config.json",
        arguments: ["synth-tiny", "synth-small", "synth-small-wide", "synth-extreme"])
    func integerWeightsHash(name: String) throws {
        let (model, vector) = try model(name)
        let folder = try TemporaryFolder()
        var done: [Int] = []
        try model.write(toFolder: folder.path) { index, total in
            #expect(index == done.count && index < total)
            done.append(index)
        }
        let checkpoint = try Checkpoint.load(folder: folder.path)
        #expect(checkpoint.integerWeightsHash == (try vector.at("int_weights_hash").string()))
        #expect(try checkpoint.summary.architecture == model.form.architecture())
        #expect(checkpoint.summary.elementTypes == [.float32])
        #expect((checkpoint.summary.beyondClampCount > 0) == (name == "synth-extreme"))
        #expect(Folder.names(in: folder.path) == ["config.json", "model.safetensors"])
    }

    @Test("A file written over another is byte-equal to one written fresh")
    func rewritten() throws {
        let (model, _) = try model("synth-extreme")
        let first = try TemporaryFolder()
        let second = try TemporaryFolder()
        try WholeFile.write([1, 2, 3], to: second.path + "/model.safetensors")
        try model.write(toFolder: first.path)
        try model.write(toFolder: second.path)
        for name in ["config.json", "model.safetensors"] {
            let bytes = try [first, second].map { folder in
                try Data(contentsOf: URL(filePath: folder.path + "/" + name))
            }
            #expect(bytes[0] == bytes[1], "\(name)")
        }
    }

    @Test("The manifests of synthetic models pin the vectors' hashes and sizes")
    func manifests() throws {
        let names = [
            "synth-tiny", "synth-small", "synth-small-wide", "synth-124m", "synth-124m-wide",
        ]
        for name in names {
            let vector = try Vectors.load("fingerprints").at(name)
            let path = Vectors.house.appending(path: "Models/\(name)/manifest.json")
            let manifest = try ModelManifest(json: Array(Data(contentsOf: path)), file: name)
            #expect(manifest.integerWeightsHash == (try vector.at("int_weights_hash").string()))
            #expect(manifest.synthesis?.seed == (try vector.at("seed").string()))
            #expect(manifest.synthesis?.isWide == (vector.member("wide") != nil))
            #expect(manifest.form.layerCount == (try vector.at("layers").integer()))
            #expect(manifest.form.width == (try vector.at("width").integer()))
        }
    }
}
