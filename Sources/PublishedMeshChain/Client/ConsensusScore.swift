package import BigInt

/// A node's score as a client of the chain holds it: of integers of any size.
package struct ConsensusScore: Sendable, Hashable {
    package let node: BigInt
    package let score: BigInt

    /// The score of every node whose heartbeat is there.
    package static let full = BigInt(1_000_000_000_000_000_000)

    package init(node: BigInt, score: BigInt = full) {
        self.node = node
        self.score = score
    }
}
