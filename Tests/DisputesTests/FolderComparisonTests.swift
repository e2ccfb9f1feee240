import Checkpoints
import Cryptography
import Disputes
import Foundation
import Proving
import Tensors
import TestSupport
import Testing
import Traces

@Suite("Two models' folders")
struct FolderComparisonTests {
    private let model: StoredModel
    private let folder: TemporaryFolder

    init() throws {
        model = try StoredModel()
        folder = try model.written(.float32)
    }

    private func compared(_ other: TemporaryFolder) throws -> Comparison {
        try FolderComparison(
            ModelFolder(path: folder.path), ModelFolder(path: other.path)
        ).comparison
    }

    private func traced(_ folder: TemporaryFolder) throws -> TracedModel {
        try ModelFolder(path: folder.path).traced(name: "drawn")
    }

    @Test(
        "The same weights in every container and type are one model",
        arguments: StoredModel.Form.allCases)
    func oneModel(form: StoredModel.Form) throws {
        let other = try model.written(form)
        let comparison = try compared(other)
        #expect(comparison.verdict == .match, "\(comparison.explanation)")
        #expect(comparison.operation == nil && comparison.element == nil)
        let (mine, theirs) = (try traced(folder), try traced(other))
        #expect(mine.integerWeightsHash == theirs.integerWeightsHash)
        #expect(mine.tensors.map(\.integersDigest) == theirs.tensors.map(\.integersDigest))
        #expect(theirs.tensors.allSatisfy { $0.storedType == form.type })
        // The container changes no stored byte, the type changes all.
        let stored = zip(mine.tensors, theirs.tensors).map { $0.storedDigest == $1.storedDigest }
        #expect(stored.allSatisfy { $0 == (form.type == "F32") }, "\(form)")
        #expect((mine.files.map(\.digest) == theirs.files.map(\.digest)) == (form == .float32))
        #expect(theirs.files.count == (form == .shards ? 3 : 1))
    }

    @Test("One changed element is named, and at each stage", arguments: StoredModel.Form.allCases)
    func oneElement(form: StoredModel.Form) throws {
        let (name, place, short) = ("h.0.attn.c_attn.weight", 1_337, "h.0.attn.c_attn.w")
        let other = try model.with { $0[name][place] = Float(3.5).bitPattern }.written(form)
        let comparison = try compared(other)
        #expect(comparison.verdict == .weights)
        #expect(comparison.operation == short)
        #expect(comparison.layer == 0)
        let element = try #require(comparison.element)
        #expect(element.element == place)
        #expect(element.index == [place / 192, place % 192])
        let old = Float(bitPattern: model[name][place])
        let oldInteger = Int64((old * 4096).rounded(.toNearestOrEven))
        #expect(element.values == [oldInteger, 14_336])
        #expect(element.differingCount == 1 && element.elementCount == 64 * 192)
        #expect(comparison.differingParameters == [short])
        let bits = ["F32": "40600000", "BF16": "4060", "F64": "400c000000000000"]
        let note = "as F32 \(Self.hex(model[name][place])) on the left, as \(form.type) "
        #expect(comparison.notes.contains { $0.contains(note + bits[form.type]!) })

        let (mine, theirs) = (try traced(try model.written(form)), try traced(other))
        let differing = zip(mine.tensors, theirs.tensors).filter { $0 != $1 }
        #expect(differing.map(\.0.name) == [short])
        #expect(differing.allSatisfy { $0.storedDigest != $1.storedDigest })
        #expect(differing.allSatisfy { $0.integersDigest != $1.integersDigest })
        #expect(mine.files != theirs.files)
        #expect(mine.integerWeightsHash != theirs.integerWeightsHash)
    }

