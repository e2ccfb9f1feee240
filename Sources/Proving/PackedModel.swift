public import Checkpoints
public import Inference
public import Tensors
public import Tokenization

/// A model that is ready to run.
public struct PackedModel: Sendable {
    public let tokenizer: ByteLevelTokenizer
    /// The weights packed for each backend that was asked for, in that order.
    public let transformers: [Transformer]
    /// The hash of the integers in use, computed with every load; lower-case hex.
    public let integerWeightsHash: String
    public let beyondClampCount: Int
    public let cacheFinding: CacheFinding
}

/// Whether integers are taken from a cache beside the weights, and left in one.
public enum CacheUse: Sendable {
    case never
    /// A cache where it is likely to save time, see ``IntegerCache/isWorthwhile(_:_:)``.
    case whereWorthwhile
    case always
}

/// The part that a cache had in a load.
public enum CacheFinding: Sendable, Equatable {
    case notAsked
    /// The integers are the cache's.
    case used
    /// They are the weights' own.
    ///
    /// - Parameters:
    ///   - refusal: why the cache that was there could not be used; nil where there was none.
    ///   - writing: what became of a new one.
    case filled(refusal: String?, writing: CacheWriting)
}

extension ModelFolder {
    /// Everything, checked, converted and packed for each of `backends`.
    ///
    /// A cache that cannot be used or written changes nothing but the time; why is told.
    /// **Throws:** as ``read(progress:onTensor:)``.
    public func packed(
        for backends: [any ExactGEMM], cacheUse: CacheUse = .never,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> PackedModel {
        try checkPieces()
        // The cache first: it remembers which files were there before anything is read.
        let cache = try cacheUse == .never ? nil : IntegerCache(folder: path)
        let container = try WeightsFile.open(folder: path)
        let shape = try Checkpoint.shape(folder: path)
        let tokenizer = try checkedTokenizer(shape)
        func model(
            _ builders: TransformerBuilders, _ hash: String, _ beyondClampCount: Int,
            _ finding: CacheFinding
        ) -> PackedModel {
            PackedModel(
                tokenizer: tokenizer, transformers: builders.finished(shape),
                integerWeightsHash: hash, beyondClampCount: beyondClampCount,
                cacheFinding: finding)
        }

        var builders = TransformerBuilders(backends)
        guard let cache,
            cacheUse == .always || IntegerCache.isWorthwhile(container, shape)
        else {
            let summary = try Checkpoint.read(
                container, shape: shape, progress: progress, onTensor: { builders.add($0) })
            return model(
                builders, summary.integerWeightsHash, summary.beyondClampCount, .notAsked)
        }
        var refusal: String?
        do {
            let hash = try cache.read(
                shape: shape, progress: progress, onTensor: { builders.add($0) })
            // No element of a cache lies on its clamp, so none lay beyond.
            if let hash { return model(builders, hash, 0, .used) }
        } catch {
            refusal = "\(error)"
            builders = TransformerBuilders(backends)
        }
        let (summary, writing) = try cache.fill(
            from: container, shape: shape, progress: progress, onTensor: { builders.add($0) })
        return model(
            builders, summary.integerWeightsHash, summary.beyondClampCount,
            .filled(refusal: refusal, writing: writing))
    }
}

/// A builder for each backend.
struct TransformerBuilders {
    private var builders: [TransformerBuilder]

    init(_ backends: [any ExactGEMM]) {
        builders = backends.map(TransformerBuilder.init)
    }

    mutating func add(_ tensor: IntegerTensor) {
        for index in builders.indices { builders[index].add(tensor) }
    }

    func finished(_ shape: TransformerShape) -> [Transformer] {
        builders.map { $0.finished(shape: shape) }
    }
}
