import Encodings
import Foundation
import TestSupport
import Testing

/// A folder with small models of one's own, and a house of one's own.
struct OwnModel {
    let folder: TemporaryFolder
    /// A drawn model of one layer with glyph-nano's tokenizer.
    let path: String

    init(context: Int = 64) throws {
        folder = try TemporaryFolder()
        path = folder.path + "/own"
        try draw("own", to: path, context: context)
    }

    func draw(_ seed: String, to path: String, context: Int = 64) throws {
        let ending = try Program.run([
            "models", "synth", "--seed", seed, "--layers", "1", "--width", "64", "--heads", "1",
            "--vocab", "3072", "--context", "\(context)", "--tokenizer", Program.nano, "--out",
            path,
        ])
        try #require(ending.code == 0, "\(ending.messages)")
    }

    /// Writes over all weights that shape attention, so that every row is uniform.
    func flatten(_ path: String, seed: UInt64) throws {
        let url = URL(filePath: path + "/model.safetensors")
        var bytes = try Data(contentsOf: url)
        let headerByteCount = (0..<8).reduce(0) { $0 | Int(bytes[$1]) << (8 * $1) }
        let header = try JSONParser.parse(
            Array(bytes[8..<8 + headerByteCount]), byteCountMax: 1 << 20)
        var generator = SeededGenerator(seed: seed)
        for member in try header.members() where member.key.hasSuffix("c_attn.weight") {
            let range = try member.value.at("data_offsets").integers()
            let start = 8 + headerByteCount
            for place in stride(from: start + range[0], to: start + range[1], by: 4) {
                // Signs as drawn, magnitudes from 2^-20 on: 0 as an integer.
                let bits = UInt32(generator.next() & 0x8000_FFFF) | 0x3580_0000
                for byte in 0..<4 {
                    bytes[place + byte] = UInt8(truncatingIfNeeded: bits >> (8 * UInt32(byte)))
                }
            }
        }
        try bytes.write(to: url)
    }

    /// A house whose `Goldens` has the repository's files and those that a test adds.
    func house(_ goldens: [String: String]) throws -> [String: String] {
        let manager = FileManager.default
        let house = folder.path + "/house"
        try manager.createDirectory(
            atPath: house + "/Goldens", withIntermediateDirectories: true)
        try manager.createSymbolicLink(
            atPath: house + "/Models",
            withDestinationPath: Vectors.house.appending(path: "Models").path)
        let kept = Vectors.house.appending(path: "Goldens")
        for name in try manager.contentsOfDirectory(atPath: kept.path)
        where name.hasSuffix(".json") && goldens[name] == nil {
            try manager.createSymbolicLink(
                atPath: "\(house)/Goldens/\(name)",
                withDestinationPath: kept.appending(path: name).path)
        }
        for name in goldens.keys.sorted() {
            try Data(goldens[name]!.utf8).write(to: URL(filePath: "\(house)/Goldens/\(name)"))
        }
        return ["GLYPHLAB_HOUSE": house]
    }
}
