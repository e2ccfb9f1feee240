internal import MeshNetwork
internal import Trials

/// Proposals, attestations, and the owner's emergency set.
extension MeshLedgerRules {
    func propose(
        _ call: MeshCall, _ epoch: UInt64, _ root: [UInt8], _ entries: [ScoredKey],
        _ state: inout LedgerState
    ) throws(Refusal) {
        try requireEpoch(epoch, state)
        try requireSeat(call.sender, state)
        let place = place(state)
        try guards.require(
            place >= windows.proposalStart && place < windows.proposalEnd,
            MeshLedgerGuards.proposalWindow,
            "expected a place from \(windows.proposalStart) on and before "
                + "\(windows.proposalEnd), got \(place)")
        guard let snapshot = state.epoch.snapshot else {
            // Without the window there may be nothing yet to propose.
            throw Refusal(
                index: nil, by: MeshLedgerGuards.proposalWindow, message: "there is no snapshot")
        }
        try guards.require(
            snapshot.elected == call.sender, MeshLedgerGuards.elected,
            "expected the validator that the beacon elected")
        try guards.require(
            state.epoch.proposal == nil, MeshLedgerGuards.proposalOnce,
            "epoch \(epoch) has a proposal")
        try guards.require(
            root == snapshot.root, MeshLedgerGuards.snapshotRoot,
            "expected the root of the ledger's snapshot")
        try requireEntries(entries, snapshot)
        state.epoch.proposal = LedgerEpoch.Proposal(
            slot: state.slot, proposer: call.sender, id: call.proposalID(chain: chain),
            entries: entries)
        state.epoch.attests = [LedgerEpoch.Attest(key: call.sender, slot: state.slot)]
    }

    private func requireEntries(
        _ entries: [ScoredKey], _ snapshot: LedgerEpoch.Snapshot
    ) throws(Refusal) {
        try guards.require(
            zip(entries, entries.dropFirst()).allSatisfy { $0.key < $1.key },
            MeshLedgerGuards.idsRising, "expected strictly rising keys")
        // A key that stands twice is the matter of the guard before.
        var expected = KeyedList<UInt64>()
        for entry in snapshot.entries { expected[entry.key] = entry.score }
        var missing = expected
        for entry in entries { missing[entry.key] = nil }
        try guards.require(
            missing.isEmpty && entries.allSatisfy { expected[$0.key] == $0.score },
            MeshLedgerGuards.scoresExact,
            "expected each of \(snapshot.entries.count) peers with the ledger's score")
    }

    func attest(
        _ key: MeshKey, _ epoch: UInt64, _ id: [UInt8], _ state: inout LedgerState
    ) throws(Refusal) {
        try requireEpoch(epoch, state)
        guard let snapshot = state.epoch.snapshot, let proposal = state.epoch.proposal else {
            throw Refusal(
                index: nil, by: MeshLedgerGuards.proposalKnown,
                message: "epoch \(state.epoch.number) has no proposal")
        }
        try guards.require(
            proposal.id == id, MeshLedgerGuards.proposalKnown,
            "expected the id of the epoch's proposal")
        try requireSeat(key, state)
        try guards.require(
            snapshot.members[key] == .validator, MeshLedgerGuards.attesterClass,
            "expected a sender who was Validator when the snapshot was fixed")
        try guards.require(
            !snapshot.isEmergency || snapshot.electors.has(key),
            MeshLedgerGuards.emergencyMember, "expected a member of the emergency set")
        try guards.require(
            !state.epoch.attests.contains { $0.key == key }, MeshLedgerGuards.attestOnce,
            "the sender has attested in epoch \(epoch)")
        // The published clients never attest to nothing; this guard is that they may.
        if proposal.entries.isEmpty, !guards.has(MeshLedgerGuards.emptyAttestable) {
            throw Refusal(
                index: nil, by: Guard("empty"), message: "an empty proposal is not attested to")
        }
        state.epoch.attests.append(LedgerEpoch.Attest(key: key, slot: state.slot))
    }

    func emergency(
        _ key: MeshKey, _ lastEpoch: UInt64, _ members: [MeshKey], _ state: inout LedgerState
    ) throws(Refusal) {
        try guards.require(
            key == genesis.owner, MeshLedgerGuards.owner, "expected the genesis's owner")
        try guards.require(
            state.hasFailed, MeshLedgerGuards.emergencyDue,
            "expected an epoch without a quorum before this one")
        let epoch = state.epoch.number
        let end = epoch.saturating(MeshLedgerLimits.emergencyEpochCount)
        try guards.require(
            lastEpoch >= epoch && lastEpoch < end, MeshLedgerGuards.emergencyLength,
            "expected a last epoch from \(epoch) on and before \(end), got \(lastEpoch)")
        try guards.require(
            members.count >= MeshLedgerLimits.emergencyMemberCountMin
                && zip(members, members.dropFirst()).allSatisfy { $0 < $1 }
                && members.allSatisfy { state.holds($0, .validator) },
            MeshLedgerGuards.emergencyMembers,
            "expected \(MeshLedgerLimits.emergencyMemberCountMin) validators at least, rising")
        state.emergency = LedgerState.Emergency(lastEpoch: lastEpoch, members: members)
    }
}
