internal import Cryptography
internal import Training
package import Trials

/// A place in the chain on which a block can stand.
package struct LearningTip: Sendable {
    package let index: Int
    package let hash: [UInt8]
    package let time: Int
    package let state: LearningState

    package init(index: Int, hash: [UInt8], time: Int, state: LearningState) {
        self.index = index
        self.hash = hash
        self.time = time
        self.state = state
    }
}

extension LearningRules {
    /// The place before the first block.
    package var start: LearningTip {
        LearningTip(index: 0, hash: network, time: 0, state: LearningState(genesis))
    }

    /// Judges a block on a tip. **Result:** the tip after it. **Throws:** ``Refusal``.
    package func tip(after block: LearningBlock, on tip: LearningTip) throws(Refusal) -> LearningTip
    {
        do throws(Refusal) {
            try judge(block.header, block.hash, on: tip)
            try judgeRoots(block)
            var state = tip.state
            try apply(block, to: &state, atBlock: tip.index + 1)
            state.note(
                hash: block.hash, index: tip.index + 1, startsEpoch: startsEpoch(tip.index + 1))
            return LearningTip(
                index: tip.index + 1, hash: block.hash, time: block.header.time, state: state)
        } catch {
            throw Refusal(index: block.header.index, by: error.by, message: error.message)
        }
    }

    private func judge(
        _ header: LearningHeader, _ hash: [UInt8], on tip: LearningTip
    ) throws(Refusal) {
        try requireNetwork(header.network)
        try guards.require(
            header.index == tip.index + 1 && header.epoch == epoch(ofBlock: tip.index + 1),
            LearningGuards.position,
            "expected index \(tip.index + 1) of epoch \(epoch(ofBlock: tip.index + 1))")
        try guards.require(
            header.previous == tip.hash, LearningGuards.previous,
            "previous: expected the hash of the block before")
        try guards.require(
            header.time >= tip.time, LearningGuards.time,
            "time: expected \(tip.time) at least, got \(header.time)")
        try guards.require(
            LearningHeader.hasWork(hash), LearningGuards.work,
            "expected a hash that begins with \(LearningLimits.workBitCount) zero bits")
    }

    private func judgeRoots(_ block: LearningBlock) throws(Refusal) {
        let roots = block.roots
        try guards.require(
            roots.transactions == block.header.transactions
                && roots.proofs == block.header.proofs
                && roots.certificates == block.header.certificates, LearningGuards.roots,
            "expected the roots of the block's lists")
    }

    /// Carries out a block whose header and roots hold.
    private func apply(
        _ block: LearningBlock, to state: inout LearningState, atBlock index: Int
    ) throws(Refusal) {
        let fees = try apply(
            transactions: block.transactions, proofs: block.proofs,
            certificates: block.certificates, to: &state, atBlock: index)
        let due = LearningLimits.blockReward.saturating(fees)
        try guards.require(
            block.reward.amount == due
                && block.reward.to.utf8.elementsEqual(block.header.miner.utf8),
            LearningGuards.rewardExact,
            "reward: expected \(due) to the miner, got \(block.reward.amount)")
        pay(block.reward, fees: fees, &state)
        try guards.require(
            block.header.model == state.model, LearningGuards.model,
            "model: expected the weights at the head of the training chain")
        try guards.require(
            block.header.state == state.digest.bytes, LearningGuards.state,
            "state: expected the digest of the state after the block")
    }

    /// Carries out the lists of a block. **Result:** the fees, in units. **Throws:** ``Refusal``.
    func apply(
        transactions: [LearningTransaction], proofs: [LearningProof],
        certificates: [LearningCertificate], to state: inout LearningState, atBlock index: Int
    ) throws(Refusal) -> Int {
        if startsEpoch(index) { state.begin(epoch: epoch(ofBlock: index)) }
        var fees = 0
        for transaction in transactions {
            fees = fees.saturating(try apply(transaction, to: &state))
        }
        for proof in proofs {
            try judge(proof, atBlock: index, state)
            state.proofs.append(LearningState.ProofEntry(proof: proof, index: index))
        }
        for certificate in certificates { try apply(certificate, to: &state) }
        return fees
    }

    func pay(_ reward: LearningBlock.Reward, fees: Int, _ state: inout LearningState) {
        var account = state[reward.to]
        account.balance = account.balance.saturating(reward.amount)
        state[reward.to] = account
        state.rewarded = state.rewarded.saturating(reward.amount.saturating(-fees))
    }
}
