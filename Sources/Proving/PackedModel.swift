internal import Architectures
public import Checkpoints
public import Inference
internal import Platform
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
        let architecture = try Checkpoint.architecture(folder: path)
        let work = PackingWork(self, architecture, backends)
        return try work.afterTokenizer {
            guard let cache,
                cacheUse == .always || IntegerCache.isWorthwhile(container, architecture)
            else {
                let summary = try Checkpoint.read(
                    container, architecture: architecture, progress: progress, onTensor: work.add)
                return try work.finished(
                    summary.integerWeightsHash, summary.beyondClampCount, .notAsked)
            }
            var refusal: String?
            do {
                let hash = try cache.read(
                    architecture: architecture, progress: progress, onTensor: work.add)
                // No element of a cache lies on its clamp, so none lay beyond.
                if let hash { return try work.finished(hash, 0, .used) }
            } catch {
                refusal = "\(error)"
                work.startAgain()
            }
            // Nothing is written beside a model that cannot be used.
            _ = try work.tokenizer()
            let (summary, writing) = try cache.fill(
                from: container, architecture: architecture, progress: progress, onTensor: work.add)
            return try work.finished(
                summary.integerWeightsHash, summary.beyondClampCount,
                .filled(refusal: refusal, writing: writing))
        }
    }
}

/// The parts of a load that other threads do while weights are read and hashed: the tokenizer, and
/// the packing of tensors.
private final class PackingWork: Sendable {
    private let architecture: Architecture
    private let backends: [any ExactGEMM]
    private let reading: Background<Result<ByteLevelTokenizer, any Error>?>
    private let packing: Background<TransformerBuilders>
    /// The most tensors that wait to be packed: few are large.
    private static let waitingTensorCountMax = 4

    init(_ folder: ModelFolder, _ architecture: Architecture, _ backends: [any ExactGEMM]) {
        self.architecture = architecture
        self.backends = backends
        reading = Background(nil, waitingMax: 1)
        reading.add {
            $0 = Result { try folder.checkedTokenizer(architecture.shape) }
            Machine.releaseUnusedMemory()
        }
        packing = Background(
            TransformerBuilders(backends), waitingMax: Self.waitingTensorCountMax)
    }

    func add(_ tensor: IntegerTensor) {
        packing.add {
            // Tables are the largest and come last: what was read before makes room for them.
            if tensor.isTable { Machine.releaseUnusedMemory() }
            $0.add(tensor)
        }
    }

    /// Forgets all tensors.
    func startAgain() {
        packing.add { [backends] in $0 = TransformerBuilders(backends) }
    }

    /// Waits for the tokenizer. **Throws:** why there is none.
    func tokenizer() throws -> ByteLevelTokenizer {
        guard let tokenizer = reading.finished() else { preconditionFailure("not read") }
        return try tokenizer.get()
    }

    /// The result of `body`. Where both fail, the tokenizer's error counts, as if it had been read
    /// first.
    func afterTokenizer(_ body: () throws -> PackedModel) throws -> PackedModel {
        let result = Result { try body() }
        _ = try tokenizer()
        return try result.get()
    }

    func finished(
        _ hash: String, _ beyondClampCount: Int, _ finding: CacheFinding
    ) throws -> PackedModel {
        let transformers = packing.finished().finished(architecture)
        Machine.releaseUnusedMemory()
        return PackedModel(
            tokenizer: try tokenizer(), transformers: transformers, integerWeightsHash: hash,
            beyondClampCount: beyondClampCount, cacheFinding: finding)
    }
}

/// A builder for each backend.
struct TransformerBuilders: Sendable {
    private var builders: [TransformerBuilder]

    init(_ backends: [any ExactGEMM]) {
        builders = backends.map(TransformerBuilder.init)
    }

    mutating func add(_ tensor: IntegerTensor) {
        for index in builders.indices { builders[index].add(tensor) }
    }

    func finished(_ architecture: Architecture) -> [Transformer] {
        builders.map { $0.finished(architecture) }
    }
}
