import Checkpoints
import Foundation
import Proving
import TestSupport
import Testing

@Suite("What a model's folder must hold")
struct ModelPiecesTests {
    private static let nano = Vectors.house.appending(path: "Models/glyph-nano").path

    /// A folder with some of glyph-nano's files, by links, and others of any content.
    private func folder(_ names: [String], _ others: [String: String] = [:]) throws
        -> TemporaryFolder
    {
        let folder = try TemporaryFolder()
        for name in names {
            try FileManager.default.createSymbolicLink(
                atPath: folder.path + "/" + name, withDestinationPath: Self.nano + "/" + name)
        }
        for name in others.keys.sorted() {
            try Data(others[name]!.utf8).write(to: URL(filePath: folder.path + "/" + name))
        }
        return folder
    }

    private func refusal(_ folder: TemporaryFolder) -> ModelFolderError? {
        do {
            _ = try ModelFolder(path: folder.path).read { _ in }
            return nil
        } catch {
            return error as? ModelFolderError
        }
    }

    private static let all = ["model.safetensors", "config.json", "vocab.json", "merges.txt"]

    @Test("All pieces that are missing are named together")
    func missing() throws {
        let cases: [([String], [String])] = [
            ([], ["weights", "config.json", "a tokenizer"]),
            (["config.json"], ["weights", "a tokenizer"]),
            (["model.safetensors", "vocab.json"], ["config.json", "merges.txt"]),
            (["merges.txt", "config.json"], ["weights", "vocab.json"]),
        ]
        for (names, expected) in cases {
            let folder = try folder(names)
            let error = try #require(refusal(folder))
            #expect(error == .incomplete(folder: folder.path, missing: expected, found: []))
            #expect("\(error)".contains("without " + expected.joined(separator: ", without ")))
            #expect("\(error)".contains("holds weights (model.safetensors, "))
            #expect(error.isAboutMissingPieces)
        }
        #expect(try refusal(folder(Self.all)) == nil)
        let none = try TemporaryFolder().path + "/none"
        #expect {
            try ModelFolder(path: none).load()
        } throws: { error in
            error as? ModelFolderError == .noFolder(none)
        }
    }

    @Test(
        "What lies there instead of weights is told",
        arguments: [
            ("pytorch_model.bin", "is a pickle"),
            ("pytorch_model-00001-of-00002.bin", "is a pickle"),
            ("adapter_model.safetensors", "is an adapter"),
            ("model.gguf", "is of a kind that is not read"),
            ("flax_model.msgpack", "is of a kind that is not read"),
            ("model-00001-of-00002.safetensors", "is a shard whose index"),
        ])
    func instead(name: String, words: String) throws {
        let folder = try folder(Array(Self.all.dropFirst()), [name: "x"])
        let text = try "\(#require(refusal(folder)))"
        #expect(text.contains("\(name) \(words)"), "\(text)")
    }

    @Test("Several variants are named, and none is taken")
    func variants() throws {
        let folder = try folder(
            Array(Self.all.dropFirst()),
            ["model.fp16.safetensors": "x", "model.bf16.safetensors": "x"])
        let text = try "\(#require(refusal(folder)))"
        #expect(
            text.contains(
                "model.bf16.safetensors, model.fp16.safetensors are several variants: keep one"))
    }

    @Test("Git LFS pointers are named together")
    func pointers() throws {
        let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
        let folder = try folder(
            ["config.json", "merges.txt"], ["model.safetensors": pointer, "vocab.json": pointer])
        #expect(
            refusal(folder)
                == .gitLFSPointers(
                    folder: folder.path, files: ["model.safetensors", "vocab.json"]))
    }
}
