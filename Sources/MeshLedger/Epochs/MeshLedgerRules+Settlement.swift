internal import MeshNetwork
internal import Trials

/// The end of an epoch: who proposed, who attested, whether that is a quorum, and what follows.
extension MeshLedgerRules {
    func settle(_ state: inout LedgerState) {
        state.hasFailed = true
        guard let snapshot = state.epoch.snapshot else { return }
        for key in state.epoch.commits.keys where state.epoch.reveals[key] == nil {
            lowerReputation(of: key, by: MeshLedgerLimits.absenceLoss, &state)
        }
        if let proposal = state.epoch.proposal {
            let attestCount = UInt128(state.epoch.attests.count)
            let electorCount = UInt128(snapshot.electors.count)
            let isQuorum =
                3 * attestCount >= 2 * electorCount || !guards.has(MeshLedgerGuards.quorum)
            if isQuorum {
                state.hasFailed = false
                pay(proposal, snapshot, &state)
            } else {
                // 1 less the ratio's part of two thirds; the electors' count is no 0 here.
                let shortfall =
                    FixedPoint.one - 3 * attestCount * FixedPoint.one / (2 * electorCount)
                punish(proposal, snapshot, shortfall, &state)
            }
        } else if let elected = snapshot.elected {
            lowerReputation(of: elected, by: MeshLedgerLimits.silenceLoss, &state)
        }
        removeUnreputed(&state)
    }

    private func lowerReputation(
        of key: MeshKey, by fraction: UInt128, _ state: inout LedgerState
    ) {
        if state.accounts[key] != nil { state[key].lowerReputation(by: fraction) }
    }

    /// Ends the seats of peers below the least reputation; their stakes are held.
    private func removeUnreputed(_ state: inout LedgerState) {
        let end = windows.epoch(state.slot).saturating(MeshLedgerLimits.unbondingEpochCount)
        for (key, account) in zip(state.accounts.keys, state.accounts.values)
        where account.seat != nil
            && UInt128(account.reputation) < MeshLedgerLimits.reputationMin
        {
            state[key].leave(until: end)
        }
    }

    // MARK: No quorum

    /// Lowers and slashes those who did not attest. A proposal is the ledger's own data, or it was
    /// refused, so that nobody else is at fault; the published chain slashes its proposer.
    private func punish(
        _ proposal: LedgerEpoch.Proposal, _ snapshot: LedgerEpoch.Snapshot,
        _ shortfall: UInt128, _ state: inout LedgerState
    ) {
        let present = state.epoch.attests.map(\.key)
        guard guards.has(MeshLedgerGuards.absentPays) else {
            slash(proposal.proposer, shortfall, &state)
            for key in present { lowerByShortfall(key, shortfall, &state) }
            return
        }
        for key in snapshot.electors where !present.contains(key) {
            slash(key, shortfall, &state)
            lowerByShortfall(key, shortfall, &state)
        }
    }

    private func lowerByShortfall(
        _ key: MeshKey, _ shortfall: UInt128, _ state: inout LedgerState
    ) {
        lowerReputation(
            of: key, by: FixedPoint.mul(MeshLedgerLimits.absenceLoss, shortfall), &state)
    }

    /// Burns min(held · 3.125 % · shortfall, 1 coin) of what a key has staked; of one that has left
    /// since, too.
    private func slash(_ key: MeshKey, _ shortfall: UInt128, _ state: inout LedgerState) {
        guard var account = state.accounts[key] else { return }
        let share = FixedPoint.share(of: account.held, MeshLedgerLimits.slashShare)
        let loss = min(FixedPoint.share(of: share, shortfall), MeshLedgerLimits.slashMax)
        account.lose(loss)
        state[key] = account
        state.burnt = state.burnt.saturating(loss)
    }
}
