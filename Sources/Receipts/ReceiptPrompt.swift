public import Cryptography
public import Traces

/// A prompt of a run: the digests of its inputs and of its results.
public struct ReceiptPrompt: Sendable, Hashable {
    /// The digest of salt, prompt and token ids, as a trace has it.
    public var input: Digest
    /// The root of the tree over the prompt's records.
    public var recordsRoot: Digest
    /// The proof hash.
    public var proof: Digest

    public init(input: Digest, recordsRoot: Digest, proof: Digest) {
        self.input = input
        self.recordsRoot = recordsRoot
        self.proof = proof
    }

    public var leaf: TracePromptLeaf { TracePromptLeaf(input: input, records: recordsRoot) }
}
