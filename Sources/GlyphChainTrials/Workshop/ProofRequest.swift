package import Cryptography

/// A question for proofs, in the terms of one profile.
package enum ProofRequest: Sendable {
    /// published: the proof of a salt and a prompt.
    case prompt(salt: String, prompt: [UInt8])
    /// hardened: the proofs of attempts on a header's content, of rising nonces.
    case attempts(content: Digest, firstNonce: Int, count: Int)

    /// Attempts of one question.
    static let countMax = 64
    static let promptByteCountMax = 1 << 16
}
