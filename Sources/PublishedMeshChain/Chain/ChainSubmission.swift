internal import BigInt
package import PythonValues

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

    /// The submission as the reference vectors write it.
    package var value: PythonValue {
        var members = PythonDictionary()
        members["validator"] = .integer(BigInt(validator))
        members["block"] = .integer(BigInt(block))
        members["progress"] = .text(String(progress))
        members["validator_factor"] = .text(String(factor))
        members["attests"] = .list(
            attests.entries.map { node, attestation in
                .list([
                    .integer(BigInt(node)), .integer(BigInt(attestation.block)),
                    .text(String(attestation.progress)), .text(String(attestation.factor)),
                ])
            })
        members["nodes"] = .list(nodes.map { .integer(BigInt($0.id)) })
        members["data"] = .list(
            data.map { .list([.integer(BigInt($0.node)), .text(String($0.score))]) })
        members["prioritize"] = prioritized.map { .integer(BigInt($0)) } ?? PythonValue.none
        members["remove"] = removed.map { .integer(BigInt($0)) } ?? PythonValue.none
        return .dictionary(members)
    }
}
