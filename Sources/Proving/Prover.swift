public import Fingerprints
public import Inference
public import Tensors
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

    /// The proof that `prompt` earns under `salt`, computed in full.
    ///
    /// **Shapes:** prompt is UTF-8 bytes, taken as they are; the model reads "{salt} {prompt}".
    /// **Throws:** ``TokenizerError`` where the prompt is not valid Unicode, ``InferenceError``
    /// where its ids pass the context.
    public func prove(
        salt: String, prompt: [UInt8], workers: Workers = .alone
    ) throws -> Proof {
        let challenge = try Challenge(salt: salt, prompt: prompt, tokenizer: tokenizer)
        let batch = try prove([challenge], shortcuts: .none, workers: workers)
        return Proof(
            tokenIDs: challenge.tokenIDs, fingerprint: batch.fingerprints[0], ranges: batch.ranges)
    }

    /// The proofs of several prompts in one pass.
    ///
    /// **Determinism:** the proofs are those that each prompt earns alone, whatever the batch, the
    /// shortcuts and the workers. **Throws:** ``InferenceError`` of the first that has no proof.
    public func prove(
        _ challenges: [Challenge], shortcuts: Shortcuts, workers: Workers
    ) throws(InferenceError) -> ProofBatch {
        let result = try forward(
            challenges, shortcuts: shortcuts, workers: workers, observer: nil, interference: nil)
        return ProofBatch(
            fingerprints: zip(challenges, result.rows).map {
                Fingerprint(salt: $0.salt, rows: $1)
            },
            ranges: result.ranges, multiplyAddCount: result.multiplyAddCount,
            limbProductCount: result.limbProductCount)
    }

    /// The pass of a batch, of which `observer` sees what is computed.
    func forward(
        _ challenges: [Challenge], shortcuts: Shortcuts, workers: Workers,
        observer: (any ForwardObserver)?, interference: (any Interference)?,
        snapshot: ForwardSnapshot? = nil
    ) throws(InferenceError) -> BatchResult {
        let shape = transformer.shape
        let readings = challenges.map { challenge in
            var layers = [[Int]](repeating: [], count: shape.layerCount)
            for head in HeadSelection.heads(
                salt: challenge.salt, layerCount: shape.layerCount, headCount: shape.headCount)
            {
                layers[head.layer].append(head.head)
            }
            return layers
        }
        return try transformer.forward(
            batch: challenges.map(\.tokenIDs), readings: shortcuts.stopsEarly ? readings : nil,
            sharesPrefixes: shortcuts.sharesPrefixes, observer: observer,
            interference: interference, snapshot: snapshot, workers: workers)
    }
}

/// A salted prompt as tokens.
public struct Challenge: Sendable {
    public let salt: String
    public let tokenIDs: [Int32]

    /// **Throws:** ``TokenizerError``.
    public init(
        salt: String, prompt: [UInt8], tokenizer: ByteLevelTokenizer
    ) throws(TokenizerError) {
        self.salt = salt
        tokenIDs = try tokenizer.encode(Self.text(salt, prompt))
    }

    init(salt: String, tokenIDs: [Int32]) {
        self.salt = salt
        self.tokenIDs = tokenIDs
    }

    /// The text that the model reads: the salt, a space, the prompt.
    static func text(_ salt: String, _ prompt: [UInt8]) -> [UInt8] {
        Array(salt.utf8) + [UInt8(ascii: " ")] + prompt
    }
}

/// Work that may be left out without changing a proof. Each shortcut saves a miner work that the
/// published protocol assumes is done.
public struct Shortcuts: Sendable, Hashable {
    /// Prompts that begin with the same tokens share their work.
    public let sharesPrefixes: Bool
    /// Nothing is computed after the last layer that the fingerprint reads, nor in that layer what
    /// is not read.
    public let stopsEarly: Bool

    public static let none = Shortcuts(sharesPrefixes: false, stopsEarly: false)

    public init(sharesPrefixes: Bool, stopsEarly: Bool) {
        self.sharesPrefixes = sharesPrefixes
        self.stopsEarly = stopsEarly
    }
}

/// A proof with all that led to it.
public struct Proof: Sendable {
    public let tokenIDs: [Int32]
    public let fingerprint: Fingerprint
    public let ranges: ForwardRanges
}

/// The proofs of a batch.
public struct ProofBatch: Sendable {
    /// In the order of the prompts.
    public let fingerprints: [Fingerprint]
    public let ranges: ForwardRanges
    public let multiplyAddCount: Int
    public let limbProductCount: Int
}
