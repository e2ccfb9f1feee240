internal import Cryptography
internal import Fingerprints
internal import Inference
internal import Proving
internal import Tensors

/// An input that a proof is made for, under either set of rules.
struct CoverageQuestion: Sendable {
    let tokenIDs: [Int32]
    let readings: ProofReadings
    /// Offsets of the input, [T, C]; nil in the published profile.
    let offsets: [Int32]?
    /// The prompt's salt; empty in the hardened profile.
    let salt: String

    /// A prompt of the receipt. **Throws:** ``TokenizerError``.
    static func published(_ index: Int, prover: Prover) throws -> CoverageQuestion {
        let salt = GoldenPrompts.salt(index)
        let challenge = try Challenge(
            salt: salt, prompt: Array(GoldenPrompts.prompt(index).utf8), tokenizer: prover.tokenizer
        )
        let shape = prover.transformer.shape
        let heads = HeadSelection.heads(
            salt: salt, layerCount: shape.layerCount, headCount: shape.headCount)
        return CoverageQuestion(
            tokenIDs: challenge.tokenIDs,
            readings: ProofReadings(heads: heads, readsResidual: false), offsets: nil, salt: salt)
    }

    /// An attempt whose seed nobody chose.
    static func hardened(_ index: Int, seed: String, shape: WitnessShape) -> CoverageQuestion {
        let challenge = WitnessChallenge(
            seed: Digests.sha256("glyphlab coverage attempt \(index)|\(seed)".utf8), shape: shape)
        return CoverageQuestion(
            tokenIDs: challenge.tokenIDs,
            readings: ProofReadings(heads: challenge.heads, readsResidual: true),
            offsets: challenge.offsets, salt: "")
    }

    /// The content that the proof is made of, as a text; texts are equal exactly where proofs are.
    ///
    /// **Shapes:** rows [layer][head][T], residual [T, C].
    func proof(rows: [[[Int64]]], residual: [Int32]) -> String {
        guard readings.readsResidual else { return Fingerprint(salt: salt, rows: rows).proofHash }
        let evidence = Evidence(heads: readings.heads, rows: rows, residual: residual)
        return evidence.witness.text + evidence.fingerprintText
    }
}
