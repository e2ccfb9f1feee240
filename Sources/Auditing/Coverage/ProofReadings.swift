internal import Fingerprints

/// The parts of a forward pass that a proof reads; others matter as far as these follow from them.
struct ProofReadings: Sendable {
    /// The heads of which the row at the last position is read.
    let heads: [Head]
    /// Whether the output of the last layer is read, at all positions.
    let readsResidual: Bool
}
