import Architectures
import Checkpoints
import Disputes
import Foundation
import Inference
import Tensors
import TestSupport

/// The embedded model with three short prompts, run once for all tests.
enum SmallSubject {
    static let weights: Result<IntegerWeights, any Error> = Result {
        try Checkpoint.load(folder: Vectors.house.appending(path: "Models/glyph-nano").path).weights
    }

    /// Prompts of unequal lengths, two with a common beginning.
    static let prompts = [
        FaultSubject.Prompt(salt: "a", prompt: "one", tokenIDs: [5, 6, 7, 8, 9, 10]),
        FaultSubject.Prompt(salt: "b", prompt: "two", tokenIDs: [5, 6, 7, 400]),
        FaultSubject.Prompt(salt: "c", prompt: "three", tokenIDs: [2000, 1, 3]),
    ]

    static let subject: Result<FaultSubject, any Error> = Result {
        let weights = try Self.weights.get()
        return try FaultSubject(
            weights: weights,
            transformer: Transformer(weights: weights, backend: Backends.usable[0]),
            prompts: prompts)
    }
}
