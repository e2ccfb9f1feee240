public import Cryptography
public import Traces

/// One prompt of a run: digests of what went in and of what came out.
public struct ReceiptPrompt: Sendable, Hashable {
    /// Of salt, prompt and token ids, as a trace digests them.
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
