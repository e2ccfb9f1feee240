internal import Cryptography
internal import MeshNetwork
internal import NetworkTrials
internal import Scenarios
internal import Trials

/// Honest use of a hardened mesh, the attacker's workshop, and the referee's notes.
final class HardenedSide: NetworkSide {
    let setup: TrialSetup
    let parties: HardenedParties
    let half: LedgerHalf
    var books = HardenedBooks()
    /// The nonces that the workshop used.
    private var nonceCount: UInt64 = 0

    /// **Throws:** a fault of the laboratory.
    init(_ setup: TrialSetup) throws {
        self.setup = setup
        half = LedgerHalf(setup)
        parties = try HardenedParties(seed: setup.seed)
    }

    func newNetwork() throws -> NetworkUnderTest {
        NetworkUnderTest(try HardenedMeshSystem(parties, setup))
    }

    func mesh(_ arena: any NetworkStage) throws -> HardenedMeshSystem {
        guard let mesh = arena.system.inside(as: HardenedMeshSystem.self) else {
            throw StepFault("a mesh of another profile")
        }
        return mesh
    }

    func slot(_ arena: any NetworkStage) -> UInt64 {
        parties.parameters.slot(atMilliseconds: arena.record.clock.milliseconds)
    }

    func epoch(_ arena: any NetworkStage) -> UInt64 {
        parties.parameters.epoch(ofSlot: slot(arena))
    }

    func honestNode(_ name: String) throws -> Int {
        guard let node = MeshParties.honest.firstIndex(of: name) else {
            throw StepFault("no honest peer \(name)")
        }
        return node
    }

    // MARK: Steps

    func perform(_ operation: MeshOperation, in arena: any NetworkStage) throws {
        switch operation {
        case .publish(let plan, let name):
            let record = try record(plan, arena)
            books.note(published: record, slot(arena))
            if let name { try arena.keep(name, [record.bytes]) }
            let node = try honestNode(plan.name.owner)
            try run(.store(node: node, record), as: "\(plan.name.owner)'s record", arena)
        case .withhold(let plan, let name):
            let record = try record(plan, arena)
            try arena.keep(name, [record.bytes])
        case .look(let by, let name):
            let key = MeshKeyName(
                MeshRecord.Kind(name.kind), epoch: name.kind == .value ? 0 : epoch(arena),
                name: name.kind == .value ? Array(name.name.utf8) : [])
            _ = try find(
                key, parties.keyring.signer(name.owner).key, at: try honestNode(by), arena)
        case .reach(let epochs, let slot): try reach(epochs, slot, arena)
        case .epochs(let count): try half.epochs(count, in: arena)
        case .ledger(let operation): try half.perform(operation, in: arena)
        case .hardened(.record(let plan)): try make(plan, arena)
        case .hardened(.request(let plan)): try make(plan, arena)
        case .hardened(.behave(let node, let mode, let names)):
            let records = try names.flatMap { name in
                try arena.artefacts.named(name).parts.compactMap { MeshRecord(bytes: $0) }
            }
            for record in records { books.note(shown: record, slot(arena)) }
            let place = HardenedOperation.Attacker.allCases.firstIndex(of: node) ?? 0
            let plan = AttackerPlan(
                node: place, mode: AttackerPlan.Mode(mode), records: records)
            try arena.send(
                plan.bytes, to: MeshSurfaces.answer, from: Source(1), as: "\(node)'s node",
                isAttack: true)
        default: throw StepFault("a step of the published rules alone")
        }
    }

    private func record(_ plan: RecordPlan, _ arena: any NetworkStage) throws -> MeshRecord {
        let (slot, epoch) = (slot(arena), epoch(arena))
        let kind = MeshRecord.Kind(plan.name.kind)
        var draft = MeshRecord.Draft(
            kind: kind, epoch: kind == .value ? 0 : epoch, slot: slot,
            expiry: epoch + UInt64(plan.epochs), value: Array(plan.value.utf8))
        if kind == .value { draft.name = Array(plan.name.name.utf8) }
        draft.sequence = UInt64(plan.sequence)
        return MeshRecord(
            draft, by: parties.keyring.signer(plan.name.owner),
            network: parties.parameters.network)
    }

    /// Lets time pass up to a slot of an epoch. **Throws:** ``StepFault`` for one that is over.
    private func reach(_ epochs: Int, _ place: Int, _ arena: any NetworkStage) throws {
        let target =
            (epoch(arena) + UInt64(epochs)) * parties.parameters.epochSlotCount
            + UInt64(place)
        guard target >= slot(arena) else { throw StepFault("slot \(place) is over") }
        let milliseconds = parties.parameters.milliseconds(ofSlot: target)
        let now = arena.record.clock.milliseconds
        if milliseconds > now { try arena.advance((milliseconds - now + 999) / 1_000) }
    }

