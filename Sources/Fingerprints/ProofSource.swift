/// Where proofs of inference come from: what a chain pays for, and its verifier computes again.
public protocol ProofSource: Sendable {
    /// The hash, lower-case hex, of the proof that `prompt` earns under `salt`.
    ///
    /// **Throws:** ``NoProof`` where this text has none.
    func proofHash(salt: String, prompt: [UInt8]) throws(NoProof) -> String

    /// The hashes of several proofs, in the order of the questions, each as it would be alone: a
    /// question without a proof takes none from the others.
    func proofHashes(_ questions: [ProofQuestion]) -> [Result<String, NoProof>]
}

extension ProofSource {
    public func proofHashes(_ questions: [ProofQuestion]) -> [Result<String, NoProof>] {
        questions.map { question in
            Result { () throws(NoProof) in
                try proofHash(salt: question.salt, prompt: question.prompt)
            }
        }
    }
}

/// The salt and the prompt that a proof is asked for.
public struct ProofQuestion: Sendable, Hashable {
    public let salt: String
    /// UTF-8, taken as it is.
    public let prompt: [UInt8]

    public init(salt: String, prompt: [UInt8]) {
        self.salt = salt
        self.prompt = prompt
    }
}

/// A text that the model cannot read, such as one longer than its context.
public struct NoProof: Error, Equatable {
    public let why: String

    public init(why: String) {
        self.why = why
    }
}
