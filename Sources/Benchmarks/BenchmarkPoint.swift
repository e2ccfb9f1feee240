/// A measurement: the work, its time, and the digest of its result.
package struct BenchmarkPoint: Sendable {
    package enum Series: String, Sendable, CaseIterable {
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

    package let series: Series
    package let model: String
    package let integerWeightsHash: String
    /// The bytes of the model's numbers in 16 bits each.
    package let weightsBytes16Bits: Int
    package let backend: String
    package let threadCount: Int
    package let batchPromptCount: Int
    package let sharesPrefixes: Bool
    package let stopsEarly: Bool
    package let promptCount: Int
    package let tokenCount: Int
    package let multiplyAddCount: Int
    package let limbProductCount: Int
    /// The fastest and the slowest time of the repetitions.
    package let nanoseconds: Int
    package let nanosecondsSlowest: Int
    /// The digest over all proofs, in order: equal in every way of working.
    package let digest: String
    /// The peak memory of a process that did this work alone; nil where none did.
    package let memoryBytesPeak: Int?
}

/// Results of a process that proves a receipt's first prompts and nothing else.
package struct SeparateRun: Sendable {
    package let proofHashes: [String]
    package let tokenCount: Int
    package let memoryBytesPeak: Int?
    /// Whether the model's integers came from a cache.
    package let isCached: Bool
    /// The time from the process's start to its end.
    package let nanoseconds: Int

    package init(
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
    package struct Request: Sendable {
        package let backend: String
        package let promptCount: Int
        package let batchPromptCount: Int
        package let threadCount: Int
        package let usesCache: Bool
    }
}

/// The highest throughput of the processor or of memory in this run.
package struct BenchmarkPeak: Sendable {
    /// A variant of the kernels, or "memory".
    package let name: String
    package let threadCount: Int
    /// The number of products of limbs, or of bytes read.
    package let count: Int
    package let nanoseconds: Int
}
