/// One measurement: what was done, how long it took, and what came out.
public struct BenchmarkPoint: Sendable {
    public enum Series: String, Sendable, CaseIterable {
        /// A receipt by every backend in batches of every size.
        case backends
        /// One prompt alone, of growing length.
        case length
        /// A receipt by a growing number of threads.
        case threads
        /// A receipt of every model.
        case models
        /// Mining attempts under one salt after the other.
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
    /// The fastest and the slowest of the repetitions.
    public let nanoseconds: Int
    public let nanosecondsSlowest: Int
    /// Over all proofs, in order: what must be the same in every way of working.
    public let digest: String
    /// Of a process that did this work alone; nil where none did.
    public let memoryBytesPeak: Int?
}

/// A receipt's first prompts, proved by a process of its own: what only that can tell.
public struct SeparateRun: Sendable {
    public let proofHashes: [String]
    public let tokenCount: Int
    public let memoryBytesPeak: Int?
    /// Whether the model's integers were a cache's.
    public let isCached: Bool
    /// From the process's start to its end.
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

    /// How a process of its own is asked for one.
    public struct Request: Sendable {
        public let backend: String
        public let promptCount: Int
        public let batchPromptCount: Int
        public let threadCount: Int
        public let usesCache: Bool
    }
}

/// What this run's processor and memory did at most.
public struct BenchmarkPeak: Sendable {
    /// A variant of the kernels, or "memory".
    public let name: String
    public let threadCount: Int
    /// Products of limbs, or bytes read.
    public let count: Int
    public let nanoseconds: Int
}
