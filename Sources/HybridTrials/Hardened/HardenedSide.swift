internal import Cryptography
internal import Encodings
internal import HybridChain
internal import NetworkTrials
internal import Scenarios
internal import Trials

/// Honest use of a hardened network, the attacker's workshop, and the referee's notes.
final class HardenedSide: NetworkSide {
    let setup: TrialSetup
    let parties: HardenedParties
    var books = HardenedBooks()
    private var workshop: HardenedWorkshop
    /// The ids of jobs that the engine answered.
    private var jobs: [[UInt8]] = []

    /// **Throws:** a fault of the laboratory.
    init(_ setup: TrialSetup) throws {
        self.setup = setup
        parties = try HardenedParties(seed: setup.seed, granted: setup.allowance.keys)
        workshop = HardenedWorkshop(parties, seed: setup.seed)
    }

    func newNetwork() throws -> NetworkUnderTest {
        NetworkUnderTest(try HardenedHybridSystem(parties, setup))
    }

    func network(_ arena: any NetworkStage) throws -> HardenedHybridSystem {
        guard let network = arena.system.inside(as: HardenedHybridSystem.self) else {
            throw StepFault("a network of another profile")
        }
        return network
    }

    // MARK: Honest use

    func perform(_ operation: HybridOperation, in arena: any NetworkStage) throws {
        switch operation {
        case .rounds(let count):
            for _ in 0..<count { try run(.round, as: "a round", arena) }
        case .follow: try run(.follow, as: "a late reader", arena)
        case .hardened(let operation): try perform(operation, arena)
        default: throw StepFault("a step of the published rules alone")
        }
    }

    func run(_ task: HonestTask, as name: String, _ arena: any NetworkStage) throws {
        try arena.sendHonest([task.rawValue], to: HybridSurfaces.desk, as: name)
        try noteFinalised(arena)
    }

    private func noteFinalised(_ arena: any NetworkStage) throws {
        let finalised = try network(arena).nodes[0].tree.head.state.finality.finalised
        books.note(
            finalised: RefereeCheckpoint(epoch: finalised.epoch, root: finalised.root))
    }

    // MARK: The attacker's steps

    private func perform(_ operation: HardenedOperation, _ arena: any NetworkStage) throws {
        switch operation {
        case .train: try run(.train, as: "trainers", arena)
        case .turn: try run(.turn, as: "rounds up to the attacker's turn", arena)
        case .pass: try run(.pass, as: "a slot", arena)
        case .delta(let plan):
            let parts = try workshop.made(plan, try ground(arena))
            if plan.twist != .none {
                for part in parts {
                    books.note(lie: RefereeBytes.hash("delta", Array(part.dropFirst())))
                }
            }
            try arena.keep(plan.artefact, parts)
        case .update(let plan):
            let ours = try plan.deltas.flatMap { try bodies($0, arena) }
            for delta in ours { workshop.learn(delta) }
            try arena.keep(plan.artefact, [try workshop.made(plan, ours, try ground(arena))])
        case .acknowledgement(let plan):
            let update = try oneBody(plan.of, arena)
            try arena.keep(plan.artefact, try workshop.made(plan, update, try ground(arena)))
        case .vote(let plan):
            let places = try referee(arena).places
            try arena.keep(
                plan.artefact, [try workshop.made(plan, places, try ground(arena))])
        case .evidence(let plan): try make(plan, arena)
        case .block(let plan): try make(plan, arena)
        case .hear(let good, let of, let name): try hear(good, of, name, arena)
        case .request(let plan):
            let network = try network(arena)
            let block = try plan.of.map { try arena.artefacts.oneByteString($0) } ?? []
            let requested = HardenedWorkshop.Requested(
                heads: network.nodes[0].tree.order.reversed(), job: jobs.last ?? [],
                block: block)
            try arena.keep(plan.artefact, try workshop.made(plan, requested))
        }
    }

    /// The parts of an artefact of messages, each without its kind.
    private func bodies(_ name: String, _ arena: any NetworkStage) throws -> [[UInt8]] {
        try arena.artefacts.named(name).parts.map { Array($0.dropFirst()) }
    }

    private func oneBody(_ name: String, _ arena: any NetworkStage) throws -> [UInt8] {
        guard let body = try bodies(name, arena).first else { throw StepFault("\(name) is empty") }
        return body
    }

    private func ground(_ arena: any NetworkStage) throws -> HardenedWorkshop.Ground {
        let network = try network(arena)
        let deltas = network.nodes[0].slotDeltas.map(\.delta.bytes)
        for delta in deltas { workshop.learn(delta) }
        return HardenedWorkshop.Ground(
            place: try place(network.nodes[0].tree.head.hash, arena), slot: network.slot,
            deltas: deltas)
    }

    private func place(_ hash: [UInt8], _ arena: any NetworkStage) throws -> RefereePlace {
        guard let place = try referee(arena).places[hash] else {
            throw StepFault("no block of this hash")
        }
        return place
    }

    private func make(_ plan: HardenedEvidencePlan, _ arena: any NetworkStage) throws {
        /// The header of a block, or the body of a message.
        func object(_ bytes: [UInt8]) -> [UInt8] {
            RefereeBlock(bytes).isExact
                ? Array(bytes.prefix(RefereeBlock.headerByteCount)) : Array(bytes.dropFirst())
        }
        let first = try arena.artefacts.named(plan.first).parts
        var second: [UInt8]?
        if let name = plan.second {
            second = try arena.artefacts.named(name).parts.first
        } else if first.count > 1 {
            second = first[1]
        }
        let deltas = try plan.deltas.flatMap { try bodies($0, arena) }
        let evidence = workshop.made(
            plan, first: object(first.first ?? []), second: second.map(object) ?? [],
            deltas: deltas)
        try arena.keep(plan.artefact, [evidence])
    }

