import Architectures
import Checkpoints
import Disputes
import Foundation
import Inference
import Proving
import Tensors
import TestSupport
import Tokenization

/// The embedded model with three short prompts, run once for all tests.
enum SmallSubject {
    static let weights: Result<IntegerWeights, any Error> = Result {
        try folder.load().checkpoint.weights
    }

    private static let folder = ModelFolder(
        path: Vectors.house.appending(path: "Models/glyph-nano").path)

    /// Prompts of unequal lengths, two with a common beginning.
    private static let prompts = [("a", "golden frost"), ("a", "gold"), ("b", "river")]

    static let subject: Result<FaultSubject, any Error> = Result {
        let weights = try Self.weights.get()
        return try FaultSubject(
            weights: weights,
            transformer: Transformer(weights: weights, backend: Backends.usable[0]),
            prompts: try prompts.map { salt, prompt in
                let challenge = try Challenge(
                    salt: salt, prompt: Array(prompt.utf8), tokenizer: folder.tokenizer())
                return FaultSubject.Prompt(
                    salt: salt, prompt: prompt, tokenIDs: challenge.tokenIDs)
            })
    }

    /// The same, ready to be run by every backend.
    static let model: Result<SelfTestModel, any Error> = Result {
        let traced = try folder.traced(name: "glyph-nano")
        let weights = try Self.weights.get()
        let tokenizer = try folder.tokenizer()
        let backends = Backends.usable + (Thoroughness.isThorough ? [Backends.emulatedTiles] : [])
        return SelfTestModel(
            subject: try Self.subject.get(), traced: traced,
            provers: backends.map {
                Prover(
                    tokenizer: tokenizer, transformer: Transformer(weights: weights, backend: $0))
            }, threadCount: 2)
    }
}
