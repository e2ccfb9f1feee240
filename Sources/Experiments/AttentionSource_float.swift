package import Fingerprints

/// A model that gives attention rows, float32 widened or float64: all that an experiment asks of
/// one.
package protocol AttentionSource: Sendable {
    var layerCount: Int { get }
    var headCount: Int { get }
    /// The ids that the model's embedding has rows for.
    var vocabularyCount: Int { get }

    /// The text's tokens, nothing put before or behind them.
    func tokenIDs(of text: String) throws -> [Int32]

    /// The last position's probabilities of each head, in the order of `heads`.
    ///
    /// **Shapes:** tokenIDs [T] → [heads][T]. **Determinism:** equal bits for equal arguments,
    /// from any thread.
    func rows(_ tokenIDs: [Int32], heads: [Head]) throws -> [[Double]]
}

extension AttentionSource {
    /// The heads that a salt selects.
    package func heads(salt: String) -> [Head] {
        HeadSelection.heads(salt: salt, layerCount: layerCount, headCount: headCount)
    }
}

/// A model in several arithmetics, and models that differ from it in their weights alone.
package protocol ExperimentModel: Sendable {
    /// As tables and pictures call it.
    var name: String { get }
    /// The arithmetic that results are told in.
    var base: any AttentionSource { get }
    /// Other arithmetics on the same weights, by their names.
    var others: [(name: String, source: any AttentionSource)] { get }

    /// How many weights a row of the last layer depends on, embeddings left out.
    var changeableWeightCount: Int { get }

    /// The model with a bit of a weight flipped, in the base's arithmetic.
    ///
    /// - Parameters:
    ///   - weight: below ``changeableWeightCount``.
    ///   - bit: of the float32, 31 its sign.
    func flipped(weight: Int, bit: Int) throws -> any AttentionSource

    /// A model of the same shape whose tensors hold the same numbers in an order drawn from `seed`.
    func shuffled(seed: String) throws -> any AttentionSource
}
