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
        /// The first score of each key of the proposal.
        let scores: KeyedList<UInt64>
        /// The slot of each key's first attestation.
        let attests: KeyedList<UInt64>
        /// The proposal's slot.
        let slot: UInt64
        let snapshot: LedgerEpoch.Snapshot
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
            .filter { snapshot.members[$0.key] == .validator }
            .reduce(UInt128(0)) { $0 + UInt128($1.score) }
        var scores = KeyedList<UInt64>()
        for entry in proposal.entries where scores[entry.key] == nil {
            scores[entry.key] = entry.score
        }
        var attests = KeyedList<UInt64>()
        for attest in state.epoch.attests where attests[attest.key] == nil {
            attests[attest.key] = attest.slot
        }
        let round = Round(
            units: rest - poolUnits, scoreSum: scoreSum, scores: scores, attests: attests,
            slot: proposal.slot, snapshot: snapshot)
        for (key, rank) in zip(snapshot.members.keys, snapshot.members.values) {
            pay(key, rank, round, &state)
        }
    }

    private func issue(_ units: Int, toStakeOf key: MeshKey, _ state: inout LedgerState) {
        guard units > 0, let seat = state.accounts[key]?.seat else { return }
        state[key].seat?.stake = seat.stake.saturating(units)
        state.issued = state.issued.saturating(units)
    }

    /// Deals with one member, by the rank that it had in the snapshot, if it still has a seat.
    private func pay(
        _ key: MeshKey, _ rank: MeshClass, _ round: Round, _ state: inout LedgerState
    ) {
        var account = state[key]
        guard var seat = account.seat else { return }
        let score = round.scores[key]
        if score == nil {
            account.lowerReputation(by: MeshLedgerLimits.absenceLoss)
        } else {
            account.raiseReputation(by: MeshLedgerLimits.reputationGain)
        }
        if score == 0 { account.lowerReputation(by: MeshLedgerLimits.absenceLoss) }
        if round.snapshot.electors.has(key), round.attests[key] == nil {
            account.lowerReputation(by: MeshLedgerLimits.absenceLoss)
        }
        rise(&seat, rank, isPresent: score != nil, account.reputation, round)
        account.seat = seat
        state[key] = account
        guard rank == .validator, let score, round.scoreSum > 0 else { return }
        let weight = FixedPoint.div(UInt128(score), round.scoreSum)
        let share = FixedPoint.share(of: round.units, weight)
        issue(FixedPoint.share(of: share, factor(key, round)), toStakeOf: key, &state)
    }

    /// Counts an epoch for a peer that is not Validator yet; in an emergency nobody rises.
    private func rise(
        _ seat: inout LedgerAccount.Seat, _ rank: MeshClass, isPresent: Bool,
        _ reputation: UInt64, _ round: Round
    ) {
        guard !round.snapshot.isEmergency, seat.rank == rank else { return }
        if rank == .idle, isPresent {
            seat.idleEpochs = seat.idleEpochs.saturating(1)
            guard seat.idleEpochs >= MeshLedgerLimits.idleEpochCount else { return }
            seat.rank = .included
        } else if rank == .included {
            seat.streak = isPresent ? seat.streak.saturating(1) : 0
            guard seat.streak >= MeshLedgerLimits.includedEpochCount,
                UInt128(reputation) >= MeshLedgerLimits.reputationToRise
            else { return }
            seat.rank = .validator
        } else {
            return
        }
        seat.startEpoch = windows.epoch(round.slot).saturating(1)
    }

    /// An attestor's factor, by the slot of its attestation; 0 of a validator that did not attest.
    private func factor(_ key: MeshKey, _ round: Round) -> UInt128 {
        guard let attest = round.attests[key] else {
            return guards.has(MeshLedgerGuards.attestedPay) ? 0 : FixedPoint.one
        }
        // The published chain takes the proposal's slot for all.
        let slot = guards.has(MeshLedgerGuards.attestSlot) ? attest : round.slot
        return curves.attestor(windows.attestProgress(slot, proposal: round.slot))
    }
}
