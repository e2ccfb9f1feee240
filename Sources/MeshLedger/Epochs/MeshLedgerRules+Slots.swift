internal import MeshNetwork
internal import Trials

/// The passing of slots.
extension MeshLedgerRules {
    /// Begins a slot: beacons of new peers; the end of an epoch, in its first slot the next one's
    /// beginning; the snapshot at its place; the registry.
    ///
    /// **Throws:** ``Refusal`` where the slot is not the next one or its beacon has not 32 bytes.
    /// It stands whatever guards are taken out: no slot passes without its work.
    func advance(to slot: UInt64, beacon: [UInt8], _ state: inout LedgerState) throws(Refusal) {
        guard slot > state.slot, slot - state.slot == 1, beacon.count == 32 else {
            throw Refusal(
                index: nil, by: MeshLedgerGuards.slot,
                message: "expected slot \(state.slot.saturating(1)) and a beacon of 32 bytes, "
                    + "got slot \(slot) and \(beacon.count) bytes")
        }
        state.slot = slot
        state.beacon = beacon
        state.slotCallCount = 0
        state.senderCallCounts = KeyedList()
        drawBeacons(&state)
        let beginsEpoch = windows.place(slot) == 0
        if beginsEpoch {
            settle(&state)
            beginEpoch(&state)
        }
        // The published nodes believe an answer of the chain for a while.
        if beginsEpoch || guards.has(MeshLedgerGuards.registryFresh) {
            state.refreshRegistry(genesis.parameters)
        }
        if windows.place(slot) == windows.snapshotPlace { fixSnapshot(&state) }
    }

    private func drawBeacons(_ state: inout LedgerState) {
        let beacon = state.beacon
        for (key, account) in zip(state.accounts.keys, state.accounts.values)
        where account.seat?.beacon.isEmpty == true {
            state[key].seat?.beacon = beacon
        }
    }

    /// Frees units, makes Registered peers Idle, and ends an emergency.
    private func beginEpoch(_ state: inout LedgerState) {
        let epoch = windows.epoch(state.slot)
        for key in state.accounts.keys {
            var account = state[key]
            for ending in account.endings where ending.epoch <= epoch {
                account.balance = account.balance.saturating(ending.units)
            }
            account.endings.removeAll { $0.epoch <= epoch }
            if account.seat?.rank == .registered {
                account.seat?.rank = .idle
                account.seat?.startEpoch = epoch
            }
            if account != state[key] { state[key] = account }
        }
        if let emergency = state.emergency, emergency.lastEpoch < epoch { state.emergency = nil }
        state.epoch = LedgerEpoch(number: epoch)
    }
}
