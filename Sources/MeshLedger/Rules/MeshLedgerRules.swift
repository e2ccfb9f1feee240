package import MeshNetwork
package import Trials

/// The rules of a ledger: judgements of calls and slots against a state. Pure.
package struct MeshLedgerRules: Sendable {
    package let genesis: MeshGenesis
    /// The hash of the genesis.
    package let chain: [UInt8]
    package let windows: EpochWindows
    package let signatures: MeshSignatures
    package let guards: Guards
    /// The curves of another program, which count where `curve_table` is taken out.
    let foreignCurves: RewardCurves

    package init(
        _ genesis: MeshGenesis, _ signatures: MeshSignatures, guards: Guards,
        foreignCurves: RewardCurves
    ) {
        self.genesis = genesis
        chain = genesis.chain
        windows = EpochWindows(slotCount: genesis.parameters.epochSlotCount)
        self.signatures = signatures
        self.guards = guards
        self.foreignCurves = foreignCurves
    }

    var curves: RewardCurves {
        guards.has(MeshLedgerGuards.curveTable) ? .integers : foreignCurves
    }

    /// The place of the state's slot in its epoch.
    func place(_ state: LedgerState) -> UInt64 { windows.place(state.slot) }

    // MARK: Calls

    /// Judges a call and, if no guard refuses it, lets it change the state.
    ///
    /// **Throws:** ``Refusal``; the state is as it was.
    func take(_ bytes: [UInt8], _ state: inout LedgerState) throws(Refusal) {
        try guards.require(
            bytes.count <= MeshLedgerLimits.callByteCountMax, MeshLedgerGuards.size,
            "expected at most \(MeshLedgerLimits.callByteCountMax) bytes, got \(bytes.count)")
        guard let call = MeshCall(bytes: bytes) else {
            throw Refusal(
                index: nil, by: MeshLedgerGuards.call, message: "expected a call and nothing else")
        }
        try judgeSender(call, state)
        try judgeBody(call, &state)
        state[call.sender].nonce = call.nonce.saturating(1)
        state.slotCallCount = state.slotCallCount.saturating(1)
        state.senderCallCounts[call.sender, default: 0] += 1
    }

    private func judgeSender(_ call: MeshCall, _ state: LedgerState) throws(Refusal) {
        let account = state.accounts[call.sender]
        let most =
            account?.seat == nil
            ? MeshLedgerLimits.slotCallCountMax / 2 : MeshLedgerLimits.slotCallCountMax
        try guards.require(
            state.slotCallCount < most, MeshLedgerGuards.slotCalls,
            "slot \(state.slot) has \(state.slotCallCount) calls")
        let count = state.senderCallCounts[call.sender] ?? 0
        try guards.require(
            count < MeshLedgerLimits.senderCallCountMax, MeshLedgerGuards.senderCalls,
            "slot \(state.slot) has \(count) calls of the sender")
        try guards.require(
            account != nil, MeshLedgerGuards.account, "expected a sender with an account")
        let nonce = account?.nonce ?? 0
        try guards.require(
            call.nonce == nonce, MeshLedgerGuards.nonce,
            "expected nonce \(nonce), got \(call.nonce)")
        try guards.require(
            call.isSigned(signatures, chain: chain), MeshLedgerGuards.signature,
            "expected a signature by the sender over the whole call, in this chain")
    }

    private func judgeBody(_ call: MeshCall, _ state: inout LedgerState) throws(Refusal) {
        switch call.body {
        case .transfer(let to, let units): try transfer(units, from: call.sender, to: to, &state)
        case .register(let units): try register(call.sender, units, &state)
        case .addStake(let units): try addStake(call.sender, units, &state)
        case .withdraw(let units): try withdraw(call.sender, units, &state)
        case .heartbeat(let record): try heartbeat(record, &state)
        case .commit(let epoch, let hash): try commit(call.sender, epoch, hash, &state)
        case .reveal(let epoch, let salt, let scores):
            try reveal(call.sender, epoch, salt: salt, scores, &state)
        case .propose(let epoch, let root, let entries):
            try propose(call, epoch, root, entries, &state)
        case .attest(let epoch, let proposal): try attest(call.sender, epoch, proposal, &state)
        case .twoCalls(let first, let second): try slash(first, second, &state)
        case .twoRecords(let first, let second): try slash(first, second, &state)
        case .emergency(let lastEpoch, let members):
            try emergency(call.sender, lastEpoch, members, &state)
        }
    }

    // MARK: Shared judgements

    func requireEpoch(_ epoch: UInt64, _ state: LedgerState) throws(Refusal) {
        try guards.require(
            epoch == state.epoch.number, MeshLedgerGuards.epoch,
            "expected epoch \(state.epoch.number), got \(epoch)")
    }

    func requireSeat(_ key: MeshKey, _ state: LedgerState) throws(Refusal) {
        try guards.require(
            state.accounts[key]?.seat != nil, MeshLedgerGuards.registered,
            "expected a key with a stake")
    }
}
