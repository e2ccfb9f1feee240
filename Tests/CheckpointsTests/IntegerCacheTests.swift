import Architectures
import Checkpoints
import Encodings
import Foundation
import Platform
import Tensors
import TestSupport
import Testing

@Suite("The integers of a model beside its weights")
struct IntegerCacheTests {
    private struct Integers: Equatable {
        let hash: String
        let tensors: [[Int32]]
    }

    private let model = SmallModel()

    private static func fill(_ folder: String) throws -> (Integers, CacheWriting) {
        let cache = try IntegerCache(folder: folder)
        var tensors: [[Int32]] = []
        let (summary, writing) = try cache.fill(
            from: WeightsFile.open(folder: folder),
            architecture: Checkpoint.architecture(folder: folder)
        ) { tensors.append($0.elements) }
        return (Integers(hash: summary.integerWeightsHash, tensors: tensors), writing)
    }

    private static func read(_ folder: String) throws -> Integers? {
        var tensors: [[Int32]] = []
        let hash = try IntegerCache(folder: folder).read(
            architecture: Checkpoint.architecture(folder: folder)
        ) { tensors.append($0.elements) }
        return hash.map { Integers(hash: $0, tensors: tensors) }
    }

    private static func path(_ folder: String) -> String { folder + "/" + IntegerCache.fileName }

    @Test("What comes from a cache is what was converted")
    func same() throws {
        let folder = try model.written()
        #expect(try Self.read(folder.path) == nil)
        let (written, writing) = try Self.fill(folder.path)
        let loaded = try Checkpoint.load(folder: folder.path)
        #expect(writing == .written)
        #expect(written.hash == loaded.integerWeightsHash)
        #expect(written.tensors == loaded.weights.tensors.map(\.elements))
        #expect(try Self.read(folder.path) == written)
        // Narrow tensors and wide ones, so that both types are read.
        let header = try SafetensorsFile(path: Self.path(folder.path))
        #expect(Set(header.entries.map(\.elementTypeName)) == ["I16", "I32"])
        #expect(Folder.names(in: folder.path).filter { $0.hasSuffix(PartialFile.suffix) } == [])
    }

    @Test("No byte of a cache can be another without being noticed")
    func everyByte() throws {
        let folder = try model.written()
        let (expected, _) = try Self.fill(folder.path)
        let path = Self.path(folder.path)
        let file = try WholeFile.read(path, byteCountMax: 1 << 24)
        let handle = try FileHandle(forUpdating: URL(filePath: path))
        var refused = 0
        let headByteCount = 8 + file[0..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
        // Every byte of the head; of the rest one in 61, so that all places in a word are met.
        let places =
            Array(0..<headByteCount)
            + Array(stride(from: headByteCount, to: file.count, by: 61))
        for place in places {
            for flip: UInt8 in [0x01, 0x80, 0xFF] {
                try handle.seek(toOffset: UInt64(place))
                try handle.write(contentsOf: [file[place] ^ flip])
                #expect(throws: CheckpointError.self, "byte \(place) ^ \(flip)") {
                    try Self.read(folder.path)
                }
                refused += 1
            }
            try handle.seek(toOffset: UInt64(place))
            try handle.write(contentsOf: [file[place]])
        }
        try handle.close()
        print("flips in a cache of \(file.count) bytes: \(refused) refused")
        #expect(try Self.read(folder.path) == expected)
    }

    @Test("A cache cut short, drawn out, or of something else is refused")
    func lengths() throws {
        let folder = try model.written()
        _ = try Self.fill(folder.path)
        let path = Self.path(folder.path)
        let file = try WholeFile.read(path, byteCountMax: 1 << 24)
        for count in [0, 1, 7, 8, 9, 100, file.count / 2, file.count - 1] {
            try Data(file[..<count]).write(to: URL(filePath: path))
            #expect(throws: CheckpointError.self) { try Self.read(folder.path) }
        }
        try Data(file + [0]).write(to: URL(filePath: path))
        #expect(throws: CheckpointError.self) { try Self.read(folder.path) }
        try Data(model.file).write(to: URL(filePath: path))
        #expect(throws: CheckpointError.self) { try Self.read(folder.path) }
    }

