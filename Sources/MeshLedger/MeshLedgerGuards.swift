package import Trials

/// The checks and rules of the hardened mesh's ledger, by the names that refusals carry. A rule
/// that refuses nothing, such as the pay of who did not attest, is a guard all the same: without it
/// the ledger does what the published chain does.
package enum MeshLedgerGuards {
    // The bytes of a call and its sender.
    package static let size = Guard("size")
    package static let call = Guard("call")
    package static let slotCalls = Guard("slot_calls")
    package static let senderCalls = Guard("sender_calls")
    package static let account = Guard("account")
    package static let nonce = Guard("nonce")
    package static let signature = Guard("signature")
    // Money and stake.
    package static let units = Guard("units")
    package static let transferLeast = Guard("transfer_least")
    package static let toSelf = Guard("self")
    package static let balance = Guard("balance")
    package static let stake = Guard("stake")
    package static let stakeHeld = Guard("stake_held")
    package static let registered = Guard("registered")
    package static let registerOnce = Guard("register_once")
    package static let registryFull = Guard("registry_full")
    package static let reputation = Guard("reputation")
    // Heartbeats.
    package static let epoch = Guard("epoch")
    package static let heartbeatKind = Guard("heartbeat_kind")
    package static let heartbeatWindow = Guard("heartbeat_window")
    package static let heartbeatPeer = Guard("heartbeat_peer")
    package static let heartbeatOnce = Guard("heartbeat_once")
    package static let heartbeatSequence = Guard("heartbeat_sequence")
    package static let heartbeatSignature = Guard("heartbeat_signature")
    // Scores.
    package static let verifierClass = Guard("verifier_class")
    package static let commitWindow = Guard("commit_window")
    package static let commitOnce = Guard("commit_once")
    package static let revealWindow = Guard("reveal_window")
    package static let revealOnce = Guard("reveal_once")
    package static let revealCommit = Guard("reveal_commit")
    package static let revealCount = Guard("reveal_count")
    package static let scoreRange = Guard("score_range")
    // Proposals and attestations.
    package static let proposalWindow = Guard("proposal_window")
    package static let elected = Guard("elected")
    package static let proposalOnce = Guard("proposal_once")
    package static let snapshotRoot = Guard("snapshot_root")
    package static let idsRising = Guard("ids_rising")
    package static let scoresExact = Guard("scores_exact")
    package static let proposalKnown = Guard("proposal_known")
    package static let attesterClass = Guard("attester_class")
    package static let emergencyMember = Guard("emergency_member")
    package static let attestOnce = Guard("attest_once")
    package static let emptyAttestable = Guard("empty_attestable")
    // Evidence.
    package static let evidencePair = Guard("evidence_pair")
    package static let evidenceAge = Guard("evidence_age")
    package static let evidenceOnce = Guard("evidence_once")
    package static let evidenceSignature = Guard("evidence_signature")
    // The owner's emergency set.
    package static let owner = Guard("owner")
    package static let emergencyDue = Guard("emergency_due")
    package static let emergencyLength = Guard("emergency_length")
    package static let emergencyMembers = Guard("emergency_members")
    // The passing of slots and epochs.
    package static let slot = Guard("slot")
    package static let beaconAfter = Guard("beacon_after")
    package static let registryFresh = Guard("registry_fresh")
    package static let scoreQuorum = Guard("score_quorum")
    package static let median = Guard("median")
    package static let quorum = Guard("quorum")
    package static let absentPays = Guard("absent_pays")
    package static let attestedPay = Guard("attested_pay")
    package static let attestSlot = Guard("attest_slot")
    package static let curveTable = Guard("curve_table")

    /// Guards that stand even where they are taken out: nothing goes on without what they ask for.
    package static let standing = [call, slot]

    /// The guards in the order in which calls and slots meet them.
    package static let all =
        [
            size, call, slotCalls, senderCalls, account, nonce, signature, units, transferLeast,
            toSelf, balance, stake, stakeHeld, registered, registerOnce, registryFull, reputation,
        ] + [
            epoch, heartbeatKind, heartbeatWindow, heartbeatPeer, heartbeatOnce,
            heartbeatSequence, heartbeatSignature, verifierClass, commitWindow, commitOnce,
            revealWindow, revealOnce, revealCommit, revealCount, scoreRange,
        ] + [
            proposalWindow, elected, proposalOnce, snapshotRoot, idsRising, scoresExact,
            proposalKnown, attesterClass, emergencyMember, attestOnce, emptyAttestable,
            evidencePair, evidenceAge, evidenceOnce, evidenceSignature, owner, emergencyDue,
            emergencyLength, emergencyMembers,
        ] + [
            slot, beaconAfter, registryFresh, scoreQuorum, median, quorum, absentPays,
            attestedPay, attestSlot, curveTable,
        ]
}

extension Guards {
    /// Refuses if `holds` is false, unless the guard is taken out.
    func require(
        _ holds: Bool, _ by: Guard, _ message: @autoclosure () -> String
    ) throws(Refusal) {
        if !holds, has(by) { throw Refusal(index: nil, by: by, message: message()) }
    }
}
