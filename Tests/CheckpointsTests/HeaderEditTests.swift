import Checkpoints
import Encodings
import Foundation
import Platform
import TestSupport
import Testing

@Suite("Every single-byte edit of a safetensors header")
struct HeaderEditTests {
    /// What the edits of some bytes came to.
    private struct Counts {
        var same = 0
        var refused = 0
        var other: [String] = []
    }

    @Test("Every byte as every other byte gives the same integers or a clean refusal")
    func everyEdit() throws {
        // Free parts as well, so that some edits leave the meaning: metadata and padding.
        let model = SmallModel()
        let (members, data) = model.parts()
        let header =
            "{\"__metadata__\":{\"format\":\"pt\",\"note\":\"a\\u00e9\\n\"},"
            + JSONValue.object(members).compactText.dropFirst() + String(repeating: " ", count: 8)
        let file = SmallModel.file(header: Array(header.utf8), data: data)
        let folder = try model.written(file: file)
        let expected = try Checkpoint.load(folder: folder.path).integerWeightsHash
        let headerEnd = 8 + header.utf8.count
        let parts = 2
        let counts = try Threads.map(count: parts, threadCount: parts) { part in
            // A thread's edits are made in place, in a folder of its own.
            let folder = try model.written(file: file)
            let range = headerEnd * part / parts..<headerEnd * (part + 1) / parts
            return try Self.edits(of: file, in: range, folder: folder.path, expected: expected)
        }
        let same = counts.reduce(0) { $0 + $1.same }
        let refused = counts.reduce(0) { $0 + $1.refused }
        print("single-byte edits of the header: \(same) same, \(refused) refused")
        #expect(counts.flatMap(\.other) == [])
        #expect(same + refused == 255 * headerEnd)
        #expect(same > 1000)
    }

    private static func edits(
        of file: [UInt8], in range: Range<Int>, folder: String, expected: String
    ) throws -> Counts {
        let path = folder + "/model.safetensors"
        let handle = try FileHandle(forUpdating: URL(filePath: path))
        defer { try? handle.close() }
        var counts = Counts()
        for index in range {
            for byte in UInt8.min ... .max where byte != file[index] {
                try handle.seek(toOffset: UInt64(index))
                try handle.write(contentsOf: [byte])
                do {
                    let hash = try Checkpoint.load(folder: folder).integerWeightsHash
                    if hash == expected {
                        counts.same += 1
                    } else {
                        counts.other.append("byte \(index) as \(byte): other integers")
                    }
                } catch let error as CheckpointError {
                    if error.description.hasPrefix(path + ": ") {
                        counts.refused += 1
                    } else {
                        counts.other.append("byte \(index) as \(byte): \(error)")
                    }
                }
            }
            try handle.seek(toOffset: UInt64(index))
            try handle.write(contentsOf: [file[index]])
        }
        return counts
    }
}
