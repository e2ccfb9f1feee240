extension GatewaySystem {
    /// The proposals that were taken, in their order.
    package var proposals: [MintProposal] { state.proposals.proposals }

    package func proposal(batch: String) -> MintProposal? {
        state.proposals.proposal(batch: batch)
    }

    /// Whether more than two thirds of all weight signed a batch.
    package func isComplete(_ proposal: MintProposal) -> Bool {
        // At most 1,024 · 2^32, so that three times as much fits.
        proposal.weight * 3 > parameters.totalWeight * 2
    }
}
