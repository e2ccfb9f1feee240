package import Fingerprints
package import PythonValues

/// Proofs of blocks, computed some ahead of the judgement. The answers are those that the source
/// itself would give.
package final class LookaheadProofs: ProofSource {
    private let proofs: Lookahead<ProofQuestion, Result<String, NoProof>>

    package init(_ source: any ProofSource) {
        proofs = Lookahead { source.proofHashes($0) }
    }

    /// - Parameter document: a chain; elements that ask no question are passed over.
    package convenience init(_ source: any ProofSource, document: PythonValue) {
        self.init(source)
        if case .list(let blocks) = document { expect(blocks) }
    }

    /// Tells which blocks come next.
    func expect(_ blocks: [PythonValue]) {
        proofs.expect(blocks.compactMap { try? PublishedVerifier.question(of: $0) })
    }

    package func proofHash(salt: String, prompt: [UInt8]) throws(NoProof) -> String {
        try proofs.answer(ProofQuestion(salt: salt, prompt: prompt)).get()
    }
}
