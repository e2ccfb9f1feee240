internal import Encodings
internal import NetworkTrials
internal import PublishedHybrid
internal import Scenarios
internal import Trials

/// Honest use of a published network, the attacker's workshop, and the referee's notes.
final class PublishedSide: NetworkSide {
    private let setup: TrialSetup
    var books = PublishedHybridBooks()
    /// Value and seconds with which the attacker overwrites honest acknowledgements.
    var overwriting: (value: [UInt8], seconds: Int)?
    private var random: ActorRandom

    /// **Throws:** a fault of the laboratory.
    init(_ setup: TrialSetup) throws {
        self.setup = setup
        random = ActorRandom(seed: setup.seed, actor: "mallory's draws")
    }

    func newNetwork() throws -> NetworkUnderTest {
        NetworkUnderTest(PublishedHybridSystem(setup))
    }

    static func published(_ network: NetworkUnderTest) throws -> PublishedHybridSystem {
        guard let system = network.inside(as: PublishedHybridSystem.self) else {
            throw StepFault("a step of the published network alone")
        }
        return system
    }

    func workshop(_ arena: any NetworkStage) throws -> PublishedHybridWorkshop {
        PublishedHybridWorkshop(system: try Self.published(arena.system), books: books)
    }

    // MARK: Steps

    func perform(_ operation: HybridOperation, in arena: any NetworkStage) throws {
        switch operation {
        case .rounds(let count):
            for _ in 0..<count { try round(in: arena) }
        case .follow: try work(.follow, as: "a node that comes late", arena)
        case .published(let step): try perform(step, arena)
        default: throw StepFault("a step of the hardened rules alone")
        }
    }

    private func perform(_ operation: PublishedOperation, _ arena: any NetworkStage) throws {
        switch operation {
        case .network(let plan): try begin(plan, arena)
        case .train(let names): try train(names, arena)
        case .average(let name, let form):
            try work(.average(by: name, form), as: "\(name)'s round", arena)
            try work(.nextRound, as: "the round's end", arena)
        case .judge(let name, let artefact):
            let bytes = try arena.artefacts.oneByteString(artefact)
            guard let record = RecordMessage(parsing: bytes),
                let id = String(decoding: record.key, as: UTF8.self).split(separator: ":").last
            else { throw StepFault("\(artefact) is no record") }
            try work(.judge(by: name, id: String(id)), as: "\(name)'s judgement", arena)
        case .job: try beginJob(arena)
        case .payload: try askForPayload(arena)
        case .witness: try witness(arena)
        case .withhold(let members):
            arena.record.note("look-ups of \(members.joined(separator: ", ")) fail from here on")
            try arena.change { try Self.published($0).withhold(members) }
        case .overwrite(let value, let seconds): overwriting = (value, seconds)
        default: try make(operation, arena)
        }
    }

    private func make(_ operation: PublishedOperation, _ arena: any NetworkStage) throws {
        let workshop = try workshop(arena)
        switch operation {
        case .update(let artefact, let form):
            try arena.keep(artefact, [try workshop.update(form, drawn: random.bytes32())])
        case .acknowledge(let step):
            let update = try arena.artefacts.oneByteString(step.update)
            try arena.keep(
                step.artefact,
                step.members.map { member in
                    workshop.acknowledgement(
                        of: update, by: member,
                        value: step.value.isEmpty ? AcknowledgementKey.value : step.value,
                        seconds: step.seconds
                    ).bytes
                })
        case .delta(let step): try arena.keep(step.artefact, try workshop.deltas(step))
        case .block(let step):
            let update = try step.update.map { try arena.artefacts.oneByteString($0) }
            let block = try workshop.block(step, update: update, drawn: random.bytes32())
            try arena.keep(step.artefact, [block.bytes])
        case .call(let step): try arena.keep(step.artefact, [workshop.call(step)])
        case .vote(let step): try arena.keep(step.artefact, [workshop.vote(step).bytes])
        default: throw StepFault("no such step")
        }
    }

    private func begin(
        _ plan: PublishedOperation.NetworkPlan, _ arena: any NetworkStage
    ) throws {
        var rules = PublishedHybridRules()
        if !plan.validators.isEmpty {
            rules.validators = try plan.validators.map { text in
                guard let listed = PublishedHybridRules.Listed(text),
                    HybridParties.all.contains(listed.name)
                else { throw StepFault("validators: \(text)") }
                return listed
            }
        }
        if !plan.quorums.isEmpty { rules.quorumSettings = plan.quorums }
        rules.isMinimal = plan.isMinimal
        rules.baseLoss = plan.baseLoss
        rules.seededName = plan.seeded
        guard books.roundCount == 0, books.blocks.isEmpty, books.jobs.isEmpty else {
            throw StepFault("rules are chosen before all else")
        }
        let chosen = rules
        try arena.change { try Self.published($0).begin(chosen) }
    }

    /// Lets an honest party do a task, whose refusals are no obstacle by themselves.
    func work(
        _ task: PublishedHybridSystem.Task, as name: String, _ arena: any NetworkStage
    ) throws {
        try arena.send(
            task.bytes, to: HybridSurfaces.desk, from: HybridParties.honestSource, as: name)
    }

    func note(
        _ bytes: [UInt8], to surface: Surface, _ reply: Reply, in arena: any NetworkStage
    ) throws {}

    // MARK: Judgement

    func finding(of oracle: HybridOracle, in arena: any NetworkStage) throws -> Finding {
        if oracle == .serviceAlive {
            if arena.hasDied { return .violated("a handler of the engine died") }
            if let complaint = arena.complaint { return .violated(complaint) }
        }
        return PublishedHybridReferee(
            books: books, system: try Self.published(arena.system),
            heard: arena.nodes.probes[0].submissions
        ).finding(of: oracle)
    }

    func count(of counter: String, in arena: any NetworkStage) throws -> Int? {
        let heard = arena.nodes.probes[0].submissions
        switch counter {
        case "messages": return heard.count
        case "attack_bytes": return heard.reduce(0) { $1.isAttack ? $0 + $1.bytes.count : $0 }
        case "jobs": return try Self.published(arena.system).engine.jobCount
        default: return nil
        }
    }

    func poll(in arena: any NetworkStage) throws -> String? {
        overwriting = nil
        try round(in: arena)
        if let complaint = arena.complaint { return complaint }
        let system = try Self.published(arena.system)
        guard honestValidators(system).isEmpty || system.averaged.last?.identifier != nil else {
            return "an honest round gives no update"
        }
        return nil
    }
}
