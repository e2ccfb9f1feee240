internal import MeshNetwork
internal import Trials

/// The pay of an epoch with a quorum.
extension MeshLedgerRules {
    /// An epoch's pay, that of the members as it is shared out among them.
    private struct Round {
        /// Units for the validators together.
        let units: Int
        /// The sum of the validators' scores.
        let scoreSum: UInt128
        let proposal: LedgerEpoch.Proposal
        let snapshot: LedgerEpoch.Snapshot
        let attests: [LedgerEpoch.Attest]
    }

    /// Pays the proposer, the owner, the delegates' pool, and then the members by rising key.
    ///
    /// Nothing is issued in an epoch that might pass the supply of 2^62.
    func pay(
        _ proposal: LedgerEpoch.Proposal, _ snapshot: LedgerEpoch.Snapshot,
        _ state: inout LedgerState
    ) {
        let most = genesis.pot + MeshLedgerLimits.proposerReward
        let mayIssue = state.issued <= MeshLedgerLimits.supplyMax - most
        let pot = mayIssue ? genesis.pot : 0
        let reward = mayIssue ? MeshLedgerLimits.proposerReward : 0
        let factor = curves.proposer(windows.proposalProgress(proposal.slot))
        issue(FixedPoint.share(of: reward, factor), toStakeOf: proposal.proposer, &state)
        let ownerUnits = FixedPoint.share(of: pot, MeshLedgerLimits.ownerShare)
        let rest = pot - ownerUnits
        let poolUnits = FixedPoint.share(of: rest, MeshLedgerLimits.delegateShare)
        state[genesis.owner].balance = state[genesis.owner].balance.saturating(ownerUnits)
        state.pool = state.pool.saturating(poolUnits)
        state.issued = state.issued.saturating(ownerUnits).saturating(poolUnits)
        let scoreSum = proposal.entries
            .filter { snapshot.rank($0.key) == .validator }
            .reduce(UInt128(0)) { $0 + UInt128($1.score) }
        let round = Round(
            units: rest - poolUnits, scoreSum: scoreSum, proposal: proposal, snapshot: snapshot,
            attests: state.epoch.attests)
        for member in snapshot.members { pay(member, round, &state) }
    }

    private func issue(_ units: Int, toStakeOf key: MeshKey, _ state: inout LedgerState) {
        guard units > 0, let seat = state.accounts[key]?.seat else { return }
        state[key].seat?.stake = seat.stake.saturating(units)
        state.issued = state.issued.saturating(units)
    }

    /// Deals with one member, by the rank that it had in the snapshot, if it still has a seat.
    private func pay(
        _ member: LedgerEpoch.Member, _ round: Round, _ state: inout LedgerState
    ) {
        var account = state[member.key]
        guard var seat = account.seat else { return }
        let entry = round.proposal.entries.first { $0.key == member.key }
        let isElector = round.snapshot.electors.contains(member.key)
        let attest = round.attests.first { $0.key == member.key }
        if let entry {
            // Away and score 0 cost reputation, a heartbeat gains it.
            account.raiseReputation(by: MeshLedgerLimits.reputationGain)
            if entry.score == 0 { account.lowerReputation(by: MeshLedgerLimits.absenceLoss) }
        } else {
            account.lowerReputation(by: MeshLedgerLimits.absenceLoss)
        }
        if isElector, attest == nil {
            account.lowerReputation(by: MeshLedgerLimits.absenceLoss)
        }
        rise(&seat, member.rank, isPresent: entry != nil, account, round)
        account.seat = seat
        state[member.key] = account
        guard member.rank == .validator, let entry, round.scoreSum > 0 else { return }
        let weight = FixedPoint.div(UInt128(entry.score), round.scoreSum)
        let share = FixedPoint.share(of: round.units, weight)
        issue(
            FixedPoint.share(of: share, factor(attest, round.proposal)),
            toStakeOf: member.key, &state)
    }

    /// Counts an epoch for a peer that is not Validator yet; in an emergency nobody rises.
    private func rise(
        _ seat: inout LedgerAccount.Seat, _ rank: MeshClass, isPresent: Bool,
        _ account: LedgerAccount, _ round: Round
    ) {
        guard !round.snapshot.isEmergency, seat.rank == rank else { return }
        if rank == .idle, isPresent {
            seat.idleEpochs = seat.idleEpochs.saturating(1)
            guard seat.idleEpochs >= MeshLedgerLimits.idleEpochCount else { return }
            seat.rank = .included
        } else if rank == .included {
            seat.streak = isPresent ? seat.streak.saturating(1) : 0
            guard seat.streak >= MeshLedgerLimits.includedEpochCount,
                UInt128(account.reputation) >= MeshLedgerLimits.reputationToRise
            else { return }
            seat.rank = .validator
        } else {
            return
        }
        seat.startEpoch = windows.epoch(round.proposal.slot).saturating(1)
    }

    /// An attestor's factor, by the slot of its attestation; 0 of a validator that did not attest.
    private func factor(
        _ attest: LedgerEpoch.Attest?, _ proposal: LedgerEpoch.Proposal
    ) -> UInt128 {
        guard let attest else {
            return guards.has(MeshLedgerGuards.attestedPay) ? 0 : FixedPoint.one
        }
        // The published chain takes the proposal's slot for all.
        let slot = guards.has(MeshLedgerGuards.attestSlot) ? attest.slot : proposal.slot
        return curves.attestor(windows.attestProgress(slot, proposal: proposal.slot))
    }
}
