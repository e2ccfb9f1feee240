import Architectures
import Checkpoints
import Encodings
import Foundation
import Platform
import Synchronization
import Tensors
import TestSupport
import Testing

@Suite(
    "Mutated HDF5 files",
    .enabled(
        if: Python.has("h5py", "safetensors"), "\(Python.skipNote("h5py and safetensors"))"))
struct HDF5MutationTests {
    /// GLYPHLAB_HDF5_MUTATIONS asks for more of each file.
    private static let countOfEach =
        ProcessInfo.processInfo.environment["GLYPHLAB_HDF5_MUTATIONS"].flatMap(Int.init)
        ?? Thoroughness.count(7_000, else: 1_000)

    private static let shape = Result {
        try TransformerShape(
            layerCount: 1, width: 64, headCount: 1, vocabularyCount: 8, contextTokenCount: 4)
    }

    /// What became of a mutated file.
    private enum Outcome: String, CaseIterable {
        case same = "same integers"
        case elements = "elements that were mutated, and no others"
        case moved = "elements moved to unclaimed bytes; h5py reads the same there"
        case refused = "refused by name"
        case died = "helper died"
        case late = "helper late"
        case wrong = "WRONG"
    }

    @Test(
        "Every mutated file gives the integers that h5py finds in it, or a clean error",
        arguments: ["flat", "gzip", "keras"])
    func mutations(name: String) throws {
        let folder = try TemporaryFolder()
        try Python.script("hostile_hdf5.py", ["bases", folder.path])
        let base = try HDF5Base(name: name, folder: folder.path)
        let expected = try Self.load(folder.path + "/\(name).h5").get()
        let progress = Mutex(0)
        let outcomes = try Threads.map(
            count: Self.countOfEach, threadCount: Machine.coreCount
        ) { index in
            let bytes = base.mutated(seed: UInt64(index))
            let path = "\(folder.path)/\(index).h5"
            try Data(bytes).write(to: URL(filePath: path))
            defer { try? FileManager.default.removeItem(atPath: path) }
            let result = try Self.load(path)
            var outcome = Self.outcome(result, expected, touched: base.touchedTensors(bytes))
            progress.withLock { $0 += 1 }
            if outcome == .wrong, Self.otherReader(path) == (try? result.get().map(\.elements)) {
                outcome = .moved
            }
            if outcome == .wrong || outcome == .moved {
                Self.tell(name, index, base.bytes, bytes)
            }
            return outcome
        }
        #expect(progress.withLock { $0 } == Self.countOfEach)
        var counts: [Int] = []
        for outcome in Outcome.allCases {
            counts.append(outcomes.filter { $0 == outcome }.count)
            print("\(name): \(counts.last!) × \(outcome.rawValue)")
        }
        let (same, moved, refused, wrong) = (counts[0], counts[2], counts[3], counts[6])
        #expect(wrong == 0 && same > 0 && refused > 0)
        // An address without a checksum may be moved to bytes that nothing else claims; a helper
        // that dies is a clean error, as long as it is the exception.
        #expect(
            moved * 1000 <= Self.countOfEach && (counts[4] + counts[5]) * 100 <= Self.countOfEach)
    }

    /// What h5py's own libhdf5 finds in the file, as integers; nil where it finds nothing.
    private static func otherReader(_ path: String) -> [[Int32]]? {
        guard (try? Python.script("hostile_hdf5.py", ["copy", path, path + ".safetensors"])) != nil
        else { return nil }
        return try? Checkpoint.load(
            SafetensorsFile(path: path + ".safetensors"), architecture: .gpt2(shape.get())
        )
        .weights.tensors.map(\.elements)
    }

    /// Where a file was mutated that was accepted with other elements.
    private static func tell(_ name: String, _ seed: Int, _ old: [UInt8], _ new: [UInt8]) {
        let places = zip(old, new).enumerated().filter { $0.element.0 != $0.element.1 }
            .map { "\($0.offset): \($0.element.0) to \($0.element.1)" }
        print("\(name), seed \(seed), other elements: \(places.joined(separator: ", "))")
    }

    private static func load(
        _ path: String
    ) throws -> Result<[IntegerTensor], CheckpointError> {
        var allowance = HDF5Allowance(fileByteCount: 0)
        allowance.cpuSecondsMax = 2
        do {
            let file = try HDF5File(path: path, allowance: allowance)
            return .success(
                try Checkpoint.load(file, architecture: .gpt2(shape.get())).weights.tensors)
        } catch let error as CheckpointError {
            return .failure(error)
        }
    }

    private static func outcome(
        _ result: Result<[IntegerTensor], CheckpointError>, _ expected: [IntegerTensor],
        touched: Set<String>
    ) -> Outcome {
        switch result {
        case .success(let tensors):
            let changed = zip(tensors, expected).filter { $0.elements != $1.elements }
            if changed.isEmpty { return .same }
            return changed.allSatisfy { touched.contains(fileName($0.0.name)) } ? .elements : .wrong
        case .failure(.hdf5Helper(_, _, let how)):
            return how.contains("s and was ended") || how.contains("CPU") ? .late : .died
        case .failure:
            return .refused
        }
    }

    /// `h.0.ln_1.g` is `h.0.ln_1.weight` in files.
    private static func fileName(_ name: String) -> String {
        if name == "wte" || name == "wpe" { return name + ".weight" }
        let stem = String(name.dropLast(2))
        return stem + (name.hasSuffix(".b") ? ".bias" : ".weight")
    }
}
