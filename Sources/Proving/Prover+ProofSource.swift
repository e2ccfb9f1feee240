public import Fingerprints

/// A prover answers on the calling thread; ``BatchProver`` says with which workers.
extension Prover: ProofSource {
    public func proofHash(salt: String, prompt: [UInt8]) throws(NoProof) -> String {
        try BatchProver(prover: self).proofHash(salt: salt, prompt: prompt)
    }

    public func proofHashes(_ questions: [ProofQuestion]) -> [Result<String, NoProof>] {
        BatchProver(prover: self).proofHashes(questions)
    }
}
