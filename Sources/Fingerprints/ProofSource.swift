/// Where proofs of inference come from: what a chain pays for, and its verifier computes again.
public protocol ProofSource: Sendable {
    /// The hash, lower-case hex, of the proof that `prompt` earns under `salt`.
    ///
    /// **Throws:** ``NoProof`` where this text has none.
    func proofHash(salt: String, prompt: [UInt8]) throws(NoProof) -> String
}

/// A text that the model cannot read, such as one longer than its context.
public struct NoProof: Error, Equatable {
    public let why: String

    public init(why: String) {
        self.why = why
    }
}
