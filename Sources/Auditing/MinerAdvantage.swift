package import Cryptography
internal import Fingerprints
internal import Platform
package import Proving
internal import Tensors

/// The savings of the best miner against a miner who computes every attempt in full, under both
/// sets of rules.
///
/// They are computed in the engine's own multiply-adds, and measured: the ways of mining run in
/// turn, in several rounds of one run, and the fastest round of each counts, since other work on a
/// machine can only slow it down. A way whose proofs differ from those of computing in full is an
/// error, never a figure.
package struct MinerAdvantage: Sendable {
    package let settings: MinerAdvantageSettings
    package let published: PublishedAdvantage
    package let hardened: HardenedAdvantage

    /// The number of times that `onStep` is called.
    package static let stepCount = PublishedAdvantage.stepCount + HardenedAdvantage.stepCount

    /// **Throws:** ``MinerAdvantageError``, ``TokenizerError``, and ``InferenceError`` or
    /// ``NoProof`` where the model cannot read an attempt.
    package init(
        prover: Prover, weightsHash: Digest, settings: MinerAdvantageSettings,
        onStep: () -> Void = {}
    ) throws {
        self.settings = settings
        let prover = BatchProver(
            prover: prover, workers: Workers(threadCount: settings.threadCount))
        published = try PublishedAdvantage(prover, settings, onStep: onStep)
        hardened = try HardenedAdvantage(prover, weightsHash, settings, onStep: onStep)
    }
}