    /// Runs a task of an honest node to its end. Guards that fire in it stop the attacker's nodes.
    @discardableResult
    func run(
        _ task: DeskTask, as name: String, mustEnd: Bool = true, _ arena: any NetworkStage
    ) throws -> MeshOutcome? {
        let before = try mesh(arena).outcomes.count
        try arena.send(task.bytes, to: MeshSurfaces.desk, from: MeshParties.honestSource, as: name)
        let waits = 100
        for _ in 0..<waits where try mesh(arena).outcomes.count == before {
            try arena.advance(1)
        }
        let mesh = try mesh(arena)
        guard mesh.outcomes.count > before else {
            arena.complain("\(name): no end after \(waits) s")
            return nil
        }
        let outcome = mesh.outcomes[before].outcome
        if case .store = task, mustEnd, !outcome.isDone {
            arena.complain("\(name): \(outcome.holders.count) holders took it")
        }
        return outcome
    }

    /// The record that a reader gets of an owner, and proofs that the owner signed two.
    func find(
        _ name: MeshKeyName, _ owner: MeshKey?, at node: Int, _ arena: any NetworkStage
    ) throws -> MeshOutcome? {
        try run(
            .find(node: node, name, owner: owner),
            as: "\(MeshParties.honest[node])'s search", arena)
    }

    // MARK: The workshop

    private func make(_ plan: MakeMeshRecord, _ arena: any NetworkStage) throws {
        let (slot, epoch) = (slot(arena), epoch(arena))
        func moved(_ number: UInt64, _ by: Int) -> UInt64 {
            UInt64(clamping: Int(clamping: number) + by)
        }
        let kind = MeshRecord.Kind(plan.name.kind)
        let records = (0..<plan.count).map { number in
            var draft = MeshRecord.Draft(
                kind: kind, epoch: kind == .value ? 0 : moved(epoch, plan.times.epoch),
                slot: moved(slot, plan.times.slots), expiry: moved(epoch, plan.times.epochs),
                value: Array(plan.value.utf8))
            if kind == .value {
                let suffix = plan.count == 1 ? "" : "-\(number)"
                draft.name = Array((plan.name.name + suffix).utf8)
            }
            draft.sequence = UInt64(plan.sequence)
            let signer = parties.keyring.signer(plan.signer)
            let owner = parties.keyring.signer(plan.name.owner).key
            return MeshRecord(
                draft, by: signer, owner: owner, network: parties.parameters.network)
        }
        try arena.keep(plan.artefact, records.map(\.bytes))
    }

    private func make(_ plan: MakeMeshRequest, _ arena: any NetworkStage) throws {
        let bodies: [MeshRequest.Body]
        switch (plan.body, plan.of) {
        case (.ping, _): bodies = [.ping]
        case (.find, _):
            let place = MeshRecord.place(parties.parameters, .value, epoch: 0, name: [118])
            bodies = [.find(MeshRequest.Find(place: place, wantsRecords: true))]
        case (.store, let of?):
            bodies = try arena.artefacts.named(of).parts.map { bytes in
                guard let record = MeshRecord(bytes: bytes) else {
                    throw StepFault("\(of) is no record")
                }
                return .store(record)
            }
        case (.store, nil): throw StepFault("'of' is missing")
        }
        let via = try honestNode(plan.via)
        let keyring = parties.keyring
        let slot = UInt64(clamping: Int(clamping: slot(arena)) + plan.slots)
        let sender = keyring.signer(plan.from)
        let own = MeshContact(
            address: [100 + UInt8(MeshParties.attackers.firstIndex(of: plan.from) ?? 9)],
            slot: self.slot(arena), by: sender, network: parties.parameters.network)
        // A card at bob's address, which the sender did not sign.
        let card = plan.card == .forged ? own.moved(to: [1]) : own
        var parts: [[UInt8]] = []
        for body in bodies {
            for _ in 0..<plan.count {
                nonceCount += 1
                let nonce = UInt64(arena.record.clock.milliseconds) << 16 + 20_000 + nonceCount
                let request = MeshRequest(
                    body, to: keyring.signer(plan.to).key, from: card, slot: slot, nonce: nonce,
                    by: keyring.signer(plan.signer), network: parties.parameters.network)
                parts.append([UInt8(via)] + MeshMessage.request(request).bytes)
            }
        }
        for part in parts { books.note(made: part) }
        try arena.keep(plan.artefact, parts)
    }

    func note(
        _ bytes: [UInt8], to surface: Surface, _ reply: Reply, in arena: any NetworkStage
    ) throws {
        guard surface == MeshSurfaces.peer else { return }
        let message = MeshMessage(bytes: Array(bytes.dropFirst()))
        if case .request(let request)? = message, case .store(let record) = request.body {
            books.note(shown: record, slot(arena))
        }
        books.note(
            sent: bytes, isTaken: reply.isAccepted,
            isRead: !reply.refusals.contains { $0.by == MeshGuards.size }, slot(arena))
    }
}

extension MeshRecord.Kind {
    init(_ kind: RecordName.Kind) {
        switch kind {
        case .heartbeat: self = .heartbeat
        case .commit: self = .commit
        case .reveal: self = .reveal
        case .value: self = .value
        }
    }
}

extension AttackerPlan.Mode {
    init(_ mode: HardenedOperation.Mode) {
        switch mode {
        case .honest: self = .honest
        case .silent: self = .silent
        case .liar: self = .liar
        case .endless: self = .endless
        case .impostor: self = .impostor
        case .forger: self = .forger
        }
    }
}
