internal import MeshNetwork

/// The referee's notes on a hardened network: all that honest parties published, all that the
/// attacker made and sent.
struct HardenedBooks {
    /// Records that honest parties published, in their order, each with its slot.
    private(set) var published: [(record: MeshRecord, slot: UInt64)] = []
    /// Records that the attacker made or was given, each with the slot of its first appearance
    /// before an honest node.
    private(set) var shown: [(record: MeshRecord, slot: UInt64)] = []
    /// Messages that the attacker's workshop made.
    private(set) var made: [[UInt8]] = []
    /// Messages of the attacker's that a node took, with the slot.
    private(set) var taken: [(bytes: [UInt8], slot: UInt64)] = []
    /// Bytes that the attacker sent and a node read.
    private(set) var readByteCount = 0
    /// Requests of the attacker's that a node served.
    var servedCount: Int { taken.count }

    mutating func note(published record: MeshRecord, _ slot: UInt64) {
        published.append((record, slot))
    }

    mutating func note(made bytes: [UInt8]) { made.append(bytes) }

    mutating func note(shown record: MeshRecord, _ slot: UInt64) {
        if !shown.contains(where: { $0.record == record }) { shown.append((record, slot)) }
    }

    mutating func note(sent bytes: [UInt8], isTaken: Bool, isRead: Bool, _ slot: UInt64) {
        if isTaken { taken.append((bytes, slot)) }
        if isRead { readByteCount += bytes.count }
    }

    /// The newest record of each owner and key that honest parties published and that is still
    /// believed in an epoch.
    func standing(inEpoch epoch: UInt64) -> [MeshRecord] {
        var standing: [MeshRecord] = []
        for (record, _) in published where record.expiry >= epoch {
            standing.removeAll {
                $0.owner == record.owner && MeshKeyName($0) == MeshKeyName(record)
            }
            standing.append(record)
        }
        return standing
    }

    /// The keys of all records that anybody published or showed.
    var names: [MeshKeyName] {
        var names: [MeshKeyName] = []
        for record in (published + shown).map(\.record) where !names.contains(MeshKeyName(record)) {
            names.append(MeshKeyName(record))
        }
        return names
    }
}
