/// A measurement: the work, its time, and the digest of its result.
public struct BenchmarkPoint: Sendable {
    public enum Series: String, Sendable, CaseIterable {
        /// A receipt by every backend in batches of every size.
        case backends
        /// A single prompt, of growing length.
        case length
        /// A receipt by a growing number of threads.
        case threads
        /// A receipt of every model.
        case models
        /// Mining attempts under several salts in turn.
        case mining
        /// Mining attempts that differ in their last word only.
        case lastWord = "last_word"
        /// Mining attempts of one word each.
        case oneWord = "one_word"
        /// A process from its start to its end, with one proof, from the model's own files.
        case coldStart = "cold_start"
        /// The same, from a cache of the integers.
        case cachedStart = "cached_start"
    }

    public let series: Series
    public let model: String
    public let integerWeightsHash: String
    public let backend: String
    public let threadCount: Int
    public let batchPromptCount: Int
    public let sharesPrefixes: Bool
    public let stopsEarly: Bool
    public let promptCount: Int
    public let tokenCount: Int
    public let multiplyAddCount: Int
    public let limbProductCount: Int
    /// The fastest and the slowest time of the repetitions.
    public let nanoseconds: Int
    public let nanosecondsSlowest: Int
    /// The digest over all proofs, in order: equal in every way of working.
    public let digest: String
    /// The peak memory of a process that did this work alone; nil where none did.
    public let memoryBytesPeak: Int?
}

/// Results of a process that proves a receipt's first prompts and nothing else.
public struct SeparateRun: Sendable {
    public let proofHashes: [String]
    public let tokenCount: Int
    public let memoryBytesPeak: Int?
    /// Whether the model's integers came from a cache.
    public let isCached: Bool
    /// The time from the process's start to its end.
    public let nanoseconds: Int

    public init(
        proofHashes: [String], tokenCount: Int, memoryBytesPeak: Int?, isCached: Bool,
        nanoseconds: Int
    ) {
        self.proofHashes = proofHashes
        self.tokenCount = tokenCount
        self.memoryBytesPeak = memoryBytesPeak
        self.isCached = isCached
        self.nanoseconds = nanoseconds
    }

    /// A request for such a process.
    public struct Request: Sendable {
        public let backend: String
        public let promptCount: Int
        public let batchPromptCount: Int
        public let threadCount: Int
        public let usesCache: Bool
    }
}

/// The highest throughput of the processor or of memory in this run.
public struct BenchmarkPeak: Sendable {
    /// A variant of the kernels, or "memory".
    public let name: String
    public let threadCount: Int
    /// The number of products of limbs, or of bytes read.
    public let count: Int
    public let nanoseconds: Int
}
