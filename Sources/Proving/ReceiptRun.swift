import Fingerprints
public import Inference
internal import Platform

/// A receipt computed: every prompt's proof, in the prompts' order.
public struct ReceiptRun: Sendable {
    public let proofHashes: [String]
    public let tokenCount: Int
    public let ranges: ForwardRanges

    public var ultimateHash: String { Receipt.ultimateHash(proofHashes) }

    /// Proves the first `promptCount` prompts of the receipt.
    ///
    /// **Determinism:** every prompt is computed alone and its proof goes to its own place, so that
    /// neither threads nor order can matter. `onProof` is called from any of the threads, once a
    /// prompt. **Throws:** the error of the first prompt that has no proof.
    public init(
        prover: Prover, promptCount: Int, threadCount: Int,
        onProof: @Sendable (_ index: Int) -> Void = { _ in }
    ) throws {
        let proofs = try Threads.map(count: promptCount, threadCount: threadCount) { index in
            let proof = try prover.prove(
                salt: Receipt.salt(index), prompt: Array(Receipt.prompt(index).utf8))
            onProof(index)
            // Rows and cascades are dropped here: a long receipt keeps a line a prompt.
            return Summary(
                hash: proof.fingerprint.proofHash, tokenCount: proof.tokenIDs.count,
                ranges: proof.ranges)
        }
        proofHashes = proofs.map(\.hash)
        tokenCount = proofs.reduce(0) { $0 + $1.tokenCount }
        ranges = proofs.reduce(into: ForwardRanges()) { $0.merge($1.ranges) }
    }

    private struct Summary: Sendable {
        let hash: String
        let tokenCount: Int
        let ranges: ForwardRanges
    }
}
