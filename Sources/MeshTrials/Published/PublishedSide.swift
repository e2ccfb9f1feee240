internal import Cryptography
internal import NetworkTrials
internal import PublishedMesh
internal import PythonValues
internal import Scenarios
internal import Trials

/// The half of an arena that knows the published mesh: its network, and by another half its pallet.
final class PublishedSide: NetworkSide {
    private let setup: TrialSetup
    private let keyring: MeshKeyring
    private var books = PublishedMeshBooks()
    private var random: ActorRandom
    private let palletHalf: PalletHalf
    /// Whether anything was done on the chain.
    private var usesChain = false

    init(setup: TrialSetup) {
        self.setup = setup
        keyring = MeshKeyring(seed: setup.seed)
        palletHalf = PalletHalf(setup)
        random = ActorRandom(seed: setup.seed, actor: "honest nonces")
    }

    func newNetwork() throws -> NetworkUnderTest { NetworkUnderTest(try mesh(.forward)) }

    private func mesh(_ order: PublishedMeshRules.Order) throws -> PublishedMeshSystem {
        try PublishedMeshSystem(
            PublishedMeshSystem.Setup(trial: setup, keyring: keyring, order: order))
    }

    private static func published(_ mesh: NetworkUnderTest) throws -> PublishedMeshSystem {
        guard let system = mesh.inside(as: PublishedMeshSystem.self) else {
            throw StepFault("a step of the published network alone")
        }
        return system
    }

    private func workshop(_ arena: any NetworkStage) throws -> PublishedMeshWorkshop {
        PublishedMeshWorkshop(system: try Self.published(arena.system))
    }

    // MARK: Steps

    func perform(_ operation: MeshOperation, in arena: any NetworkStage) throws {
        switch operation {
        case .publish(let plan, let name): try publish(plan, artefact: name, arena)
        case .withhold(let plan, let name):
            let made = try workshop(arena).honestRecord(plan)
            books.records.append(made.note(isPublished: false))
            try arena.keep(name, [made.request.serialized])
        case .look(let by, let name): try look(by, name, arena)
        case .reach(let epochs, let slot): try reach(epochs, slot, arena)
        case .epochs(let count):
            if !usesChain { try beginEpoch(arena) }
            usesChain = true
            try palletHalf.epochs(count, in: arena)
        case .pallet(let step):
            usesChain = true
            try palletHalf.perform(step, in: arena)
        case .published(let step): try perform(step, arena)
        default: throw StepFault("a step of the hardened rules alone")
        }
    }

    private func perform(_ operation: PublishedOperation, _ arena: any NetworkStage) throws {
        switch operation {
        case .network(let plan): try begin(plan, arena)
        case .record(let step):
            let made = try workshop(arena).record(step)
            books.records.append(made.note(isPublished: false))
            try arena.keep(step.artefact, [made.request.serialized])
        case .take(let artefact, let name):
            try arena.keep(artefact, [try workshop(arena).taken(name).serialized])
        case .request(let step):
            try arena.keep(
                step.artefact,
                try workshop(arena).requests(
                    step, records: records(step.goods.records, arena), nonce: nonce))
        case .ask(let step): try ask(step, arena)
        case .forward(let artefact, let of, let to):
            let message = try arena.artefacts.oneByteString(of)
            try arena.keep(artefact, try workshop(arena).forwarded(message, to: to))
        case .answer(let step):
            let records = try records(step.result.records, arena)
            try arena.keep(
                step.artefact, [try workshop(arena).answer(step, records: records).bytes])
        case .stake(let party, let has):
            books.stakes.append((party, has, arena.record.clock.milliseconds))
            arena.record.note("\(party) has \(has ? "a" : "no") stake from here on")
            try arena.nodes.change { try Self.published($0).setStake(of: party, has) }
        case .lookAll(let name):
            for party in MeshParties.honest { try look(party, name, arena) }
        }
    }

    private func begin(_ plan: PublishedOperation.MeshRules, _ arena: any NetworkStage) throws {
        guard books.records.isEmpty, books.looks.isEmpty, books.asks.isEmpty else {
            throw StepFault("rules are chosen before all else")
        }
        var rules = PublishedMeshRules()
        rules.validators = PublishedMeshRules.Validators(rawValue: plan.validators) ?? .commit
        rules.limiter = PublishedMeshRules.Limiter(rawValue: plan.limiter) ?? .off
        rules.epochBlockCount = plan.epochBlockCount
        try arena.nodes.change { try Self.published($0).begin(rules) }
    }

    private func nonce() -> [UInt8] { Array(random.bytes32().prefix(8)) }

    private func records(_ names: [String], _ arena: any NetworkStage) throws -> [StoreRequest] {
        try names.flatMap { name in
            try arena.artefacts.named(name).parts.map { part in
                do {
                    return try StoreRequest(parsing: part)
                } catch {
                    throw StepFault("\(name) is no record")
                }
            }
        }
    }

    // MARK: Honest use

    private func publish(_ plan: RecordPlan, artefact: String?, _ arena: any NetworkStage) throws {
        let made = try workshop(arena).honestRecord(plan)
        books.records.append(made.note(isPublished: true))
        if let artefact { try arena.keep(artefact, [made.request.serialized]) }
        let task = PublishedMeshSystem.Task.store(
            key: made.key.bytes, subkey: made.subkey, value: made.value,
            expiration: made.expiration)
        try arena.sendHonest(
            task.bytes(by: plan.name.owner), to: MeshSurfaces.desk,
            as: "\(plan.name.owner)'s record")
    }

