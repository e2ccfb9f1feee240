internal import Cryptography
internal import Encodings
package import MeshNetwork
internal import Trials

/// Heartbeats, and the scores of verifiers.
extension MeshLedgerRules {
    func heartbeat(_ record: MeshRecord, _ state: inout LedgerState) throws(Refusal) {
        try guards.require(
            record.kind == .heartbeat, MeshLedgerGuards.heartbeatKind,
            "expected a heartbeat, got a \(record.kind)")
        try requireEpoch(record.epoch, state)
        try guards.require(
            place(state) < windows.heartbeatEnd && record.slot <= state.slot
                && windows.epoch(record.slot) == record.epoch,
            MeshLedgerGuards.heartbeatWindow,
            "expected a slot of signing up to \(state.slot), and a place before "
                + "\(windows.heartbeatEnd), got \(record.slot) at place \(place(state))")
        let owner = record.owner
        try guards.require(
            state.holds(owner, .idle), MeshLedgerGuards.heartbeatPeer,
            "expected an owner who is Idle or higher")
        try guards.require(
            state.epoch.heartbeats[owner] == nil, MeshLedgerGuards.heartbeatOnce,
            "the owner's heartbeat of epoch \(record.epoch) is there")
        let least = state[owner].nextSequence
        try guards.require(
            record.sequence >= least, MeshLedgerGuards.heartbeatSequence,
            "expected sequence \(least) at least, got \(record.sequence)")
        try guards.require(
            record.isSigned(signatures, network: genesis.parameters.network),
            MeshLedgerGuards.heartbeatSignature, "expected a signature by the owner")
        state.epoch.heartbeats[owner] = LedgerEpoch.Heartbeat(
            sequence: record.sequence, digest: record.digest.bytes)
        state[owner].nextSequence = record.sequence.saturating(1)
    }

    // MARK: Verifiers

    private func requireVerifier(_ key: MeshKey, _ state: LedgerState) throws(Refusal) {
        try guards.require(
            state.holds(key, .validator), MeshLedgerGuards.verifierClass,
            "expected a sender who is Validator")
    }

    func commit(
        _ key: MeshKey, _ epoch: UInt64, _ hash: [UInt8], _ state: inout LedgerState
    ) throws(Refusal) {
        try requireEpoch(epoch, state)
        try requireVerifier(key, state)
        let place = place(state)
        try guards.require(
            place >= windows.heartbeatEnd && place < windows.commitEnd,
            MeshLedgerGuards.commitWindow,
            "expected a place from \(windows.heartbeatEnd) on and before \(windows.commitEnd), "
                + "got \(place)")
        try guards.require(
            state.epoch.commits[key] == nil, MeshLedgerGuards.commitOnce,
            "the sender has committed in epoch \(epoch)")
        state.epoch.commits[key] = hash
    }

    func reveal(
        _ key: MeshKey, _ epoch: UInt64, salt: [UInt8], _ scores: [UInt64],
        _ state: inout LedgerState
    ) throws(Refusal) {
        try requireEpoch(epoch, state)
        try requireVerifier(key, state)
        let place = place(state)
        try guards.require(
            place >= windows.commitEnd && place < windows.snapshotPlace,
            MeshLedgerGuards.revealWindow,
            "expected a place from \(windows.commitEnd) on and before \(windows.snapshotPlace), "
                + "got \(place)")
        try guards.require(
            state.epoch.reveals[key] == nil, MeshLedgerGuards.revealOnce,
            "the sender has revealed in epoch \(epoch)")
        try guards.require(
            scores.count == state.epoch.heartbeats.count, MeshLedgerGuards.revealCount,
            "expected \(state.epoch.heartbeats.count) scores, got \(scores.count)")
        try guards.require(
            scores.allSatisfy { UInt128($0) <= FixedPoint.one }, MeshLedgerGuards.scoreRange,
            "expected scores of at most \(FixedPoint.one)")
        let hash = Self.scoresHash(
            chain: chain, epoch: epoch, key: key, list: state.epoch.heartbeatRoot, salt: salt,
            scores)
        try guards.require(
            hash == state.epoch.commits[key], MeshLedgerGuards.revealCommit,
            "expected the scores that the sender committed to")
        state.epoch.reveals[key] = scores
    }

    /// A commit's hash: SHA-256 of the domain, the chain, the epoch, the verifier, the root of the
    /// epoch's heartbeats, a salt of 32 bytes, and the scores.
    package static func scoresHash(
        chain: [UInt8], epoch: UInt64, key: MeshKey, list: [UInt8], salt: [UInt8],
        _ scores: [UInt64]
    ) -> [UInt8] {
        var writer = CanonicalWriter()
        writer.add(raw: Array("glyphlab mesh scores 1".utf8) + chain)
        writer.add(epoch)
        writer.add(raw: key.bytes + list + salt)
        writer.add(UInt32(scores.count))
        for score in scores { writer.add(score) }
        return Digests.sha256(writer.bytes).bytes
    }
}
