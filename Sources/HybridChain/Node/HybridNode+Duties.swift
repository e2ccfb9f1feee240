package import Trials

/// The duties of an honest validator: deltas, proposals and votes.
extension HybridNode {
    /// Begins a slot. An honest proposer of the slot is the active validator at slot mod their
    /// number: policy, for any active validator may propose.
    ///
    /// **Result:** messages. Slots do not go back: an earlier one begins nothing.
    package func begin(slot: UInt64) -> [Reply.Message] {
        guard slot > self.slot else { return [] }
        self.slot = slot
        tickCount = 0
        round = nil
        openBook()
        if let validator, isProposer(validator.index), slot > record.proposalSlot,
            slot > tree.head.slot
        {
            round = ProposalRound()
        }
        voteIfDue()
        proposeIfReady()
        return sent()
    }

    /// Whether an honest validator of that index proposes in the present slot.
    package func isProposer(_ index: UInt16) -> Bool {
        let active = book.state.active.indices
        guard !active.isEmpty else { return false }
        return active[Int(slot % UInt64(active.count))] == Int(index)
    }

    /// Tells that time has passed in the present slot. **Result:** messages.
    package func tick(_ count: Int = 1) -> [Reply.Message] {
        tickCount = min(tickCount &+ max(count, 0), 1 << 30)
        acknowledgeIfLate()
        proposeIfReady()
        return sent()
    }

    // MARK: Deltas

    /// Signs and spreads the validator's delta of the present slot, once.
    ///
    /// - Parameter factors: as many as the shape's; whether they are any good, others judge.
    /// **Result:** messages.
    package func train(_ factors: [Int32]) -> [Reply.Message] {
        guard let validator, slot > record.deltaSlot, slot > tree.head.slot,
            factors.count == rules.genesis.shape.factorCount
        else { return [] }
        record.deltaSlot = slot
        let delta = HybridDelta(
            network: rules.network, slot: slot, base: book.ground.base, index: validator.index,
            factors: factors, signedBy: validator.key)
        try? take(delta: delta.bytes, from: nil)
        return sent()
    }

    // MARK: Proposals

    /// Proposes an update when the deltas are there, and a block when the quorum is, or when it is
    /// too late for one.
    func proposeIfReady() {
        guard let validator, round != nil else { return }
        guard slot > tree.head.slot, slot > record.proposalSlot else {
            round = nil
            return
        }
        if round?.updateID == nil { proposeUpdate() }
        // An update that is proposed may be acknowledged, and the block built, by now.
        guard let round else { return }
        if let id = round.updateID, let update = book.right[id] {
            let acknowledgements = book.acknowledgements(of: id)
            if acknowledgements.count >= book.state.quorum {
                self.round = nil
                build(
                    validator, update: update, acknowledgements, on: tree.main, slot: slot)
                return
            }
        }
        if tickCount >= HybridNodeLimits.quorumTicks {
            self.round = nil
            build(validator, on: tree.main, slot: slot)
        }
    }

    private func proposeUpdate() {
        let count = book.deltas.count
        let isEnough =
            count >= KrumSelection.countMin(faultCount: rules.updates.faultCount)
            && (count >= book.state.active.count || tickCount >= HybridNodeLimits.deltaTicks)
        guard isEnough, count > round?.failedDeltaCount ?? count else { return }
        guard let made = try? rules.updates.made(of: book.deltas, book.ground) else {
            round?.failedDeltaCount = count
            return
        }
        round?.updateID = made.update.id
        try? take(update: made.update.bytes, from: nil)
    }

    /// Builds the block of a slot on a chain, with what waits for one, and takes it.
    ///
    /// - Parameter update: nil for a block without one.
    func build(
        _ validator: Validator, update: SlotBook.Update? = nil,
        _ acknowledgements: [HybridAcknowledgement] = [], on chain: HybridChainView, slot: UInt64
    ) {
        let parts = BlockParts(
            update: update, acknowledgements: acknowledgements, evidence: waitingEvidence,
            votes: votes.all)
        let block = rules.built(
            parts, on: chain, slot: slot, proposer: validator.index, key: validator.key,
            evidenceByteCountMax: HybridNodeLimits.evidenceByteCountMax,
            attemptCountMax: HybridNodeLimits.attemptCountMax)
        guard let block else { return }
        record.proposalSlot = slot
        try? take(block: block.bytes, from: nil)
    }

    // MARK: Votes

    /// Votes for the latest checkpoint of the head's chain, unless that conflicts with a vote
    /// before.
    func voteIfDue() {
        let head = tree.head
        let epoch = rules.epoch(of: head.slot)
        guard let validator, !head.state.slashed.contains(validator.index),
            epoch > head.state.finality.highest.epoch
        else { return }
        let root = tree.main.last(notAbove: epoch * rules.genesis.epochSlotCount).hash
        let link = HybridLink(
            source: head.state.finality.highest,
            target: HybridCheckpoint(epoch: epoch, root: root))
        guard record.allowsVote(link) else { return }
        record.take(link)
        let vote = HybridVote(
            network: rules.network, link: link, index: validator.index, signedBy: validator.key)
        try? take(vote: vote.bytes, from: nil)
    }
}
