/// The ground that a vote is judged on, besides the finality so far.
package struct VoteGround {
    /// The blocks that a vote's target is one of.
    package struct Chain {
        /// The chain that ends in the parent.
        package let view: HybridChainView
        /// E.
        package let epochSlotCount: UInt64

        package init(view: HybridChainView, epochSlotCount: UInt64) {
            self.view = view
            self.epochSlotCount = epochSlotCount
        }
    }

    /// The validators that may not vote any more.
    package let slashed: ValidatorSet
    /// Nil for votes without a chain.
    package let chain: Chain?

    package init(slashed: ValidatorSet, chain: Chain?) {
        self.slashed = slashed
        self.chain = chain
    }
}
