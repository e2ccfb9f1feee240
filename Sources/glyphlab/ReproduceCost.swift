import Proving
import Reports

/// How a receipt was computed and what that cost.
struct ReproduceCost {
    let settings: ReceiptRun.Settings
    /// Of the proofs alone.
    let nanoseconds: Int
    /// Of reading the weights.
    let loadNanoseconds: Int
    /// Whether the integers are those of a cache beside the weights.
    let isCached: Bool
    /// Of the whole process; nil where nobody tells.
    let memoryBytesPeak: Int?
}
