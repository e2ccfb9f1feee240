internal import Fingerprints
internal import Platform
internal import Proving
package import Tokenization

/// A float golden's prompts proved by a model.
package struct FloatReceiptRun: Sendable {
    package struct Entry: Sendable {
        package let tokenCount: Int
        package let proofHash: String
        /// See ``FloatProof/gap``.
        package let gap: Double
    }

    package let receipt: FloatReceipt
    package let order: FloatOrder
    /// In the order of the prompts.
    package let entries: [Entry]

    package var proofHashes: [String] { entries.map(\.proofHash) }
    package var ultimateHash: String { GoldenPrompts.ultimateHash(proofHashes) }

    /// **Determinism:** see ``FloatModel/rows(of:heads:order:)``; threads change nothing.
    /// **Throws:** the error of the first prompt that the model cannot prove.
    ///
    /// - Parameter onProof: called once a prompt, from any thread.
    package init(
        _ receipt: FloatReceipt, model: FloatModel, tokenizer: ByteLevelTokenizer,
        order: FloatOrder, promptCount: Int? = nil, threadCount: Int,
        onProof: @Sendable () -> Void = {}
    ) throws {
        self.receipt = receipt
        self.order = order
        let prompts = receipt.prompts(count: promptCount ?? receipt.promptCount)
        entries = try Threads.map(count: prompts.count, threadCount: threadCount) { index in
            let challenge = try Challenge(
                salt: prompts[index].salt, prompt: Array(prompts[index].prompt.utf8),
                tokenizer: tokenizer)
            let proof = try model.proof(
                salt: challenge.salt, tokenIDs: challenge.tokenIDs, order: order)
            onProof()
            return Entry(
                tokenCount: challenge.tokenIDs.count, proofHash: proof.proofHash, gap: proof.gap)
        }
    }
}
