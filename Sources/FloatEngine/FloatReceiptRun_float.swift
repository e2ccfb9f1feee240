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
    /// **Throws:** ``PromptError`` for the first prompt that the model cannot prove.
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
            defer { onProof() }
            do {
                return try Entry(
                    prompts[index], model: model, tokenizer: tokenizer, order: order)
            } catch {
                throw PromptError(index: index, cause: error)
            }
        }
    }

    /// Why a prompt has no proof.
    package struct PromptError: Error, CustomStringConvertible {
        /// The prompt's place in the receipt, from 0 on.
        package let index: Int
        /// The tokenizer's or the model's error, or a row that no grid holds.
        package let cause: any Error

        package var description: String {
            guard cause is FloatQuantization.RowError else { return "prompt \(index): \(cause)" }
            return "prompt \(index): expected rows of probabilities, got one that no grid holds "
                + "(\(cause)): the weights lead a float pass beyond its numbers"
        }
    }
}

extension FloatReceiptRun.Entry {
    /// **Throws:** the tokenizer's and the model's errors, ``FloatQuantization/RowError``.
    fileprivate init(
        _ prompt: FloatReceipt.Prompt, model: FloatModel, tokenizer: ByteLevelTokenizer,
        order: FloatOrder
    ) throws {
        let challenge = try Challenge(
            salt: prompt.salt, prompt: Array(prompt.prompt.utf8), tokenizer: tokenizer)
        let proof = try model.proof(
            salt: challenge.salt, tokenIDs: challenge.tokenIDs, order: order)
        self.init(
            tokenCount: challenge.tokenIDs.count, proofHash: proof.proofHash, gap: proof.gap)
    }
}
