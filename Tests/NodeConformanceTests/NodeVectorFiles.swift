import ChainConformance
import Checkpoints
import Conformance
import Foundation
import NodeConformance
import Platform
import Proving
import TestSupport

/// The vector files of the chain's node, and what they refer to.
enum NodeVectorFiles {
    /// The folder of all reference vectors, where there is one.
    static let folder = ProcessInfo.processInfo.environment["GLYPHLAB_VECTORS"]
    static let isHere = folder != nil && Vectors.gpt2Tokenizer != nil
    static let missing =
        "needs the folder of vectors that GLYPHLAB_VECTORS names, and GPT-2's tokenizer"

    static func bytes(_ name: String) throws -> [UInt8] {
        let url = URL(filePath: folder ?? "").appending(path: "node/\(name)")
        return Array(try Data(contentsOf: url))
    }

    /// - Parameter tokenizer: a folder; nil for surroundings without a tokenizer.
    static func suite(
        tokenizer: URL? = Vectors.gpt2Tokenizer, hasNeighbours: Bool = true
    ) throws -> VectorSuite {
        let read = try tokenizer.map { try ModelFolder(path: $0.path).tokenizer() }
        return NodeVectors.suite(
            ChainVectorSurroundings(
                tokenizer: read, tokenizerMissing: "no tokenizer",
                pinnedModel: { name in
                    let file = Vectors.house.appending(path: "Models/\(name)/manifest.json")
                    guard name == "synth-tiny" else { return nil }
                    let manifest = try ModelManifest(
                        json: Array(Data(contentsOf: file)), file: name)
                    return SyntheticModel(manifest)
                },
                neighbour: { hasNeighbours ? try bytes($0) : nil },
                threadCount: Machine.coreCount))
    }
}
