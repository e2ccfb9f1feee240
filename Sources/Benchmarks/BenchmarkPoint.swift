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
        /// From files to the first proof.
        case coldStart = "cold_start"
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