    private func look(_ by: String, _ name: RecordName, _ arena: any NetworkStage) throws {
        let system = try Self.published(arena.system)
        let written = books.records.last { $0.name?.isSame(as: name) == true }
        let keyName = written?.keyName ?? name.keyName(epoch: system.clock.epoch)
        let task = PublishedMeshSystem.Task.find(key: MeshID.generated(from: keyName).bytes)
        books.looks.append(
            PublishedMeshBooks.Look(
                outcome: system.outcomes.count, name: name, epoch: epoch(arena, system)))
        try arena.sendHonest(
            task.bytes(by: by), to: MeshSurfaces.desk, as: "\(by)'s look")
        for name in system.wire.answerRefusals { arena.record.note(hit: Guard(name)) }
        let items = system.outcomes.last?.items ?? []
        arena.record.note("\(by) gets \(items.count) records")
    }

    private func epoch(_ arena: any NetworkStage, _ system: PublishedMeshSystem) -> Int {
        let seconds = (arena.record.clock.milliseconds - MeshParties.startMilliseconds) / 1000
        return seconds / EpochClock.blockSeconds / system.clock.epochBlockCount
    }

    private func reach(_ epochs: Int, _ slot: Int, _ arena: any NetworkStage) throws {
        let system = try Self.published(arena.system)
        let length = system.clock.epochBlockCount
        guard slot < length else { throw StepFault("slot: expected less than \(length)") }
        let block = (epoch(arena, system) + epochs) * length + slot
        let passed = (arena.record.clock.milliseconds - MeshParties.startMilliseconds) / 1000
        let seconds = block * EpochClock.blockSeconds - passed
        guard seconds >= 0 else { throw StepFault("slot: it has passed") }
        if seconds > 0 { try arena.advance(seconds) }
    }

    /// Lets the chain's epoch end, in which nobody has been at work so far.
    private func beginEpoch(_ arena: any NetworkStage) throws {
        let passed = (arena.record.clock.milliseconds - MeshParties.startMilliseconds) / 1000
        let epochSeconds =
            ChainParties.epochSlotCount * ChainParties.slotMilliseconds / 1000
        let rest = passed % epochSeconds
        if rest > 0 { try arena.advance(epochSeconds - rest) }
    }

    private func ask(_ step: PublishedOperation.AskHonestly, _ arena: any NetworkStage) throws {
        let workshop = try workshop(arena)
        let nonce = nonce()
        let message = try workshop.asked(step, records: records(step.records, arena), nonce: nonce)
        var ask = PublishedMeshBooks.Ask(
            by: step.by, to: step.to, nonce: nonce, refusal: nil,
            milliseconds: arena.record.clock.milliseconds)
        if let artefact = step.artefact { try arena.keep(artefact, [message]) }
        if MeshParties.honest.contains(step.to) {
            let reply = try arena.send(
                message, to: MeshSurfaces.peer, from: MeshParties.honestSource,
                as: "\(step.by)'s request to \(step.to)")
            ask.refusal = reply.refusals.first?.by
        }
        books.asks.append(ask)
    }

    func note(
        _ bytes: [UInt8], to surface: Surface, _ reply: Reply, in arena: any NetworkStage
    ) throws {}

    // MARK: Judgement

    func finding(of oracle: MeshOracle, in arena: any NetworkStage) throws -> Finding {
        if oracle == .serviceAlive, let complaint = arena.complaint {
            return .violated(complaint)
        }
        if let complaint = try palletHalf.complaint(of: oracle, in: arena) {
            return .violated(complaint)
        }
        let probe = arena.nodes.probes[0]
        let system = try Self.published(probe.system)
        if oracle == .determinismReplay {
            let other = try Self.published(
                probe.replayed(to: NetworkUnderTest(try mesh(.backward))))
            return Self.storeResults(system) == Self.storeResults(other)
                ? .intact("the order of answers decides nothing")
                : .violated("another order of the same answers gives another result of a store")
        }
        return PublishedMeshReferee(books: books, system: system, heard: probe.submissions)
            .finding(of: oracle)
    }

    private static func storeResults(_ system: PublishedMeshSystem) -> [Bool?] {
        system.outcomes.compactMap { outcome -> Bool?? in
            if case .stored(let result) = outcome.end { .some(result) } else { nil }
        }
    }

    func count(of counter: String, in arena: any NetworkStage) throws -> Int? {
        let system = try Self.published(arena.system)
        switch counter {
        case "messages": return system.wire.callCount
        case "jobs": return system.wire.jobCountMax
        case "attack_bytes":
            return arena.nodes.probes[0].submissions.reduce(0) {
                $1.isAttack ? $0 + $1.bytes.count : $0
            }
        default: return nil
        }
    }

    /// A record is published, and another party finds it.
    func poll(in arena: any NetworkStage) throws -> String? {
        let name = RecordName(kind: .value, name: "poll", owner: "hal")
        try perform(
            .publish(RecordPlan(name: name, sequence: 0, epochs: 1, value: "poll"), artefact: nil),
            in: arena)
        if let complaint = arena.complaint { return complaint }
        try perform(.look(by: "bob", name), in: arena)
        let outcomes = try Self.published(arena.system).outcomes
        let written = books.records.last?.subkey ?? []
        guard outcomes.last?.items.contains(where: { $0.subkey == written }) == true else {
            return "an honest record is not found"
        }
        return usesChain ? try palletHalf.poll(in: arena) : nil
    }
}
