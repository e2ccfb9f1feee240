/// An object of evidence as evidence needs it: who signed what, where.
package struct SignedPiece: Sendable {
    /// The name that the signature is made under.
    package let domain: String
    package let network: [UInt8]
    /// The slot of a header or an acknowledgement.
    package let slot: UInt64
    /// The link of a vote.
    package let link: HybridLink?
    /// The update of a header or an acknowledgement.
    package let updateID: [UInt8]
    /// The parent of a header.
    package let parent: [UInt8]?
    package let index: UInt16
    /// The bytes that are signed; a header's hash.
    package let message: [UInt8]
    package let signature: [UInt8]

    /// The bytes of an object that evidence of this kind shows.
    package static func byteCount(_ kind: HybridEvidence.Kind) -> Int {
        switch kind {
        case .headers: HybridHeader.byteCount
        case .votes: HybridVote.byteCount
        case .acknowledgements, .wrongUpdate: HybridAcknowledgement.byteCount
        }
    }

    /// The object that bytes are as evidence of this kind has it.
    package init(_ bytes: [UInt8], _ kind: HybridEvidence.Kind) {
        switch kind {
        case .headers: self.init(HybridHeader(bytes: bytes))
        case .votes: self.init(HybridVote(bytes: bytes))
        case .acknowledgements, .wrongUpdate: self.init(HybridAcknowledgement(bytes: bytes))
        }
    }

    package init(_ header: HybridHeader) {
        domain = "proposal"
        network = header.network
        slot = header.slot
        link = nil
        updateID = header.updateID
        parent = header.parent
        index = header.proposer
        message = header.hash
        signature = header.signature
    }

    package init(_ one: HybridAcknowledgement) {
        domain = "ack"
        network = one.network
        slot = one.slot
        link = nil
        updateID = one.updateID
        parent = nil
        index = one.index
        message = one.message
        signature = one.signature
    }

    package init(_ vote: HybridVote) {
        domain = "vote"
        network = vote.network
        slot = 0
        link = vote.link
        updateID = HybridHeader.noUpdate
        parent = nil
        index = vote.index
        message = vote.message
        signature = vote.signature
    }

    /// Whether nobody may sign both, the messages of which differ.
    package func conflicts(with other: SignedPiece) -> Bool {
        if let link, let otherLink = other.link { return link.conflicts(with: otherLink) }
        return slot == other.slot
    }
}
