/// A message between nodes: a byte for its kind, and a body.
package struct HybridMessage: Sendable, Equatable {
    package enum Kind: UInt8, Sendable, CaseIterable {
        case block = 1
        case delta = 2
        case update = 3
        case acknowledgement = 4
        case vote = 5
        case evidence = 6
        /// The hash of the sender's head.
        case head = 7
        /// Asks for blocks after one of those: hashes from the head down.
        case askBlocks = 8
        /// ``HybridBundle``s, each with its u32 length before it: an answer.
        case bundles = 9
        /// Asks for deltas: their ids.
        case askDeltas = 10
        /// A ``HybridBundle``.
        case bundle = 11
    }

    package let kind: Kind
    package let body: [UInt8]

    package init(_ kind: Kind, _ body: [UInt8]) {
        self.kind = kind
        self.body = body
    }

    /// Nil of bytes of no kind.
    package init?(bytes: [UInt8]) {
        guard let first = bytes.first, let kind = Kind(rawValue: first) else { return nil }
        self.init(kind, Array(bytes.dropFirst()))
    }

    package var bytes: [UInt8] { [kind.rawValue] + body }

    /// Digests of 32 bytes that a body consists of, at most so many.
    package func digests(countMax: Int) -> [[UInt8]] {
        var reader = HybridReader(body)
        return (0..<min(body.count / 32, countMax)).map { _ in reader.fixed(32) }
    }
}
