/// A mistake that an engine, its memory or its input may have.
package enum FaultKind: String, Sendable, CaseIterable {
    /// A flipped bit of one element of an operation's output.
    case activationBit = "activation-bit"
    /// A flipped bit of one whole sum of a product.
    case accumulatorBit = "accumulator-bit"
    /// An element whose low bits are cut off where it should be rounded.
    case rounding
    /// A clamp that limits to less than it should.
    case clamp
    /// The last term of the sums at the edge of a product left out.
    case tileEdge = "tile-edge"
    /// A flipped bit of a weight, changed after the weights' digests were taken.
    case weightInMemory = "weight-in-memory"
    /// A flipped bit of a weight of the model itself.
    case weightInModel = "weight-in-model"
    /// A tensor twice or half as large.
    case tensorScale = "tensor-scale"
    /// Another token in one prompt.
    case token
    /// Two operations in each other's place.
    case operationOrder = "operation-order"
    /// A layer that is left out.
    case skippedLayer = "skipped-layer"
    /// Another probability in a row that the proof reads.
    case proofRow = "proof-row"
}
