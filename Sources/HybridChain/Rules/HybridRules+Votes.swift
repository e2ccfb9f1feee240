package import Trials

extension HybridRules {
    /// Judges a vote as the next of a block on a chain. **Throws:** ``Refusal``.
    package func judge(
        _ vote: HybridVote, in state: HybridState, on chain: HybridChainView
    ) throws(Refusal) {
        let ground = VoteGround(
            slashed: state.slashed,
            chain: VoteGround.Chain(view: chain, epochSlotCount: genesis.epochSlotCount))
        try votes.judge(vote, state.finality, ground)
    }

    /// Judges a block's votes, and takes each into the state.
    func take(
        votes bytes: [UInt8], _ state: inout HybridState, on chain: HybridChainView
    ) throws(Refusal) {
        let list = HybridVoteList(bytes: bytes)
        try guards.require(
            list.isExact && list.votes.count <= HybridLimits.validatorCountMax,
            HybridGuards.votesSize,
            "expected a count of at most \(HybridLimits.validatorCountMax) and its votes of "
                + "\(HybridVote.byteCount) bytes, got \(bytes.count) bytes")
        for vote in list.votes {
            try judge(vote, in: state, on: chain)
            state.take(vote)
        }
    }
}
