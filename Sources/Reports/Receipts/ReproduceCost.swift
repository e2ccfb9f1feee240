package import Proving

/// How a receipt was computed and what that cost.
package struct ReproduceCost: Sendable {
    package let settings: GoldenRun.Settings
    /// The time of the proofs alone.
    package let nanoseconds: Int
    /// The time of reading the weights.
    package let loadNanoseconds: Int
    /// Whether the integers are those of a cache beside the weights.
    package let isCached: Bool
    /// The peak memory of the whole process; nil where the system does not tell it.
    package let memoryBytesPeak: Int?

    package init(
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
