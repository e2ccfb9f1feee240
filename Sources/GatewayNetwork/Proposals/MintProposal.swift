/// A batch that a gateway proposes to be paid in another way than by the token, such as a
/// transaction that validators sign together.
package struct MintProposal: Sendable, Equatable {
    package let bytes: [UInt8]
    /// The batch's id, in hex.
    package let batch: String
    package let epoch: String
    /// The gateway's key, in base64.
    package let proposer: String
    /// In the order in which they came.
    package internal(set) var signatures: [PartialSignature] = []

    /// The weight of the validators that signed.
    package var weight: Int { signatures.reduce(0) { $0 + $1.weight } }
}

/// A validator's signature of a batch.
package struct PartialSignature: Sendable, Equatable {
    let bytes: [UInt8]
    /// The batch's id, in hex.
    package let batch: String
    /// The validator's key, in base64.
    package let signer: String
    /// In base64.
    package let signature: String
    package let weight: Int
}

/// The proposals of a gateway: one for each batch of a quorate epoch, and for each a signature of
/// each validator.
struct ProposalBook: Sendable {
    /// In the order in which they came.
    private(set) var proposals: [MintProposal] = []
    private var places: [[UInt8]: Int] = [:]  // looked up, never iterated

    func proposal(batch: String) -> MintProposal? { places[batch.bytes].map { proposals[$0] } }

    mutating func append(_ proposal: MintProposal) {
        places[proposal.batch.bytes] = proposals.count
        proposals.append(proposal)
    }

    /// Adds a signature to its proposal; without one, which only a missing guard lets through, it
    /// counts nowhere.
    mutating func append(_ signature: PartialSignature) {
        guard let place = places[signature.batch.bytes] else { return }
        proposals[place].signatures.append(signature)
    }
}
