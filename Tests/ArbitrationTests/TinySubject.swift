import Arbitration
import Architectures
import Checkpoints
import Inference
import Proving
import Tensors
import TestSupport
import Traces

/// A drawn model of two layers with four prompts, the last one long enough that sums over its
/// tokens are cut into parts.
enum TinySubject {
    static let weights: Result<IntegerWeights, any Error> = Result {
        let folder = try TemporaryFolder()
        let shape = try TransformerShape(
            layerCount: 2, width: 128, headCount: 2, vocabularyCount: 300, contextTokenCount: 40)
        try SyntheticModel(seed: "arbitration", shape: shape).write(toFolder: folder.path)
        return try Checkpoint.load(folder: folder.path).weights
    }

    static let model: Result<TracedModel, any Error> = Result {
        let weights = try Self.weights.get()
        let architecture = Architecture.gpt2(weights.shape)
        return TracedModel(
            name: "tiny", architecture: TracedArchitecture(architecture),
            integerWeightsHash: String(repeating: "a", count: 64), files: [],
            tensors: architecture.parameters.sorted {
                $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
            }.map { parameter in
                TracedTensor(
                    name: parameter.name, dimensions: parameter.dimensions, storedType: "",
                    storedDigest: nil,
                    integersDigest: TensorDigest.parameter(
                        dimensions: parameter.dimensions,
                        elements: weights[parameter.name].elements))
            }, tokenizerDigest: nil)
    }

    static func challenges() -> [TracedChallenge] {
        [3, 1, 5, 37].enumerated().map { place, count in
            TracedChallenge(
                salt: "salt \(place)", prompt: "prompt \(place)",
                tokenIDs: (0..<Int32(count)).map { ($0 * 37 + Int32(place) * 11) % 300 })
        }
    }

    static func subject() throws -> DisputeSubject {
        let weights = try Self.weights.get()
        return try DisputeSubject(
            transformer: Transformer(weights: weights, backend: Backends.usable[0]),
            model: try Self.model.get(), challenges: challenges(), parameter: { weights[$0] })
    }
}
