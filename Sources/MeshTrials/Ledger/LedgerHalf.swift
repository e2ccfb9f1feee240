internal import MeshLedger
internal import MeshNetwork
internal import NetworkTrials
internal import Scenarios
internal import Trials

/// The ledger's half of a hardened arena: its honest parties, the attacker's calls and the referee.
final class LedgerHalf {
    let keyring: MeshKeyring
    private let workshop: LedgerWorkshop
    private var absent: [String] = []
    private var attackersAreHonest = true
    private var notes = LedgerNotes()
    private static let second = 1_000

    init(_ setup: TrialSetup) {
        keyring = MeshKeyring(seed: setup.seed)
        workshop = LedgerWorkshop(keyring)
    }

    /// **Throws:** ``StepFault`` for a mesh without a ledger.
    static func ledger(_ stage: any NetworkStage) throws -> AttackedLedger {
        guard let holder = stage.system.inside(as: (any LedgerHolder).self) else {
            throw StepFault("a mesh without a ledger")
        }
        return holder.ledger
    }

    // MARK: Steps

    func perform(_ operation: LedgerOperation, in stage: any NetworkStage) throws {
        switch operation {
        case .call(let plan, let name):
            let ledger = try Self.ledger(stage).ledger
            try stage.keep(name, try workshop.calls(plan, ledger, stage.artefacts))
        case .record(let plan, let name):
            try stage.keep(name, [workshop.record(plan, try Self.ledger(stage).ledger).bytes])
        case .live(let place): try live(toPlace: place, in: stage)
        case .await(let side): try wait(for: side, in: stage)
        case .absent(let names):
            guard names.allSatisfy(MeshParties.honest.contains) else {
                throw StepFault("absent: expected names of honest parties")
            }
            absent = names
        case .attackers(let areHonest): attackersAreHonest = areHonest
        case .flood(let flood): try self.flood(flood, in: stage)
        case .pay(let from, let to, let units, let name):
            let ledger = try Self.ledger(stage).ledger
            let body = MeshCallBody.transfer(to: keyring.signer(to).key, units: units)
            try stage.keep(name, [workshop.signed(body, by: from, ledger)])
            try send(body, by: from, stage)
        case .emergency(let names):
            let members = names.map { keyring.signer($0).key }.sorted()
            let epoch = try Self.ledger(stage).ledger.state.epoch.number
            try send(
                .emergency(lastEpoch: epoch, members: members), by: ChainParties.owner, stage)
        }
    }

    /// Lets epochs pass to their ends, in which all who are there do their part.
    func epochs(_ count: Int, in stage: any NetworkStage) throws {
        for _ in 0..<count { try live(toPlace: 0, in: stage) }
    }

    private func live(toPlace place: Int, in stage: any NetworkStage) throws {
        repeat {
            try serve(stage)
            try next(stage)
        } while try Self.ledger(stage).place != place
    }

    private func next(_ stage: any NetworkStage) throws {
        try stage.advance(ChainParties.slotMilliseconds / Self.second)
    }

    private func wait(for side: LedgerSide, in stage: any NetworkStage) throws {
        let attackers = MeshParties.attackers.map { keyring.signer($0).key }
        for _ in 0..<64 {
            try live(toPlace: 12, in: stage)
            let elected = try Self.ledger(stage).ledger.state.epoch.snapshot?.elected
            if let elected, attackers.contains(elected) == (side == .attackers) { return }
        }
        throw StepFault("nobody of the \(side.rawValue) is elected in 64 epochs")
    }

    // MARK: Honest parties

    private var present: [String] {
        MeshParties.honest.filter { !absent.contains($0) }
            + (attackersAreHonest ? MeshParties.attackers : [])
    }

    /// Lets each who is there do its part in the present slot.
    private func serve(_ stage: any NetworkStage) throws {
        for name in present {
            for body in try bodies(name, try Self.ledger(stage)) {
                try send(body, by: name, stage)
            }
        }
        // A proposal of this slot is there for all now.
        for name in present {
            let ledger = try Self.ledger(stage).ledger
            if let body = workshop.attestation(name, ledger) { try send(body, by: name, stage) }
        }
    }

    private func send(
        _ body: MeshCallBody, by name: String, _ stage: any NetworkStage
    ) throws {
        let bytes = workshop.signed(body, by: name, try Self.ledger(stage).ledger)
        if case .heartbeat(let record) = body { notes.records.append(record.bytes) }
        notes.calls.append(bytes)
        try stage.call(bytes, as: "\(name)'s call")
    }

