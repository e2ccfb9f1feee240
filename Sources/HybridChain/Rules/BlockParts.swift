/// The content of a block that is to be built.
package struct BlockParts {
    /// The update's body and what it makes; nil for a block without an update.
    package let update: (body: [UInt8], aggregate: Aggregate)?
    package let acknowledgements: [HybridAcknowledgement]
    /// Offered: what does not hold on the chain is left out.
    package let evidence: [HybridEvidence]
    /// Offered: what does not hold on the chain is left out.
    package let votes: [HybridVote]

    package init(
        update: (body: [UInt8], aggregate: Aggregate)? = nil,
        acknowledgements: [HybridAcknowledgement] = [], evidence: [HybridEvidence] = [],
        votes: [HybridVote] = []
    ) {
        self.update = update
        self.acknowledgements = acknowledgements
        self.evidence = evidence
        self.votes = votes
    }
}
