public import Cryptography

/// The opening of one step of a proof: the weights before it, and the ways of the hashes of the
/// weights before and after it to the trace.
public struct TrainingOpening: Sendable, Equatable {
    public let step: Int
    /// W1, b1, W2, b2, little-endian.
    public let before: [UInt8]
    public let pathBefore: [Digest]
    public let afterHash: Digest
    public let pathAfter: [Digest]

    public init(
        step: Int, before: [UInt8], pathBefore: [Digest], afterHash: Digest, pathAfter: [Digest]
    ) {
        self.step = step
        self.before = before
        self.pathBefore = pathBefore
        self.afterHash = afterHash
        self.pathAfter = pathAfter
    }
}
