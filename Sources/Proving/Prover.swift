public import Fingerprints
public import Inference
internal import Platform
public import Tokenization

/// A model that is ready to prove: text in, proof out.
///
/// This room joins the four below it; each of them knows nothing of the others.
public struct Prover: Sendable {
    public let tokenizer: ByteLevelTokenizer
    public let transformer: Transformer

    public init(tokenizer: ByteLevelTokenizer, transformer: Transformer) {
        self.tokenizer = tokenizer
        self.transformer = transformer
    }

    /// The proof that `prompt` earns under `salt`.
    ///
    /// **Shapes:** prompt is UTF-8 bytes, taken as they are; the model reads "{salt} {prompt}".
    /// **Throws:** ``TokenizerError`` where the prompt is not valid Unicode, ``InferenceError``
    /// where its ids pass the context.
    public func prove(salt: String, prompt: [UInt8]) throws -> Proof {
        let ids = try tokenizer.encode(Array(salt.utf8) + [UInt8(ascii: " ")] + prompt)
        let result = try transformer.forward(ids)
        return Proof(
            tokenIDs: ids, fingerprint: Fingerprint(salt: salt, rows: result.rows),
            ranges: result.ranges)
    }
}

/// A proof with all that led to it.
public struct Proof: Sendable {
    public let tokenIDs: [Int32]
    public let fingerprint: Fingerprint
    public let ranges: ForwardRanges
}
