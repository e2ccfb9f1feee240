import Checkpoints
import Encodings
import Foundation
import Platform
import TestSupport
import Testing

@Suite("safetensors in shards")
struct ShardTests {
    private let model = SmallModel()

    /// The small model in two shards with their index, whose text `edit` may change.
    private func written(
        index edit: (inout [(String, String)]) -> Void = { _ in }, total: JSONValue? = nil,
        secondShard: (inout SmallModel) -> Void = { _ in }
    ) throws -> TemporaryFolder {
        let folder = try model.written()
        try FileManager.default.removeItem(atPath: folder.path + "/model.safetensors")
        var (first, second) = (model, model)
        first.tensors = Array(model.tensors[..<7])
        second.tensors = Array(model.tensors[7...])
        var map =
            first.tensors.map { ($0.name, "a.safetensors") }
            + second.tensors.map { ($0.name, "b.safetensors") }
        let sum = model.tensors.reduce(0) { $0 + $1.bytes.count }
        secondShard(&second)
        edit(&map)
        try Data(first.file).write(to: URL(filePath: folder.path + "/a.safetensors"))
        try Data(second.file).write(to: URL(filePath: folder.path + "/b.safetensors"))
        let index = JSONValue.object([
            JSONMember(
                "metadata", .object([JSONMember("total_size", total ?? .integer(sum))])),
            JSONMember(
                "weight_map", .object(map.map { JSONMember($0.0, .string($0.1)) })),
        ])
        try Data(index.compactText.utf8).write(to: URL(filePath: indexPath(folder)))
        return folder
    }

    private func indexPath(_ folder: TemporaryFolder) -> String {
        folder.path + "/model.safetensors.index.json"
    }

    private func refusal(_ folder: TemporaryFolder) -> String? {
        do {
            _ = try Checkpoint.load(folder: folder.path)
            return nil
        } catch {
            return String(describing: error)
        }
    }

    @Test("A cache of shards ends with a change of any of their files")
    func cache() throws {
        let folder = try written()
        func read() throws -> String? {
            try IntegerCache(folder: folder.path).read(
                architecture: Checkpoint.architecture(folder: folder.path)
            ) { _ in }
        }
        let (summary, writing) = try IntegerCache(folder: folder.path).fill(
            from: WeightsFile.open(folder: folder.path),
            architecture: Checkpoint.architecture(folder: folder.path)
        ) { _ in }
        #expect(writing == .written)
        #expect(try read() == summary.integerWeightsHash)
        for name in ["a.safetensors", "b.safetensors", "model.safetensors.index.json"] {
            let url = URL(filePath: folder.path + "/" + name)
            let bytes = try Data(contentsOf: url)
            // Of a shard the last element's highest byte; of the index white space added.
            try (name.hasSuffix("json") ? bytes + [0x20] : bytes.dropLast() + [bytes.last! ^ 0x40])
                .write(to: url)
            #expect(throws: CheckpointError.self, "\(name)") { try read() }
            try bytes.write(to: url)
            #expect(try read() == summary.integerWeightsHash)
        }
    }

    @Test("Two shards are the model that one file is")
    func same() throws {
        let whole = try model.written()
        let shards = try written()
        #expect(
            try Checkpoint.load(folder: shards.path).integerWeightsHash
                == Checkpoint.load(folder: whole.path).integerWeightsHash)
    }

    /// Fractions, and a boolean as an eighth of a byte, are what older writers counted.
    @Test(
        "What an index says of its total size, right or wrong, changes nothing",
        arguments: ["1", "274432.0", "274440.5", "-1", "1e400", "\"x\"", "null", "{}", "true"])
    func totals(text: String) throws {
        let total = try JSONParser.parse(Array(text.utf8), byteCountMax: 99)
        let whole = try model.written()
        let shards = try written(total: total)
        #expect(
            try Checkpoint.load(folder: shards.path).integerWeightsHash
                == Checkpoint.load(folder: whole.path).integerWeightsHash)
    }

    @Test("A shard that is a Git LFS pointer is called one, and so is the index")
    func pointers() throws {
        for name in ["b.safetensors", "model.safetensors.index.json"] {
            let folder = try written()
            try Data(FieldCheckpointTests.pointer.utf8)
                .write(to: URL(filePath: folder.path + "/" + name))
            #expect(
                refusal(folder) == folder.path + "/" + name + ": expected the file itself, got a "
                    + "Git LFS pointer: run 'git lfs pull'")
        }
    }

    @Test("What index and shards do not agree on is refused with the tensor's name")
    func disagreements() throws {
        let ln = "ln_f.weight"
        let place = try #require(model.tensors.firstIndex { $0.name == ln })
        let cases: [(TemporaryFolder, String)] = try [
            (
                written(index: { $0[place].1 = "a.safetensors" }),
                "tensor \"ln_f.weight\": expected it in a.safetensors, got b.safetensors"
            ),
            (
                written(index: { $0.remove(at: place) }),
                "tensor \"ln_f.weight\": expected it in no shard, got b.safetensors"
            ),
            (
                written(index: { $0.append(("extra", "a.safetensors")) }),
                "tensor \"extra\": expected it in a.safetensors, got no such tensor there"
            ),
            (
                written(secondShard: { $0.tensors.append(model.tensors[0]) }),
                "tensor \"h.0.attn.c_attn.bias\": expected it in a.safetensors, got b.safetensors"
            ),
        ]
        for (folder, message) in cases {
            let text = try #require(refusal(folder))
            #expect(text.hasPrefix(indexPath(folder) + ": ") && text.contains(message), "\(text)")
        }
    }

    @Test(
        "A shard's name that leads elsewhere is refused",
        arguments: [
            "../a.safetensors", "/a.safetensors", ".a.safetensors", "x/\u{301}.safetensors",
            "a.bin", "", "a\0.safetensors",
        ])
    func names(name: String) throws {
        let folder = try written(index: { $0[0].1 = name })
        #expect(
            refusal(folder)?.contains("shard: expected a plain file name that ends in .safetens")
                == true)
    }

    @Test("A missing shard is missing; an index that is none is refused")
    func files() throws {
        let folder = try written()
        try FileManager.default.removeItem(atPath: folder.path + "/b.safetensors")
        #expect(throws: PlatformError.missing(path: folder.path + "/b.safetensors")) {
            try Checkpoint.load(folder: folder.path)
        }
        for (text, message) in [
            ("{", "end of the text"), ("[]", "weight_map: expected an object"),
            ("{\"weight_map\": 1}", "weight_map: expected an object"),
            ("{\"weight_map\": {\"a\": 1}}", "shard: expected a plain file name"),
            ("{\"weight_map\": {}}", "expected to be there, got none"),
        ] {
            try Data(text.utf8).write(to: URL(filePath: indexPath(folder)))
            #expect(refusal(folder)?.contains(message) == true, "\(refusal(folder) ?? "accepted")")
        }
    }
}
