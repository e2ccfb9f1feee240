internal import Fingerprints
internal import FloatEngine
internal import Platform
internal import Proving
internal import Tokenization

/// Proofs of experiments' prompts, in float64.
struct ExperimentProver {
    struct Proof: Sendable {
        let text: String
        let hash: String
        let isNearCut: Bool
    }

    let model: FloatModel
    let tokenizer: ByteLevelTokenizer
    let threadCount: Int

    /// Twice the largest drift of torch's float32 from float64 that the reference measured in these
    /// models.
    private static let driftMax = 2 * 8.4e-6

    func rows(salt: String, _ prompt: String) throws -> [[Double]] {
        let challenge = try Challenge(
            salt: salt, prompt: Array(prompt.utf8), tokenizer: tokenizer)
        return try model.rows(
            of: challenge.tokenIDs, heads: model.heads(salt: salt), order: .double)
    }

    func proofs(salt: String, _ prompts: [String]) throws -> [Proof] {
        try Threads.map(count: prompts.count, threadCount: threadCount) { index in
            try proof(salt: salt, rows(salt: salt, prompts[index]))
        }
    }

    /// Whether a proof stays the same under other rows.
    func survival(
        salt: String, _ rows: [[Double]], _ noisy: [[Double]]
    ) throws -> (survives: Bool, isNearCut: Bool) {
        let (before, after) = (try proof(salt: salt, rows), try proof(salt: salt, noisy))
        return (before.hash == after.hash, before.isNearCut || after.isNearCut)
    }

    private func proof(salt: String, _ rows: [[Double]]) throws -> Proof {
        let proof = try FloatProof(salt: salt, heads: model.heads(salt: salt), rows: rows)
        return Proof(
            text: proof.text, hash: proof.proofHash, isNearCut: proof.gap < Self.driftMax)
    }
}