    private func make(_ plan: HardenedBlockPlan, _ arena: any NetworkStage) throws {
        let ground = try ground(arena)
        var content = HardenedWorkshop.Content()
        if let update = plan.update { content.update = try oneBody(update, arena) }
        content.acknowledgements = try plan.acknowledgements.flatMap { try bodies($0, arena) }
        content.votes = try plan.votes.flatMap { try bodies($0, arena) }
        content.evidence = try plan.evidence.flatMap { try bodies($0, arena) }
        let parent: RefereePlace
        switch plan.on {
        case "": parent = ground.place
        case "genesis": parent = workshop.rules.start
        default:
            let bytes = try arena.artefacts.oneByteString(plan.on)
            parent = try place(RefereeBlock(bytes).hash, arena)
        }
        let slot = HardenedWorkshop.moved(ground.slot, plan.slots)
        try arena.keep(
            plan.artefact, [try workshop.made(plan, content, on: parent, slot: slot)])
    }

    private func hear(
        _ good: HardenedGood, _ of: String, _ name: String, _ arena: any NetworkStage
    ) throws {
        let node = try network(arena).nodes[0]
        let index = of.isEmpty ? nil : try parties.index(of)
        func isWanted(_ one: UInt16) -> Bool { index == nil || index == one }
        switch good {
        case .block:
            guard let block = node.tree.block(node.tree.head.hash) else {
                throw StepFault("no block yet")
            }
            try arena.keep(name, [block.bytes])
        case .deltas:
            let deltas = node.slotDeltas.map(\.delta).filter { isWanted($0.index) }
            for delta in deltas { workshop.learn(delta.bytes) }
            try arena.keep(name, deltas.map { HybridMessage(.delta, $0.bytes).bytes })
        case .acknowledgements:
            let ones = node.slotAcknowledgements.filter { isWanted($0.index) }
                .sorted { $0.index < $1.index }
            try arena.keep(name, ones.map { HybridMessage(.acknowledgement, $0.bytes).bytes })
        case .votes:
            let votes = node.waitingVotes.filter { isWanted($0.index) }
            try arena.keep(name, votes.map { HybridMessage(.vote, $0.bytes).bytes })
        }
    }

    func note(
        _ bytes: [UInt8], to surface: Surface, _ reply: Reply, in arena: any NetworkStage
    ) throws {
        let network = try network(arena)
        if surface == HybridSurfaces.engine { try note(request: bytes, reply, network) }
        guard surface == HybridSurfaces.record || surface == HybridSurfaces.block else { return }
        books.note(checks: reply.refusals.count { $0.by.name.hasSuffix("_signature") })
        books.note(
            HardenedBooks.Shown(
                bytes: bytes, isBlock: surface == HybridSurfaces.block,
                isTaken: reply.isAccepted, slot: network.lastPlace.slot,
                head: network.lastPlace.head))
        try noteFinalised(arena)
    }

    private func note(
        request bytes: [UInt8], _ reply: Reply, _ network: HardenedHybridSystem
    ) throws {
        let request = RefereeRequest(bytes, token: AttackedEngine.token)
        let isServed = reply.refusals.allSatisfy { $0.by == EngineGuards.jobs }
        let fault = request.fault(
            isKnown: { network.nodes[0].tree.tip($0) != nil }, jobs: jobs)
        if isServed, let fault { books.note(engineFault: fault) }
        guard isServed, request.method == "engine_forkchoiceUpdatedV1", let head = request.hash,
            let answer = network.answers.last
        else { return }
        let proposer = try parties.index(HybridParties.honest[0])
        let id = RefereeBytes.hash(
            "payload",
            head + RefereeBytes.of(network.slot, 8) + RefereeBytes.of(UInt64(proposer), 2))
        if answer != id { books.note(engineFault: "a job has another id than its content") }
        jobs.append(answer)
    }

    // MARK: Judgement

    /// The referee, who has read all that there is.
    func referee(_ arena: any NetworkStage) throws -> HardenedReferee {
        let node = try network(arena).nodes[0]
        var contents: [[UInt8]: [UInt8]] = [:]  // looked up, never iterated
        func take(_ bytes: [UInt8]) { contents[RefereeBytes.hash("delta", bytes)] = bytes }
        for bytes in workshop.deltas { take(bytes) }
        for delta in node.slotDeltas { take(delta.delta.bytes) }
        for hash in node.tree.order { node.bundle(hash)?.deltas.forEach(take) }
        return HardenedReferee(
            parties, books, history: node.tree.order.compactMap { node.tree.block($0)?.bytes }
        ) { contents[$0] }
    }

    func count(of counter: String, in arena: any NetworkStage) throws -> Int? {
        switch counter {
        case "messages": try network(arena).messageCount
        case "attack_bytes": books.sentByteCount
        case "jobs": try network(arena).jobCount
        case "wasted_checks": books.wastedCheckCount
        default: nil
        }
    }

    func poll(in arena: any NetworkStage) throws -> String? {
        if try network(arena).isEndless { return "nodes talk without an end" }
        for _ in 0..<2 { try run(.round, as: "a round after the attack", arena) }
        try run(.follow, as: "a late reader", arena)
        if try network(arena).isEndless { return "nodes talk without an end" }
        return arena.complaint
    }
}
