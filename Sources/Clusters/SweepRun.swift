package import Cryptography
internal import Fingerprints

/// The first prompts of the receipt through one model.
package struct SweepRun: Sendable, Equatable {
    /// The run's name of letters, digits, `-` and `_`: the first part of the names of its files, up
    /// to a dot.
    package let name: String
    /// The model's folder as an absolute path.
    package let modelFolder: String
    package let integerWeightsHash: Digest
    package let promptCount: Int
    package let shardCount: Int
    /// The golden that the merged run is compared with; nil where no golden has these weights.
    package let golden: String?

    package init(
        name: String, modelFolder: String, integerWeightsHash: Digest, promptCount: Int,
        shardCount: Int, golden: String?
    ) {
        self.name = name
        self.modelFolder = modelFolder
        self.integerWeightsHash = integerWeightsHash
        self.promptCount = promptCount
        self.shardCount = shardCount
        self.golden = golden
    }

    static let nameByteCountMax = 80

    /// A run's name, made of a model's name and a number of prompts.
    package static func name(model: String, promptCount: Int) -> String {
        let plain = model.utf8.map { isPlain($0) ? Character(UnicodeScalar($0)) : "-" }
        return (plain.isEmpty ? "model" : String(plain.prefix(60))) + "-\(promptCount)"
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    func check() throws(SweepError) {
        guard (1...Self.nameByteCountMax).contains(name.utf8.count),
            name.utf8.allSatisfy(Self.isPlain)
        else { throw .name(name) }
        guard modelFolder.utf8.first == UInt8(ascii: "/") else {
            throw .modelFolder(run: name, got: modelFolder)
        }
        guard (1...Golden.promptCountMax).contains(promptCount) else {
            throw .count(
                of: "prompts of \(name)", max: Golden.promptCountMax, got: promptCount)
        }
        guard (1...promptCount).contains(shardCount) else {
            throw .shards(run: name, promptCount: promptCount, got: shardCount)
        }
    }
}