    private func bodies(
        _ name: String, _ attacked: AttackedLedger
    ) throws -> [MeshCallBody] {
        let ledger = attacked.ledger
        let windows = ledger.rules.windows
        switch UInt64(attacked.place) {
        case ..<windows.heartbeatEnd: return workshop.heartbeat(name, ledger).map { [$0] } ?? []
        case ..<windows.commitEnd: return workshop.commit(name, ledger).map { [$0] } ?? []
        case ..<windows.snapshotPlace: return workshop.reveal(name, ledger).map { [$0] } ?? []
        case windows.proposalStart..<windows.proposalEnd:
            return workshop.proposal(name, ledger).map { [$0] } ?? []
        default: return []
        }
    }

    // MARK: Floods

    private func flood(_ flood: LedgerFlood, in stage: any NetworkStage) throws {
        let names = (0..<flood.accounts).map { "crowd-\($0)" }
        let least = MeshLedgerLimits.transferLeast + MeshLedgerLimits.transferFee
        let units =
            flood.kind == .transfer
            ? flood.calls * least : ChainParties.stakeMinCoins * MeshLedgerLimits.unitsPerCoin
        for (place, name) in names.enumerated() {
            let isFull = place.isMultiple(of: MeshLedgerLimits.senderCallCountMax)
            if isFull, place > 0 { try next(stage) }
            let to = keyring.signer(name).key
            try attack(.transfer(to: to, units: units), by: flood.payer, stage)
        }
        try next(stage)
        let payer = keyring.signer(flood.payer).key
        for name in names {
            for _ in 0..<flood.calls {
                let body: MeshCallBody =
                    flood.kind == .transfer
                    ? .transfer(to: payer, units: MeshLedgerLimits.transferLeast)
                    : .register(units: units)
                try attack(body, by: name, stage)
            }
        }
        stage.record.note("\(flood.accounts) accounts called \(flood.calls) times each")
    }

    private func attack(
        _ body: MeshCallBody, by name: String, _ stage: any NetworkStage
    ) throws {
        let bytes = workshop.signed(body, by: name, try Self.ledger(stage).ledger)
        let reply = try stage.send(
            bytes, to: MeshSurfaces.call, from: Source(1), as: nil, isAttack: true)
        stage.record.note(reply.refusals)
    }

    // MARK: Judgement

    /// The oracles that the ledger alone answers.
    static let oracles: [MeshOracle] = [
        .consensusQuorum, .consensusScores, .consensusPay, .ledgerConsent, .ledgerSupply,
    ]

    private func referee(_ stage: any NetworkStage) throws -> LedgerReferee {
        notes.keys = KeyedNames(keyring, granted: stage.setup.allowance.keys)
        return LedgerReferee(try Self.ledger(stage), notes)
    }

    /// The referee's complaint; nil where it has none. Of `admission.staked` and
    /// `identity.one_key` it is the ledger's part alone.
    func complaint(of oracle: MeshOracle, in stage: any NetworkStage) throws -> String? {
        if oracle == .determinismReplay { return try replayComplaint(stage) }
        return try referee(stage).complaint(of: oracle)
    }

    /// The finding of an oracle that the ledger alone answers.
    func finding(of oracle: MeshOracle, in stage: any NetworkStage) throws -> Finding {
        if let complaint = try complaint(of: oracle, in: stage) { return .violated(complaint) }
        let state = try Self.ledger(stage).ledger.state
        return .intact("\(state.epoch.number) epochs of the ledger hold")
    }

    /// Notes guards that stopped something without refusing it: before a verdict.
    func note(in stage: any NetworkStage) throws {
        for stood in try referee(stage).silentGuards where stage.setup.guards.has(stood) {
            stage.record.note(hit: stood)
        }
    }

    /// The same ledger on a machine with another library must be the same.
    private func replayComplaint(_ stage: any NetworkStage) throws -> String? {
        let attacked = try Self.ledger(stage)
        var other = MeshLedger(attacked.ledger.genesis, guards: stage.setup.guards)
        for event in attacked.events {
            switch event {
            case .call(let bytes): try other.take(bytes)
            case .slot(_, let after): try other.advance(to: after.slot, beacon: after.beacon)
            }
        }
        return other.stateDigest == attacked.ledger.stateDigest
            ? nil : "the same calls give another state where another library counts"
    }

    /// A budget counter's value; nil for an unknown counter.
    func count(of counter: String, in stage: any NetworkStage) throws -> Int? {
        LedgerCosts(try Self.ledger(stage)).count(of: counter)
    }

    /// An epoch of honest use after the attack. **Result:** its first obstacle.
    func poll(in stage: any NetworkStage) throws -> String? {
        absent = []
        for _ in 0..<16 {
            try live(toPlace: 0, in: stage)
            let state = try Self.ledger(stage).ledger.state
            if !state.hasFailed { return nil }
        }
        return "no epoch of 16 had a quorum"
    }
}
