import ChainConformance
import Checkpoints
import Conformance
import Encodings
import Foundation
import Platform
import Proving
import TestSupport

/// The chain's vector files of the repository, and what they refer to.
enum ChainFiles {
    static func bytes(_ name: String) throws -> [UInt8] {
        try Array(
            Data(contentsOf: Vectors.house.appending(path: "Goldens/vectors/\(name).json")))
    }

    /// - Parameter tokenizer: a folder; nil for surroundings without a tokenizer.
    static func suite(tokenizer: URL?, hasNeighbours: Bool = true) throws -> VectorSuite {
        let read = try tokenizer.map { try ModelFolder(path: $0.path).tokenizer() }
        return ChainVectors.suite(
            ChainVectorSurroundings(
                tokenizer: read, tokenizerMissing: "no tokenizer",
                pinnedModel: { name in
                    let file = Vectors.house.appending(path: "Models/\(name)/manifest.json")
                    guard name == "synth-tiny" else { return nil }
                    let manifest = try ModelManifest(
                        json: Array(Data(contentsOf: file)), file: name)
                    return SyntheticModel(manifest)
                },
                neighbour: { name in
                    guard hasNeighbours else { return nil }
                    return try Array(
                        Data(
                            contentsOf: Vectors.house.appending(path: "Goldens/vectors/\(name)")))
                },
                threadCount: Machine.coreCount))
    }

    /// The members of a file of the repository, to be changed.
    static func members(_ name: String) throws -> [JSONMember] {
        try Vectors.load(name).members()
    }

    static func bytes(of members: [JSONMember]) -> [UInt8] {
        Array(JSONValue.object(members).compactText.utf8)
    }
}

extension VectorReport {
    var differenceCount: Int {
        outcomes.count { if case .differs = $0.kind { true } else { false } }
    }

    var skippedCount: Int {
        outcomes.count { if case .skipped = $0.kind { true } else { false } }
    }
}
