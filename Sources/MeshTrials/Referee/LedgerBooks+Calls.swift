internal import Cryptography
internal import MeshLedger
internal import MeshNetwork
internal import Trials

extension LedgerBooks {
    /// Carries out a call that the ledger took.
    mutating func take(_ bytes: [UInt8]) {
        guard let call = MeshCall(bytes: bytes), call.bytes == bytes else {
            return complain(.encodingOneMeaning, "bytes that are no call are taken")
        }
        judgeConsent(call, bytes)
        self[call.sender].nonce = call.nonce &+ 1
        switch call.body {
        case .transfer(let to, let units): transfer(units, from: call.sender, to: to)
        case .register(let units): register(call.sender, units)
        case .addStake(let units): addStake(call.sender, units)
        case .withdraw(let units): withdraw(call.sender, units)
        case .heartbeat(let record): heartbeat(record)
        case .commit(let number, let hash): commit(call.sender, number, hash)
        case .reveal(let number, let salt, let scores):
            reveal(call.sender, number, salt: salt, scores)
        case .propose(let number, let root, let entries):
            propose(call, number, root, entries)
        case .attest(let number, let id): attest(call.sender, number, id)
        case .twoCalls(let first, let second): judge(first, second)
        case .twoRecords(let first, let second): judge(first, second)
        case .emergency(let last, let members): name(members, until: last, by: call.sender)
        }
    }

    /// A call counts if its sender wanted it, once: an honest one if it signed these bytes.
    private mutating func judgeConsent(_ call: MeshCall, _ bytes: [UInt8]) {
        expect(
            call.nonce == self[call.sender].nonce, .ledgerConsent, "a call counts twice")
        if notes.keys.isHonest(call.sender) {
            let isMeant = unused.take(bytes)
            expect(
                isMeant, .ledgerConsent, "a call that its sender did not sign, or signed once")
        } else {
            expect(
                call.isSigned(.ed25519, chain: chain), .ledgerConsent,
                "a call is not signed by its sender")
        }
    }

    // MARK: Money

    private mutating func expectUnits(_ units: Int) {
        expect((1...1 << 62).contains(units), .ledgerSupply, "a call moves \(units) units")
    }

    private mutating func transfer(_ units: Int, from sender: MeshKey, to: MeshKey) {
        expectUnits(units)
        expect(units >= 1_000_000, .ledgerSupply, "dust of \(units) units is moved")
        expect(to != sender, .ledgerSupply, "a transfer that moves nothing is taken")
        self[sender].balance &-= units &+ 1_000
        self[to].balance &+= units
        burnt += 1_000
        expectBalance(sender)
    }

    private mutating func expectBalance(_ key: MeshKey) {
        expect(
            self[key].balance >= 0, .ledgerSupply,
            "a sender is left with \(self[key].balance) units")
    }

    private mutating func expectStake(_ units: Int) {
        expect(
            units >= Int(clamping: genesis.parameters.stakeMin), .admissionStaked,
            "a peer has a stake of \(units)")
    }

    private mutating func register(_ key: MeshKey, _ units: Int) {
        expectUnits(units)
        expectStake(units)
        expect(self[key].stake == nil, .admissionStaked, "a peer registers twice")
        let reputation = state.accounts[key].map { UInt128($0.reputation) } ?? Self.one
        expect(
            !self[key].isSlashed && reputation >= Self.one / 10, .admissionStaked,
            "a peer that was removed for its conduct is back")
        self[key].balance &-= units
        self[key].stake = (self[key].stake ?? 0) &+ units
        newcomers.append(key)
        expectBalance(key)
    }

    private mutating func addStake(_ key: MeshKey, _ units: Int) {
        expectUnits(units)
        self[key].balance &-= units
        if let stake = self[key].stake {
            self[key].stake = stake &+ units
        } else {
            complain(.admissionStaked, "a stake is added to that of no peer")
            self[key].hold(units, until: epoch.number + 2)
        }
        expectBalance(key)
    }

    private mutating func withdraw(_ key: MeshKey, _ units: Int) {
        expectUnits(units)
        let stake = self[key].stake ?? 0
        expect(
            units <= stake, .ledgerSupply, "\(units) units are taken out of a stake of \(stake)")
        let rest = stake &- units
        if rest > 0 { expectStake(rest) }
        self[key].stake = rest > 0 ? rest : nil
        self[key].hold(units, until: epoch.number + 2)
    }

    // MARK: Heartbeats and scores

    private mutating func expectEpoch(_ number: UInt64, _ oracle: MeshOracle) {
        expect(number == epoch.number, oracle, "a call of epoch \(number) is taken")
    }

    private mutating func heartbeat(_ record: MeshRecord) {
        expect(
            record.kind == .heartbeat, .consensusScores,
            "a \(record.kind) counts as a heartbeat")
        expectEpoch(record.epoch, .consensusScores)
        expect(
            place < 2 && record.slot <= slot && record.slot / Self.slotCount == epoch.number,
            .consensusScores, "a heartbeat signed at slot \(record.slot) is late or early")
        let owner = record.owner
        expect(
            holds(owner, .idle), .consensusScores, "a heartbeat of somebody who is no peer yet")
        expect(
            epoch.heartbeats[owner] == nil, .consensusScores, "a second heartbeat of an owner")
        expect(
            record.sequence >= self[owner].nextSequence, .consensusScores,
            "an older heartbeat after a newer one")
        expect(
            record.isSigned(.ed25519, network: genesis.parameters.network), .consensusScores,
            "a heartbeat that its owner did not sign")
        epoch.heartbeats[owner] = record.digest.bytes
        self[owner].nextSequence = record.sequence &+ 1
    }

    private mutating func commit(_ key: MeshKey, _ number: UInt64, _ hash: [UInt8]) {
        expectEpoch(number, .consensusScores)
        expect(holds(key, .validator), .consensusScores, "a verifier who is no validator")
        expect((2..<10).contains(place), .consensusScores, "a commit at place \(place)")
        expect(epoch.commits[key] == nil, .consensusScores, "a second commit of a verifier")
        epoch.commits[key] = hash
    }

    private mutating func reveal(
        _ key: MeshKey, _ number: UInt64, salt: [UInt8], _ scores: [UInt64]
    ) {
        expectEpoch(number, .consensusScores)
        expect(holds(key, .validator), .consensusScores, "a verifier who is no validator")
        expect((10..<12).contains(place), .consensusScores, "a reveal at place \(place)")
        expect(epoch.reveals[key] == nil, .consensusScores, "a second reveal of a verifier")
        expect(
            scores.count == epoch.heartbeats.count, .consensusScores,
            "\(scores.count) scores of \(epoch.heartbeats.count) peers")
        expect(
            scores.allSatisfy { UInt128($0) <= Self.one }, .consensusScores, "a score above 1")
        let hash = MeshLedgerRules.scoresHash(
            chain: chain, epoch: epoch.number, key: key, list: state.epoch.heartbeatRoot,
            salt: salt, scores)
        expect(
            hash == epoch.commits[key], .consensusScores,
            "scores that their verifier did not commit to")
        epoch.reveals[key] = scores
    }
}
