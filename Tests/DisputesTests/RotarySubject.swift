import Architectures
import Checkpoints
import Disputes
import Foundation
import Inference
import Proving
import SyntheticCheckpoints
import Tensors
import TestSupport
import Traces

/// A drawn model of Qwen2's shape with three short prompts, run once for all tests.
enum RotarySubject {
    static let weights: Result<IntegerWeights, any Error> = Result {
        try RotaryModel(RotaryModel.sizes[0]).weights
    }

    static let subject: Result<FaultSubject, any Error> = Result {
        let weights = try Self.weights.get()
        return try FaultSubject(
            weights: weights,
            transformer: Transformer(weights: weights, backend: Backends.usable[0]),
            prompts: RotaryModel.batch[1...3].enumerated().map { place, ids in
                FaultSubject.Prompt(salt: "s\(place)", prompt: "p\(place)", tokenIDs: ids)
            })
    }

    /// The same, ready to be run by every backend. The tokenizer is another model's; no text is
    /// read.
    static let model: Result<SelfTestModel, any Error> = Result {
        let weights = try Self.weights.get()
        let tokenizer = try ModelFolder(
            path: Vectors.house.appending(path: "Models/glyph-nano").path
        ).tokenizer()
        let traced = TracedModel(
            name: "rotary", architecture: TracedArchitecture(weights.architecture),
            integerWeightsHash: SelfTestModel.integerWeightsHash(weights), files: [],
            tensors: weights.tensors.map { tensor in
                let dimensions =
                    tensor.rows == 1 ? [tensor.columns] : [tensor.rows, tensor.columns]
                return TracedTensor(
                    name: tensor.name, dimensions: dimensions, storedType: "", storedDigest: nil,
                    integersDigest: TensorDigest.parameter(
                        dimensions: dimensions, elements: tensor.elements))
            }, tokenizerDigest: nil)
        return SelfTestModel(
            subject: try Self.subject.get(), traced: traced,
            provers: Backends.usable.map {
                Prover(
                    tokenizer: tokenizer, transformer: Transformer(weights: weights, backend: $0))
            }, threadCount: 2)
    }
}
