package import Cryptography
package import Traces

/// A prompt of a run: the digests of its inputs and of its results.
package struct ReceiptPrompt: Sendable, Hashable {
    /// The digest of salt, prompt and token ids, as a trace has it.
    package var input: Digest
    /// The root of the tree over the prompt's records.
    package var recordsRoot: Digest
    /// The proof hash.
    package var proof: Digest

    package init(input: Digest, recordsRoot: Digest, proof: Digest) {
        self.input = input
        self.recordsRoot = recordsRoot
        self.proof = proof
    }

    package var leaf: TracePromptLeaf { TracePromptLeaf(input: input, records: recordsRoot) }
}
