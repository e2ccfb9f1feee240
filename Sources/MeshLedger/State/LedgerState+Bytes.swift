internal import Cryptography
internal import Encodings
internal import MeshNetwork

/// The state's bytes. Golden-bearing: the digest of a slot is theirs.
extension LedgerState {
    private static let domain = Array("glyphlab mesh state 1".utf8)

    /// SHA-256 of the domain and the bytes.
    package var digest: [UInt8] { Digests.sha256(Self.domain + bytes).bytes }

    /// Every number of 64 bits; money as the two's complement of its.
    package var bytes: [UInt8] {
        var writer = CanonicalWriter()
        writer.add(slot)
        writer.add(raw: beacon)
        for units in [issued, burnt, pool] { writer.add(units: units) }
        writer.add(UInt8(hasFailed ? 1 : 0))
        writer.add(UInt8(emergency == nil ? 0 : 1))
        if let emergency {
            writer.add(emergency.lastEpoch)
            writer.add(keys: emergency.members)
        }
        writer.add(UInt32(accounts.count))
        for (key, account) in zip(accounts.keys, accounts.values) {
            writer.add(raw: key.bytes)
            writer.add(account)
        }
        writer.add(registry.slot)
        writer.add(UInt32(registry.peers.count))
        writer.add(raw: registry.root.bytes)
        writer.add(epoch)
        return writer.bytes
    }
}

extension CanonicalWriter {
    fileprivate mutating func add(units: Int) { add(UInt64(bitPattern: Int64(units))) }

    fileprivate mutating func add(keys: [MeshKey]) {
        add(UInt32(keys.count))
        for key in keys { add(raw: key.bytes) }
    }

    fileprivate mutating func add(entries: [ScoredKey]) {
        add(UInt32(entries.count))
        for entry in entries {
            add(raw: entry.key.bytes)
            add(entry.score)
        }
    }

    fileprivate mutating func add(_ account: LedgerAccount) {
        add(units: account.balance)
        add(account.nonce)
        add(account.reputation)
        add(account.nextSequence)
        add(UInt8(account.isSlashed ? 1 : 0))
        add(UInt32(account.endings.count))
        for ending in account.endings {
            add(ending.epoch)
            add(units: ending.units)
        }
        add(UInt8(account.seat == nil ? 0 : 1))
        guard let seat = account.seat else { return }
        add(units: seat.stake)
        add(seat.rank.rawValue)
        add(seat.startEpoch)
        add(lengthAndBytes: seat.beacon)
        add(seat.idleEpochs)
        add(seat.streak)
    }

    fileprivate mutating func add(_ epoch: LedgerEpoch) {
        add(epoch.number)
        add(UInt32(epoch.heartbeats.count))
        for (key, heartbeat) in zip(epoch.heartbeats.keys, epoch.heartbeats.values) {
            add(raw: key.bytes)
            add(heartbeat.sequence)
            add(raw: heartbeat.digest)
        }
        add(UInt32(epoch.commits.count))
        for (key, hash) in zip(epoch.commits.keys, epoch.commits.values) {
            add(raw: key.bytes + hash)
        }
        add(UInt32(epoch.reveals.count))
        for (key, scores) in zip(epoch.reveals.keys, epoch.reveals.values) {
            add(raw: key.bytes)
            add(UInt32(scores.count))
            for score in scores { add(score) }
        }
        add(UInt8(epoch.snapshot == nil ? 0 : 1))
        if let snapshot = epoch.snapshot { add(snapshot) }
        add(UInt8(epoch.proposal == nil ? 0 : 1))
        if let proposal = epoch.proposal {
            add(proposal.slot)
            add(raw: proposal.proposer.bytes + proposal.id)
            add(entries: proposal.entries)
        }
        add(UInt32(epoch.attests.count))
        for attest in epoch.attests {
            add(raw: attest.key.bytes)
            add(attest.slot)
        }
    }

    private mutating func add(_ snapshot: LedgerEpoch.Snapshot) {
        add(entries: snapshot.entries)
        add(raw: snapshot.root)
        add(UInt32(snapshot.members.count))
        for (key, rank) in zip(snapshot.members.keys, snapshot.members.values) {
            add(raw: key.bytes)
            add(rank.rawValue)
        }
        add(keys: snapshot.electors)
        add(UInt8(snapshot.isEmergency ? 1 : 0))
        add(lengthAndBytes: snapshot.elected?.bytes ?? [])
    }
}
