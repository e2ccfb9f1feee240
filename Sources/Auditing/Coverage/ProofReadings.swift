internal import Fingerprints

/// What a proof reads of a forward pass; all else matters as far as that follows from it.
struct ProofReadings: Sendable {
    /// Heads of which the last position's row is read.
    let heads: [Head]
    /// Whether what leaves the last layer is read, at all positions.
    let readsResidual: Bool
}
