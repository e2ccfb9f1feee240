internal import MeshNetwork
internal import Trials

/// Two signed words of one key that exclude each other, and what they cost it.
extension MeshLedgerRules {
    /// Judges two calls.
    func slash(
        _ first: [UInt8], _ second: [UInt8], _ state: inout LedgerState
    ) throws(Refusal) {
        guard let one = MeshCall(bytes: first), let two = MeshCall(bytes: second) else {
            throw Refusal(
                index: nil, by: MeshLedgerGuards.call, message: "expected two calls as evidence")
        }
        let (epoch, other) = (Self.singleEpoch(one.body), Self.singleEpoch(two.body))
        try guards.require(
            one.sender == two.sender && one.body.kind == two.body.kind && epoch != nil
                && epoch == other && one.body != two.body,
            MeshLedgerGuards.evidencePair,
            "expected two commits, proposals or attestations of one sender and epoch that differ")
        try requireEvidence(one.sender, of: epoch ?? 0, state)
        try guards.require(
            one.isSigned(signatures, chain: chain) && two.isSigned(signatures, chain: chain),
            MeshLedgerGuards.evidenceSignature, "expected two signatures by the sender")
        slash(one.sender, &state)
    }

    /// The epoch of a call of which a key signs one in an epoch; nil of other calls.
    private static func singleEpoch(_ body: MeshCallBody) -> UInt64? {
        switch body {
        case .commit(let epoch, _), .propose(let epoch, _, _), .attest(let epoch, _): epoch
        default: nil
        }
    }

    /// Judges two records.
    func slash(
        _ first: MeshRecord, _ second: MeshRecord, _ state: inout LedgerState
    ) throws(Refusal) {
        try guards.require(
            first.owner == second.owner && first.kind == second.kind
                && first.epoch == second.epoch && first.name == second.name
                && first.sequence == second.sequence
                && first.bytes.dropLast(MeshSignatures.byteCount)
                    != second.bytes.dropLast(MeshSignatures.byteCount),
            MeshLedgerGuards.evidencePair,
            "expected two records of one key and sequence that differ")
        let epoch = max(windows.epoch(first.slot), windows.epoch(second.slot))
        try requireEvidence(first.owner, of: epoch, state)
        let network = genesis.parameters.network
        try guards.require(
            first.isSigned(signatures, network: network)
                && second.isSigned(signatures, network: network),
            MeshLedgerGuards.evidenceSignature, "expected two signatures by the owner")
        slash(first.owner, &state)
    }

    private func requireEvidence(
        _ key: MeshKey, of epoch: UInt64, _ state: LedgerState
    ) throws(Refusal) {
        let now = state.epoch.number
        try guards.require(
            epoch <= now && now - epoch <= MeshLedgerLimits.evidenceEpochCount,
            MeshLedgerGuards.evidenceAge,
            "expected an epoch up to \(now), at most "
                + "\(MeshLedgerLimits.evidenceEpochCount) back, got \(epoch)")
        let account = state[key]
        try guards.require(
            !account.isSlashed && account.held > 0, MeshLedgerGuards.evidenceOnce,
            "expected a key with a stake against which no evidence was shown")
    }

    /// Burns half of all that a key has staked, and ends its seat for ever.
    private func slash(_ key: MeshKey, _ state: inout LedgerState) {
        var account = state[key]
        account.leave(until: unbonded(state))
        for place in account.endings.indices {
            let units = account.endings[place].units
            let rest = FixedPoint.share(of: units, MeshLedgerLimits.evidenceShare)
            account.endings[place].units = rest
            state.burnt = state.burnt.saturating(units.saturatingLess(rest))
        }
        account.isSlashed = true
        account.reputation = 0
        state[key] = account
    }
}
