import Arbitration
import Architectures
import Checkpoints
import Inference
import Proving
import SyntheticCheckpoints
import Tensors
import TestSupport
import Traces

/// Drawn models of two layers, GPT-2's and Qwen2's, with four prompts, the last one long enough that sums over its
/// tokens are cut into parts.
enum TinySubject {
    static let weights: Result<IntegerWeights, any Error> = Result {
        let folder = try TemporaryFolder()
        let shape = try TransformerShape(
            layerCount: 2, width: 128, headCount: 2, vocabularyCount: 300, contextTokenCount: 40)
        try SyntheticModel(seed: "arbitration", shape: shape).write(toFolder: folder.path)
        return try Checkpoint.load(folder: folder.path).weights
    }

    static let rotaryWeights: Result<IntegerWeights, any Error> = Result {
        try RotaryModel(RotaryModel.sizes[3]).weights
    }

    static let model = Result { traced(try weights.get()) }

    private static func traced(_ weights: IntegerWeights) -> TracedModel {
        TracedModel(
            name: "tiny", architecture: TracedArchitecture(weights.architecture),
            integerWeightsHash: String(repeating: "a", count: 64), files: [],
            tensors: weights.architecture.parameters.sorted {
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

    static func challenges(vocabularyCount: Int32 = 300) -> [TracedChallenge] {
        [3, 1, 5, 37].enumerated().map { place, count in
            TracedChallenge(
                salt: "salt \(place)", prompt: "prompt \(place)",
                tokenIDs: (0..<Int32(count)).map {
                    ($0 * 37 + Int32(place) * 11) % vocabularyCount
                })
        }
    }

    static func subject() throws -> DisputeSubject { try subject(Self.weights.get()) }

    /// Of Qwen2's shape, with heads of 128 columns in groups.
    static func rotarySubject() throws -> DisputeSubject { try subject(Self.rotaryWeights.get()) }

    private static func subject(_ weights: IntegerWeights) throws -> DisputeSubject {
        try DisputeSubject(
            transformer: Transformer(weights: weights, backend: Backends.usable[0]),
            model: traced(weights),
            challenges: challenges(vocabularyCount: Int32(weights.shape.vocabularyCount)),
            parameter: { weights[$0] })
    }
}
