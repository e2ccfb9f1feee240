internal import Cryptography
internal import Encodings
internal import MeshLedger
internal import MeshNetwork
internal import Trials

extension LedgerBooks {
    /// Follows a slot's beginning: the books must be the ledger's before it and after it.
    mutating func begin(before: LedgerState, after: LedgerState) {
        compare(before, .ledgerSupply, "calls leave it")
        let isNewEpoch = after.slot % Self.slotCount == 0
        if isNewEpoch {
            settle(before, after)
            free(after.slot / Self.slotCount)
        }
        state = after
        judgeBeacons(after)
        judgeRegistry(before, after, isNewEpoch)
        if isNewEpoch {
            compare(after, .consensusPay, "its work and its words leave it")
            epoch = Epoch(number: after.slot / Self.slotCount)
            if let set = emergency, set.lastEpoch < epoch.number { emergency = nil }
        }
        if place == 12 { fixSnapshot(after) }
    }

    /// Compares all units, and each key's.
    private mutating func compare(
        _ state: LedgerState, _ oracle: MeshOracle, _ reason: String
    ) {
        var units = state.pool &+ state.burnt
        for (key, account) in zip(state.accounts.keys, state.accounts.values) {
            var own = Account()
            own.balance = account.balance
            own.stake = account.seat?.stake
            own.endings = account.endings.map { ($0.units, $0.epoch) }
            units = units &+ own.balance &+ own.held
            let isLess =
                own.balance < 0 || (own.stake ?? 0) < 0 || own.endings.contains { $0.units < 0 }
            expect(!isLess, .ledgerSupply, "somebody has less than nothing")
            expect(own == self[key], oracle, "\(name(key)) has other units than \(reason)")
        }
        expect(
            units == issued && state.issued == issued && state.burnt == burnt
                && state.pool == pool, .ledgerSupply,
            "there are \(units) units, \(issued) are due")
    }

    private func name(_ key: MeshKey) -> String {
        notes.keys.names[key] ?? "a key of the attacker's"
    }

    private mutating func judgeBeacons(_ after: LedgerState) {
        for key in newcomers {
            guard let seat = after.accounts[key]?.seat else { continue }
            if seat.beacon == after.beacon {
                stood(MeshLedgerGuards.beaconAfter)
            } else {
                complain(.identityOneKey, "a peer knew its place before it registered")
            }
        }
        newcomers = []
    }

    private mutating func judgeRegistry(
        _ before: LedgerState, _ after: LedgerState, _ isNewEpoch: Bool
    ) {
        let least = Int(clamping: genesis.parameters.stakeMin)
        let due = accounts.keys.filter { key in
            (accounts[key]?.stake ?? 0) >= least
                && after.accounts[key]?.seat?.beacon.isEmpty == false
        }
        expect(
            after.registry.peers.map(\.key) == due, .admissionStaked,
            "\(after.registry.peers.count) peers are served, \(due.count) have a stake")
        if !isNewEpoch, before.registry.peers.map(\.key) != after.registry.peers.map(\.key) {
            stood(MeshLedgerGuards.registryFresh)
        }
    }

    // MARK: The snapshot

    private mutating func fixSnapshot(_ after: LedgerState) {
        var own = Snapshot()
        for key in accounts.keys where holds(key, .idle) {
            own.members[key] = after.accounts[key]?.seat?.rank ?? .idle
        }
        own.validators = accounts.keys.filter { holds($0, .validator) }
        let named = (emergency?.members ?? []).filter { own.validators.contains($0) }
        own.electors = named.isEmpty ? own.validators : named
        own.isEmergency = !named.isEmpty
        own.elected = elected(own.electors, after.beacon)
        let counted = own.validators.compactMap { epoch.reveals[$0] }
            .filter { $0.count == epoch.heartbeats.count }
        let hasQuorum = 2 * counted.count > own.validators.count
        for (number, key) in epoch.heartbeats.keys.enumerated() where own.members[key] != nil {
            let values = counted.map { $0[number] }.sorted()
            let middle = values.isEmpty ? UInt64(Self.one) : values[(values.count - 1) / 2]
            let score = hasQuorum ? middle : UInt64(Self.one)
            own.entries.append(ScoredKey(key: key, score: score))
            if middle != score { stood(MeshLedgerGuards.scoreQuorum) }
            let mean =
                values.reduce(UInt128(0)) { $0 + UInt128($1) }
                / UInt128(max(values.count, 1))
            if hasQuorum, mean != UInt128(middle) { stood(MeshLedgerGuards.median) }
        }
        epoch.snapshot = own
        let snapshot = after.epoch.snapshot
        expect(
            snapshot?.entries == own.entries, .consensusScores,
            "the snapshot's scores are not the middle of those that most validators revealed")
        expect(
            snapshot?.electors == own.electors && snapshot?.elected == own.elected,
            .consensusQuorum, "others elect, or are elected, than may be")
    }

    /// The elector whom the beacon draws, each with the same chance.
    private func elected(_ electors: [MeshKey], _ beacon: [UInt8]) -> MeshKey? {
        guard !electors.isEmpty else { return nil }
        let count = UInt64(electors.count)
        let limit = UInt64.max - (UInt64.max % count + 1) % count
        for counter in 0..<UInt32(1_000) {
            var writer = CanonicalWriter()
            writer.add(raw: Array("glyphlab mesh elect 1".utf8) + chain)
            writer.add(epoch.number)
            writer.add(raw: beacon)
            writer.add(raw: [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: counter >> $0) })
            let number = Digests.sha256(writer.bytes).bytes[0..<8]
                .reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            if number <= limit { return electors[Int(number % count)] }
        }
        return nil
    }
}
