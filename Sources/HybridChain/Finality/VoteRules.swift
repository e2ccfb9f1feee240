package import Trials

/// The rules of votes: of a network and its validators' keys, and on a chain of its blocks.
package struct VoteRules {
    package let network: [UInt8]
    /// The validators' keys, by index.
    package let keys: [[UInt8]]
    package let guards: Guards
    package let memory: HybridMemory

    package init(network: [UInt8], keys: [[UInt8]], guards: Guards, memory: HybridMemory) {
        self.network = network
        self.keys = keys
        self.guards = guards
        self.memory = memory
    }

    /// Judges a vote of 178 bytes. **Throws:** ``Refusal``.
    package func judge(
        _ vote: HybridVote, _ finality: FinalityState, _ ground: VoteGround
    ) throws(Refusal) {
        let link = vote.link
        try guards.require(
            vote.network == network, HybridGuards.network, "a vote: expected this network's hash")
        try guards.require(
            Int(vote.index) < keys.count && !ground.slashed.contains(vote.index),
            HybridGuards.validator, "a vote: expected an active validator, got \(vote.index)")
        try guards.require(
            finality.isJustified(link.source), HybridGuards.source,
            "expected a justified source, got one of epoch \(link.source.epoch)")
        try guards.require(
            link.source.epoch < link.target.epoch, HybridGuards.epochOrder,
            "expected a target above epoch \(link.source.epoch), got \(link.target.epoch)")
        try guards.require(
            link.target.epoch > finality.finalised.epoch, HybridGuards.finalised,
            "expected a target above epoch \(finality.finalised.epoch)")
        if let chain = ground.chain { try requireTarget(link.target, on: chain) }
        try guards.require(
            !finality.hasVote(vote.index, for: link), HybridGuards.duplicate,
            "validator \(vote.index) has this vote")
        try guards.require(
            isSigned(vote), HybridGuards.voteSignature,
            "expected a signature by validator \(vote.index)")
        try guards.require(
            !finality.hasConflict(vote.index, with: link), HybridGuards.voteOnce,
            "validator \(vote.index) has a vote that this one conflicts with")
    }

    /// A target must be settled on the chain: its first slot is not above the parent's.
    private func requireTarget(
        _ target: HybridCheckpoint, on chain: VoteGround.Chain
    ) throws(Refusal) {
        let (slot, isOver) = target.epoch.multipliedReportingOverflow(by: chain.epochSlotCount)
        try guards.require(
            !isOver && slot <= chain.view.tip.slot, HybridGuards.targetFuture,
            "expected a target whose first slot is at most \(chain.view.tip.slot)")
        let last = chain.view.last(notAbove: isOver ? .max : slot)
        try guards.require(
            last.hash == target.root, HybridGuards.targetRoot,
            "expected the last block that is not above the target's first slot")
    }

    private func isSigned(_ vote: HybridVote) -> Bool {
        guard Int(vote.index) < keys.count else { return false }
        return memory.isSigned(
            "vote", vote.message, vote.signature, by: keys[Int(vote.index)])
    }
}
