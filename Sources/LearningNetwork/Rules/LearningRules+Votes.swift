internal import Training
package import Trials

extension LearningRules {
    /// Judges a vote by itself; whether its validator voted before is for who keeps votes.
    ///
    /// **Throws:** ``Refusal``.
    package func judge(_ vote: LearningVote, _ state: LearningState) throws(Refusal) {
        try requireNetwork(vote.network)
        try requireKey(vote.validator)
        let entry = state.proof(vote.proof)
        try guards.require(
            entry?.beacon == vote.beacon && vote.epoch == state.epoch, LearningGuards.proofKnown,
            "expected a proof of the epoch, and the hash of the block after it")
        try guards.require(
            state.isValidator(vote.validator), LearningGuards.validatorRegistered,
            "expected a validator of the epoch")
        try requireSignature(
            vote.signature, vote.digest, vote.validator, LearningGuards.voteSignature)
    }

    /// Judges a certificate, and carries out what it says.
    ///
    /// **Throws:** ``Refusal``, which may leave a spoilt state.
    func apply(
        _ certificate: LearningCertificate, to state: inout LearningState
    ) throws(Refusal) {
        for vote in certificate.votes {
            try guards.require(
                vote.proof == certificate.proof, LearningGuards.proofKnown,
                "expected votes on the certificate's proof")
            try judge(vote, state)
        }
        if certificate.kind == .double { return try slash(certificate, &state) }
        guard let place = state.proofs.firstIndex(where: { $0.proof.digest == certificate.proof })
        else {
            throw Refusal(
                index: nil, by: LearningGuards.proofKnown, message: "expected a proof of the epoch")
        }
        try guards.require(
            state.proofs[place].status == .open, LearningGuards.certificateOnce,
            "expected one certificate of a proof")
        let keys = certificate.votes.map(\.validator.bytes)
        try guards.require(
            zip(keys, keys.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) },
            LearningGuards.voteOnce, "expected votes by rising key")
        let approving = approving(certificate, state)
        try conclude(certificate, place, approving: approving, &state)
    }

    /// Units of those who vote as the certificate says. With `vote_once` taken out, those who vote
    /// twice count twice.
    private func approving(_ certificate: LearningCertificate, _ state: LearningState) -> Int {
        certificate.votes.filter { $0.isValid == (certificate.kind == .valid) }
            .reduce(0) { $0.saturating(state.stake(of: $1.validator)) }
    }

    private func conclude(
        _ certificate: LearningCertificate, _ place: Int, approving: Int,
        _ state: inout LearningState
    ) throws(Refusal) {
        let total = state.validatorUnits
        let count = certificate.votes.count { $0.isValid == (certificate.kind == .valid) }
        try guards.require(
            count >= Self.quorumCount, LearningGuards.quorumValidators,
            "expected \(Self.quorumCount) validators who say so, got \(count)")
        try guards.require(
            isQuorum(approving, of: total), LearningGuards.quorumStake,
            "expected 67 % of \(total) units, got \(approving)")
        let proof = state.proofs[place].proof
        var account = state[proof.trainer]
        let reward = certificate.kind == .valid ? reward(proof, approving: approving, state) : 0
        try guards.require(
            certificate.reward == reward, LearningGuards.rewardExact,
            "reward: expected \(reward), got \(certificate.reward)")
        account.balance = account.balance.saturating(certificate.reward)
        state.rewarded = state.rewarded.saturating(certificate.reward)
        if certificate.kind == .valid {
            account.reputation = min(
                account.reputation + LearningLimits.reputationGain, LearningLimits.reputationMax)
            state.proofs[place].status = .valid
            if state.trained.last?.epoch != state.epoch {
                state.append(
                    LearningState.TrainedEpoch(
                        epoch: state.epoch, start: proof.start, end: proof.end))
            }
        } else {
            account.reputation = max(account.reputation - LearningLimits.reputationLoss, 0)
            state.proofs[place].status = .invalid
        }
        state[proof.trainer] = account
    }

    package static let quorumCount = 3

    package func isQuorum(_ approving: Int, of total: Int) -> Bool {
        // At most 2^62 units: the products need 128 bits.
        100 * Int128(approving) >= 67 * Int128(total)
    }

    /// The pay of a certified proof, in units.
    package func reward(
        _ proof: LearningProof, approving: Int, _ state: LearningState
    ) -> Int {
        let sampled = genesis.model.sampleCount
        let account = state[proof.trainer]
        let stake = max(0, state.stake(of: proof.key))
        return Int(
            ProofReward(
                passed: sampled, sampled: sampled, reputation: account.reputation,
                stake: UInt64(stake), approving: UInt64(max(0, approving)),
                total: UInt64(max(0, state.validatorUnits))
            ).microPOL)
    }

    /// Takes the bond of a validator with two verdicts.
    private func slash(
        _ certificate: LearningCertificate, _ state: inout LearningState
    ) throws(Refusal) {
        let votes = certificate.votes
        try guards.require(
            votes.count == 2 && votes[0].validator == votes[1].validator
                && votes[0].isValid && !votes[1].isValid, LearningGuards.voteOnce,
            "expected a vote for the proof and one against it by one validator")
        try guards.require(
            certificate.reward == 0, LearningGuards.rewardExact,
            "reward: expected 0, got \(certificate.reward)")
        guard let key = votes.first?.validator else { return }
        try guards.require(
            !state.slashed.contains(key), LearningGuards.certificateOnce,
            "expected a validator that has its bond")
        var account = state[key.address]
        state.burned = state.burned.saturating(account.held)
        account.bond = 0
        account.endings = []
        state[key.address] = account
        state.slashed.append(key)
    }
}