    private static func hex(_ bits: UInt32) -> String {
        let digits = String(bits, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    @Test("Seeded changes of any tensor are named exactly")
    func seeded() throws {
        let seed: UInt64 = 0x14_0001
        var generator = SeededGenerator(seed: seed)
        let mine = try traced(folder)
        for round in 0..<Thoroughness.count(200, else: 8) {
            let tensor = mine.tensors.randomElement(using: &generator)!
            let parts = tensor.name.split(separator: ".")
            let stem = parts.count == 1 ? tensor.name : parts.dropLast().joined(separator: ".")
            let stored = stem + (parts.last == "b" ? ".bias" : ".weight")
            let count = tensor.dimensions.reduce(1, *)
            let places = Set((0..<3).map { _ in Int.random(in: 0..<count, using: &generator) })
            let other = try model.with { model in
                // The sign bit of 7.5 is never that of a drawn value of this size.
                for place in places { model[stored][place] = Float(7.5).bitPattern }
            }.written(StoredModel.Form.allCases.randomElement(using: &generator)!)
            let comparison = try compared(other)
            let comment = Comment(
                rawValue: "seed \(seed), round \(round), \(tensor.name), \(places)")
            #expect(comparison.verdict == .weights, comment)
            #expect(comparison.operation == tensor.name, comment)
            #expect(comparison.element?.element == places.min(), comment)
            #expect(comparison.element?.differingCount == places.count, comment)
        }
    }

    @Test("A change below the rounding shows in the stored bytes and makes no other model")
    func belowRounding() throws {
        let name = "h.0.mlp.c_fc.weight"
        // A whole number of steps, from which the last bit leads nowhere else.
        let place = try #require(
            model[name].firstIndex { bits in
                let scaled = Float(bitPattern: bits) * 4096
                return scaled != 0 && scaled == scaled.rounded()
            })
        let other = try model.with { $0[name][place] ^= 1 }.written(.float32)
        let comparison = try compared(other)
        #expect(comparison.verdict == .match)
        #expect(comparison.notes.contains { $0.contains("stored otherwise") })
        let differing = zip(try traced(folder).tensors, try traced(other).tensors)
            .filter { $0.storedDigest != $1.storedDigest }
        #expect(differing.map(\.0.name) == ["h.0.mlp.c_fc.w"])
    }

    @Test("Of several tensors the first in the order of the model is named, with their number")
    func severalTensors() throws {
        let other = try model.with { model in
            for name in ["h.0.attn.c_attn.bias", "h.0.mlp.c_proj.weight", "wte.weight"] {
                model[name][5] = Float(2).bitPattern
                model[name][60] = Float(2).bitPattern
            }
        }.written(.float32)
        let comparison = try compared(other)
        #expect(comparison.operation == "wte" && comparison.layer == nil)
        #expect(comparison.element?.element == 5)
        #expect(comparison.element?.differingCount == 2)
        #expect(
            comparison.differingParameters == ["wte", "h.0.attn.c_attn.b", "h.0.mlp.c_proj.w"])
        #expect(comparison.explanation.contains("3 tensors differ"))
    }

    @Test("Another architecture is a difference of configuration; progress reaches the end")
    func architecture() throws {
        let other = try TemporaryFolder()
        let shape = try TransformerShape(
            layerCount: 2, width: 64, headCount: 1, vocabularyCount: 256, contextTokenCount: 16)
        try SyntheticModel(seed: "stored", shape: shape).write(toFolder: other.path)
        var shares: [[Int]] = []
        let comparison = try FolderComparison(
            ModelFolder(path: folder.path), ModelFolder(path: other.path)
        ) { shares.append([$0, $1]) }.comparison
        #expect(comparison.verdict == .config)
        #expect(comparison.explanation.contains("layers 1 on the left and 2 on the right"))
        #expect(shares.allSatisfy { $0[0] < $0[1] } && shares.count > 30)
    }

    @Test("Folders without weights are refused")
    func refusals() throws {
        let empty = try TemporaryFolder()
        #expect(throws: ModelFolderError.self) { try compared(empty) }
        #expect(throws: ModelFolderError.noFolder(empty.path + "/none")) {
            try FolderComparison(
                ModelFolder(path: empty.path + "/none"), ModelFolder(path: folder.path))
        }
    }
}
