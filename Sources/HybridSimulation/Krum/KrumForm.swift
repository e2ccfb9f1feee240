/// A choice among deltas, and the mean of those that it chooses.
package enum KrumForm: String, Sendable, CaseIterable {
    /// Krum of the hardened chain: one delta.
    case krum
    /// Multi-Krum of the hardened chain: n − f − 2 deltas.
    case multiKrum = "multi-Krum"
    /// Krum as the published averager has it: three deltas, and no f.
    case published
}
