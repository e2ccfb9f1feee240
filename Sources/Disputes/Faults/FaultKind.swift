/// A mistake that an engine, its memory or its input may have.
public enum FaultKind: String, Sendable, CaseIterable {
    /// One bit of one element of an operation's output.
    case activationBit = "activation-bit"
    /// One bit of one whole sum of a product.
    case accumulatorBit = "accumulator-bit"
    /// One element whose bits are cut off where they should be rounded.
    case rounding
    /// A clamp that limits to less than it should.
    case clamp
    /// The last term of the sums at the edge of a product left out.
    case tileEdge = "tile-edge"
    /// One bit of a weight, changed after the weights' digests were taken.
    case weightInMemory = "weight-in-memory"
    /// One bit of a weight of the model itself.
    case weightInModel = "weight-in-model"
    /// One tensor twice or half as large.
    case tensorScale = "tensor-scale"
    /// One token of one prompt.
    case token
    /// Two operations in each other's place.
    case operationOrder = "operation-order"
    /// One layer left out.
    case skippedLayer = "skipped-layer"
    /// One probability of a row that the proof reads.
    case proofRow = "proof-row"
}
