/// A score of a proposal.
package struct ChainScore: Sendable, Equatable {
    package let node: UInt32
    package let score: UInt128

    package init(node: UInt32, score: UInt128) {
        self.node = node
        self.score = score
    }
}

/// A node's word for a proposal.
package struct ChainAttestation: Sendable, Equatable {
    /// The block of the proposal, whenever the word came.
    package let block: UInt32
    package let progress: UInt128
    /// The part of the node's payment that it earned by coming early.
    package let factor: UInt128
}

/// An epoch's proposal with the words for it.
package struct ChainSubmission: Sendable {
    package let validator: UInt32
    package let block: UInt32
    package let progress: UInt128
    package let factor: UInt128
    package internal(set) var attests: SortedTable<UInt32, ChainAttestation>
    /// The subnet's nodes as they were at the proposal, by id.
    package let nodes: [ChainNode]
    package let data: [ChainScore]
    package let prioritized: UInt32?
    package let removed: UInt32?
}
