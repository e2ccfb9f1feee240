package import Cryptography
internal import Encodings
package import Trials

/// The records that a node holds.
///
/// **Bound:** a registered owner has at most ``valueNameCountMax`` values, and of each epoch that
/// is not over one heartbeat, one commit and one reveal; each with one other record beside it
/// that proves an equivocation.
package struct MeshStorage: Sendable {
    package static let valueNameCountMax = 64
    /// Records of one owner and kind that are taken in one epoch.
    package static func acceptedCountMax(_ kind: MeshRecord.Kind) -> Int {
        switch kind {
        case .heartbeat: 100
        case .commit, .reveal: 1
        case .value: 256
        }
    }

    /// A record, and another one of the same sequence if its owner signed two.
    struct Held: Sendable {
        var record: MeshRecord
        var other: MeshRecord?
    }

    /// The outcome of an offer.
    package enum Outcome: Sendable, Equatable {
        case taken
        /// The same bytes are held.
        case known
    }

    private struct Count: Sendable {
        let kind: MeshRecord.Kind
        let epoch: UInt64
        var count: Int
    }

    let rules: MeshRecordRules
    /// By rising place; of each place by rising owner.
    private var places: [MeshIdentifier: [Held]] = [:]  // sorted, never iterated
    /// Accepted records of an owner in an epoch.
    private var counts: [MeshKey: [Count]] = [:]  // looked up, never iterated
    private var valueCounts: [MeshKey: Int] = [:]  // looked up, never iterated

    package init(_ rules: MeshRecordRules) {
        self.rules = rules
    }

    /// Takes a record that the rules have judged.
    ///
    /// Quotas count accepted records alone, so that nobody uses up another's by sending refused or
    /// known ones. **Throws:** ``Refusal``.
    package mutating func take(
        _ record: MeshRecord, at slot: UInt64
    ) throws(Refusal) -> Outcome {
        let place = record.place(rules.parameters)
        var held = places[place] ?? []
        let index = held.firstIndex { $0.record.owner >= record.owner } ?? held.count
        guard index < held.count, held[index].record.owner == record.owner else {
            try countAcceptance(of: record, isNew: true, at: slot)
            held.insert(Held(record: record), at: index)
            places[place] = held
            return .taken
        }
        let present = held[index]
        if present.record == record || present.other == record { return .known }
        try rules.guards.require(
            present.other == nil, MeshGuards.equivocation,
            "the owner signed two records of sequence \(present.record.sequence)")
        if record.sequence == present.record.sequence, rules.guards.has(MeshGuards.equivocation) {
            held[index].other = record
            places[place] = held
            throw Refusal(
                index: nil, by: MeshGuards.equivocation,
                message: "another record of sequence \(record.sequence) is held: both prove it")
        }
        try rules.guards.require(
            record.sequence > present.record.sequence, MeshGuards.sequence,
            "sequence \(present.record.sequence) is held, got \(record.sequence)")
        try countAcceptance(of: record, isNew: false, at: slot)
        held[index] = Held(record: record)
        places[place] = held
        return .taken
    }

    private mutating func countAcceptance(
        of record: MeshRecord, isNew: Bool, at slot: UInt64
    ) throws(Refusal) {
        let epoch = rules.parameters.epoch(ofSlot: slot)
        // Windowed records count in their own epoch: a late one must not use up the next's.
        let counted = record.kind.hasWindow ? record.epoch : epoch
        var kept = (counts[record.owner] ?? []).filter { $0.epoch + 2 >= epoch }
        let place = kept.firstIndex { $0.kind == record.kind && $0.epoch == counted }
        let count = place.map { kept[$0].count } ?? 0
        try rules.guards.require(
            count < MeshStorage.acceptedCountMax(record.kind), MeshGuards.quota,
            "\(count) of this kind were taken from the owner in epoch \(counted)")
        if record.kind == .value, isNew {
            let names = valueCounts[record.owner] ?? 0
            try rules.guards.require(
                names < Self.valueNameCountMax, MeshGuards.quota,
                "\(names) values of the owner are held")
            valueCounts[record.owner] = names + 1
        }
        if let place {
            kept[place].count += 1
        } else {
            kept.append(Count(kind: record.kind, epoch: counted, count: 1))
        }
        counts[record.owner] = kept
    }

    // MARK: Reading

    /// Records under a key, by rising owner; of an owner that signed two, both.
    package func records(
        at place: MeshIdentifier, owner: MeshKey? = nil, after: MeshKey? = nil
    ) -> [MeshRecord] {
        (places[place] ?? []).filter { held in
            (owner == nil || held.record.owner == owner)
                && (after.map { held.record.owner > $0 } ?? true)
        }.flatMap { [$0.record] + ($0.other.map { [$0] } ?? []) }
    }

    /// All records, by rising place and owner.
    package var records: [MeshRecord] {
        places.sorted { $0.key < $1.key }.flatMap { entry in
            entry.value.flatMap { [$0.record] + ($0.other.map { [$0] } ?? []) }
        }
    }

    package var recordCount: Int {
        places.values.reduce(0) { $0 + $1.count }
    }

    /// Forgets records that are believed no more, and those of owners without a stake.
    package mutating func prune(at slot: UInt64, _ registry: MeshRegistry) {
        let epoch = rules.parameters.epoch(ofSlot: slot)
        var kept: [MeshIdentifier: [Held]] = [:]  // sorted, never iterated
        var names: [MeshKey: Int] = [:]  // looked up, never iterated
        for (place, held) in places.sorted(by: { $0.key < $1.key }) {
            let left = held.filter {
                max($0.record.expiry, $0.other?.expiry ?? 0) >= epoch
                    && registry.peer($0.record.owner) != nil
            }
            guard !left.isEmpty else { continue }
            kept[place] = left
            for one in left where one.record.kind == .value {
                names[one.record.owner, default: 0] += 1
            }
        }
        (places, valueCounts) = (kept, names)
    }

    /// SHA-256 of all records, each with its length before it.
    package var digest: Digest {
        var writer = CanonicalWriter()
        for record in records { writer.add(lengthAndBytes: record.bytes) }
        return Digests.sha256(writer.bytes)
    }
}
