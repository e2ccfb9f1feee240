internal import MeshNetwork
internal import Trials

/// Money, stakes and seats.
extension MeshLedgerRules {
    private func requireUnits(_ units: Int) throws(Refusal) {
        try guards.require(
            (1...MeshLedgerLimits.supplyMax).contains(units), MeshLedgerGuards.units,
            "expected 1 to \(MeshLedgerLimits.supplyMax) units, got \(units)")
    }

    private func requireBalance(
        _ units: Int, of key: MeshKey, _ state: LedgerState
    ) throws(Refusal) {
        let balance = state[key].balance
        try guards.require(
            balance >= units, MeshLedgerGuards.balance,
            "expected a balance of \(units), got \(balance)")
    }

    func transfer(
        _ units: Int, from sender: MeshKey, to: MeshKey, _ state: inout LedgerState
    ) throws(Refusal) {
        let fee = MeshLedgerLimits.transferFee
        try requireUnits(units)
        try guards.require(
            units >= MeshLedgerLimits.transferLeast, MeshLedgerGuards.transferLeast,
            "expected \(MeshLedgerLimits.transferLeast) units at least, got \(units)")
        try guards.require(
            to != sender, MeshLedgerGuards.toSelf, "expected another key than the sender's")
        try requireBalance(units.saturating(fee), of: sender, state)
        state[sender].balance = state[sender].balance.saturatingLess(units.saturating(fee))
        state[to].balance = state[to].balance.saturating(units)
        state.burnt = state.burnt.saturating(fee)
    }

    func register(_ key: MeshKey, _ units: Int, _ state: inout LedgerState) throws(Refusal) {
        try requireUnits(units)
        var account = state[key]
        try requireStake(units)
        try guards.require(
            account.seat == nil, MeshLedgerGuards.registerOnce, "the key has a stake")
        try guards.require(
            UInt128(account.reputation) >= MeshLedgerLimits.reputationMin,
            MeshLedgerGuards.reputation, "the key was removed for its conduct")
        try guards.require(
            state.seatCount < MeshLedgerLimits.seatCountMax, MeshLedgerGuards.registryFull,
            "\(MeshLedgerLimits.seatCountMax) keys have a stake")
        try requireBalance(units, of: key, state)
        account.balance = account.balance.saturatingLess(units)
        // Without the guard a second registration is the first one's stake and more.
        let earlier = account.seat?.stake ?? 0
        account.seat = LedgerAccount.Seat(
            stake: units.saturating(earlier), rank: .registered,
            startEpoch: state.epoch.number.saturating(1),
            beacon: guards.has(MeshLedgerGuards.beaconAfter) ? [] : state.beacon)
        state[key] = account
    }

    private func requireStake(_ units: Int) throws(Refusal) {
        let least = genesis.parameters.stakeMin
        try guards.require(
            units >= 0 && UInt64(clamping: units) >= least, MeshLedgerGuards.stake,
            "expected a stake of \(least) at least, got \(units)")
    }

    func addStake(_ key: MeshKey, _ units: Int, _ state: inout LedgerState) throws(Refusal) {
        try requireUnits(units)
        try requireSeat(key, state)
        try requireBalance(units, of: key, state)
        var account = state[key]
        account.balance = account.balance.saturatingLess(units)
        // Without the guard the units of a key that has no seat are held as if it had left.
        if let stake = account.seat?.stake {
            account.seat?.stake = stake.saturating(units)
        } else {
            account.hold(units, until: unbonded(state))
        }
        state[key] = account
    }

    func withdraw(_ key: MeshKey, _ units: Int, _ state: inout LedgerState) throws(Refusal) {
        try requireUnits(units)
        try requireSeat(key, state)
        var account = state[key]
        let stake = account.seat?.stake ?? 0
        let rest = stake.saturatingLess(units)
        try guards.require(
            rest >= 0, MeshLedgerGuards.stakeHeld, "expected at most \(stake) units, got \(units)")
        if rest > 0 { try requireStake(rest) }
        account.seat?.stake = rest
        account.hold(units, until: unbonded(state))
        if rest <= 0 { account.seat = nil }
        state[key] = account
    }

    /// The epoch at whose first slot units that are withdrawn now are free.
    func unbonded(_ state: LedgerState) -> UInt64 {
        state.epoch.number.saturating(MeshLedgerLimits.unbondingEpochCount)
    }
}
