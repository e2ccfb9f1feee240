package import Fingerprints
internal import Synchronization

/// Proofs that are computed once: many cases begin with the same blocks.
package final class RememberedProofs: ProofSource {
    private let source: any ProofSource
    /// Looked up, never iterated.
    private let answers = Mutex<[ProofQuestion: Result<String, NoProof>]>([:])

    package init(_ source: any ProofSource) {
        self.source = source
    }

    package func proofHash(salt: String, prompt: [UInt8]) throws(NoProof) -> String {
        let question = ProofQuestion(salt: salt, prompt: prompt)
        if let answer = answers.withLock({ $0[question] }) { return try answer.get() }
        let answer = source.proofHashes([question])[0]
        answers.withLock { $0[question] = answer }
        return try answer.get()
    }
}
