public import Proving

/// How a receipt was computed and what that cost.
public struct ReproduceCost: Sendable {
    public let settings: GoldenRun.Settings
    /// The time of the proofs alone.
    public let nanoseconds: Int
    /// The time of reading the weights.
    public let loadNanoseconds: Int
    /// Whether the integers are those of a cache beside the weights.
    public let isCached: Bool
    /// The peak memory of the whole process; nil where the system does not tell it.
    public let memoryBytesPeak: Int?

    public init(
        settings: GoldenRun.Settings, nanoseconds: Int, loadNanoseconds: Int, isCached: Bool,
        memoryBytesPeak: Int?
    ) {
        self.settings = settings
        self.nanoseconds = nanoseconds
        self.loadNanoseconds = loadNanoseconds
        self.isCached = isCached
        self.memoryBytesPeak = memoryBytesPeak
    }
}
