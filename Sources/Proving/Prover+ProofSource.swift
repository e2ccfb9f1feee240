public import Fingerprints

extension Prover: ProofSource {
    public func proofHash(salt: String, prompt: [UInt8]) throws(NoProof) -> String {
        do {
            return try prove(salt: salt, prompt: prompt).fingerprint.proofHash
        } catch {
            throw NoProof(why: "\(error)")
        }
    }
}
