public import Checkpoints
internal import Inference
public import Tensors
public import Tokenization

/// A model that continues texts: always by the token that it finds most likely, so that the text is
/// the same on every machine.
public struct TextGenerator: Sendable {
    /// A text as tokens, continued.
    public struct Continuation: Sendable, Equatable {
        public let promptIDs: [Int32]
        /// The tokens that were added, without the one that ends texts.
        public let addedIDs: [Int32]
    }

    public let tokenizer: ByteLevelTokenizer
    private let transformer: Transformer
    private let head: OutputHead
    private let workers: Workers
    /// The token that ends texts; nil for a tokenizer without it.
    public let endID: Int32?

    private static let endOfText = "<|endoftext|>"

    /// Reads a folder's tokenizer and weights.
    ///
    /// **Throws:** as ``ModelFolder/packed(for:cacheUse:progress:)``.
    public init(
        folder: ModelFolder, backend: any ExactGEMM, workers: Workers = .alone
    ) throws {
        try Checkpoint.checkOutputIsTied(folder: folder.path)
        let model = try folder.packed(for: [backend])
        tokenizer = model.tokenizer
        transformer = model.transformers[0]
        let norm = try Checkpoint.readClosingNorm(
            of: WeightsFile.open(folder: folder.path), architecture: transformer.architecture)
        head = OutputHead(gain: norm.gain, bias: norm.bias, of: transformer)
        self.workers = workers
        let ids = try tokenizer.encode(Array(Self.endOfText.utf8))
        endID = ids.count == 1 ? ids[0] : nil
    }

    /// How many tokens a prompt and its continuation have together, at most.
    public var contextTokenCount: Int { transformer.shape.contextTokenCount }

    /// Continues a prompt until the model ends the text, `tokenCountMax` tokens were added, or the
    /// context is full. An empty prompt begins a text: the model sees the token that ends the one
    /// before.
    ///
    /// **Throws:** ``TokenizerError`` for a prompt that is not UTF-8, ``InferenceError`` for one
    /// that does not fit the context, or is empty without a token that ends texts.
    public func continuation(
        of prompt: [UInt8], tokenCountMax: Int
    ) throws -> Continuation {
        let promptIDs = try tokenizer.encode(prompt)
        var ids = promptIDs.isEmpty ? endID.map { [$0] } ?? [] : promptIDs
        let start = ids.count
        try transformer.check(ids)
        while ids.count - start < tokenCountMax, ids.count < contextTokenCount {
            let next = try transformer.nextToken(after: ids, head: head, workers: workers)
            if next == endID { break }
            ids.append(next)
        }
        return Continuation(promptIDs: promptIDs, addedIDs: Array(ids.dropFirst(start)))
    }
}