    @Test("Weights that changed since, or another model's cache, are noticed")
    func otherWeights() throws {
        let folder = try model.written()
        _ = try Self.fill(folder.path)
        var changed = model
        changed["wpe.weight"].bytes[2] ^= 0x10
        let other = try changed.written()
        _ = try Self.fill(other.path)
        for (from, to) in [(folder, other), (other, folder)] {
            let kept = try WholeFile.read(Self.path(to.path), byteCountMax: 1 << 24)
            let cache = try WholeFile.read(Self.path(from.path), byteCountMax: 1 << 24)
            try Data(cache).write(to: URL(filePath: Self.path(to.path)))
            #expect(throws: CheckpointError.self) { try Self.read(to.path) }
            try Data(kept).write(to: URL(filePath: Self.path(to.path)))
        }
        try Data(changed.file).write(to: URL(filePath: folder.path + "/model.safetensors"))
        #expect(throws: CheckpointError.self) { try Self.read(folder.path) }
        #expect(try Self.fill(folder.path).1 == .written)
        #expect(try Self.read(folder.path) == Self.read(other.path))
    }

    @Test("A forged cache, right in itself, is never told as the weights' own integers")
    func forged() throws {
        let folder = try model.written()
        let (own, _) = try Self.fill(folder.path)
        let path = Self.path(folder.path)
        // Its last element is another, and its metadata say so; the weights' digest it keeps.
        var text = try WholeFile.read(path, byteCountMax: 1 << 24)
        text[text.count - 4] ^= 1
        try Data(text).write(to: URL(filePath: path))
        var got = ""
        do {
            _ = try Self.read(folder.path)
        } catch let CheckpointError.cache(_, _, _, hash) {
            got = String(hash.dropFirst().dropLast())
        }
        let (from, to) = (Array(own.hash.utf8), Array(got.utf8))
        #expect(from.count == 64 && to.count == 64 && from != to)
        let place = try #require(
            (0..<text.count - 64).first { Array(text[$0..<$0 + 64]) == from })
        text.replaceSubrange(place..<place + 64, with: to)
        try Data(text).write(to: URL(filePath: path))
        let read = try #require(try Self.read(folder.path))
        #expect(read.hash == got && read.tensors != own.tensors)
    }

    @Test("An element on its clamp is not cached, nor believed of a cache")
    func clamps() throws {
        var clamped = model
        clamped["h.0.attn.c_proj.weight"].bytes.replaceSubrange(0..<4, with: SmallModel.bytes(16))
        let folder = try clamped.written()
        #expect(try Self.fill(folder.path).1 == .clamped)
        #expect(try Self.read(folder.path) == nil)
        // Beyond the clamp where nothing is hashed.
        clamped = model
        clamped["ln_f.weight"].bytes.replaceSubrange(0..<4, with: SmallModel.bytes(17))
        let other = try clamped.written()
        #expect(try Self.fill(other.path).1 == .clamped)
        #expect(Folder.names(in: other.path) == ["config.json", "model.safetensors"])
    }

    @Test("What cannot be written changes nothing but that there is no cache")
    func unwritable() throws {
        let folder = try model.written()
        let partial = Self.path(folder.path) + PartialFile.suffix
        try Folder.create(partial)
        let (integers, writing) = try Self.fill(folder.path)
        let expected = try Checkpoint.load(folder: folder.path).integerWeightsHash
        #expect(integers.hash == expected)
        guard case .failed(let why) = writing else {
            Issue.record("\(writing)")
            return
        }
        #expect(why.contains(IntegerCache.fileName))
        try FileManager.default.removeItem(atPath: partial)
        // A folder in its place: neither read nor replaced.
        try Folder.create(Self.path(folder.path))
        #expect(throws: PlatformError.self) { try Self.read(folder.path) }
        guard case .failed = try Self.fill(folder.path).1 else {
            Issue.record("a folder was replaced")
            return
        }
        #expect(!Folder.fileExists(partial))
    }

    @Test("A reading that fails leaves no part of a cache")
    func failedReading() throws {
        struct Stop: Error {}
        let folder = try model.written()
        #expect(throws: Stop.self) {
            let cache = try IntegerCache(folder: folder.path)
            _ = try cache.fill(
                from: WeightsFile.open(folder: folder.path),
                architecture: Checkpoint.architecture(folder: folder.path)
            ) { _ in throw Stop() }
        }
        var spoilt = model
        spoilt["wte.weight"].bytes.replaceSubrange(0..<4, with: SmallModel.bytes(.nan))
        let other = try spoilt.written()
        #expect(throws: CheckpointError.self) { try Self.fill(other.path) }
        for path in [folder.path, other.path] {
            #expect(Folder.names(in: path) == ["config.json", "model.safetensors"])
        }
    }

    @Test("What goes by another name too is not written over, and nobody may read more than before")
    func otherNames() throws {
        let folder = try model.written()
        let precious = folder.path + "/precious"
        try Data("precious".utf8).write(to: URL(filePath: precious))
        let partial = Self.path(folder.path) + PartialFile.suffix
        try FileManager.default.linkItem(atPath: precious, toPath: partial)
        guard case .failed = try Self.fill(folder.path).1 else {
            Issue.record("a file with another name was written over")
            return
        }
        #expect(try Data(contentsOf: URL(filePath: precious)) == Data("precious".utf8))
        try FileManager.default.removeItem(atPath: partial)
        let weights = folder.path + "/model.safetensors"
        for mode in [0o600, 0o640] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: weights)
            #expect(try Self.fill(folder.path).1 == .written)
            let attributes = try FileManager.default.attributesOfItem(
                atPath: Self.path(folder.path))
            #expect(attributes[.posixPermissions] as? Int == mode)
        }
    }

    @Test("While another process writes the cache, this one does not")
    func locked() throws {
        let folder = try model.written()
        do {
            let other = try PartialFile(for: Self.path(folder.path))
            try other.append([1, 2, 3])
            #expect(try Self.fill(folder.path).1 == .leftToAnother)
            #expect(try Self.read(folder.path) == nil)
        }
        // What a killed process left is written over.
        #expect(try Self.fill(folder.path).1 == .written)
        #expect(try Self.read(folder.path) != nil)
    }

    @Test("Weights that change while they are read leave no cache")
    func changedMeanwhile() throws {
        let folder = try model.written()
        let cache = try IntegerCache(folder: folder.path)
        let container = try WeightsFile.open(folder: folder.path)
        try Data(model.file).write(to: URL(filePath: folder.path + "/model.safetensors"))
        let (_, writing) = try cache.fill(
            from: container, architecture: Checkpoint.architecture(folder: folder.path)
        ) { _ in }
        #expect(writing == .weightsChanged)
        #expect(Folder.names(in: folder.path) == ["config.json", "model.safetensors"])
    }

    @Test("A cache of another shape is refused before anything is handed on")
    func otherShape() throws {
        let folder = try model.written()
        _ = try Self.fill(folder.path)
        var wider = model
        wider.config = wider.config.map {
            $0.0 == "n_positions" ? ("n_positions", .integer(5)) : $0
        }
        let text = JSONValue.object(wider.config.map { JSONMember($0.0, $0.1) }).compactText
        try Data(text.utf8).write(to: URL(filePath: folder.path + "/config.json"))
        var count = 0
        let cache = try IntegerCache(folder: folder.path)
        #expect(throws: CheckpointError.self) {
            try cache.read(architecture: Checkpoint.architecture(folder: folder.path)) { _ in
                count += 1
            }
        }
        #expect(count == 0)
    }
}
