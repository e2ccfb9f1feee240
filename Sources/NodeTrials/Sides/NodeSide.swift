internal import GlyphChainTrials
internal import NetworkTrials
internal import Scenarios
internal import Trials

/// Honest use of a network of nodes, the attacker's workshop, and the referee's notes.
final class NodeSide<Tools: NodeProfileTools>: NetworkSide {
    private let setup: TrialSetup
    private let tools: Tools
    private let workshop: NodeWorkshop<Tools.Forge>
    private var books = NodeBooks()
    /// The blocks below those of an artefact, by its name.
    private var bases: [String: [[UInt8]]] = [:]  // looked up, never iterated
    /// The chains that artefacts show, by their names.
    private var shown: [String: [[UInt8]]] = [:]  // looked up, never iterated

    init(_ setup: TrialSetup, _ tools: Tools) {
        self.setup = setup
        self.tools = tools
        workshop = NodeWorkshop(forge: tools.forge, seed: setup.seed, profile: setup.profile)
    }

    func newNetwork() throws -> NetworkUnderTest { NetworkUnderTest(try tools.newNetwork()) }

    private func network(_ arena: any NetworkStage) throws -> Tools.Network {
        try Self.network(arena.system)
    }

    private static func network(_ system: NetworkUnderTest) throws -> Tools.Network {
        guard let network = system.inside(as: Tools.Network.self) else {
            throw StepFault("a network of another profile")
        }
        return network
    }

    // MARK: Steps

    func perform(_ operation: NodeOperation, in arena: any NetworkStage) throws {
        switch operation {
        case .mine(let name, let count, let seconds):
            for _ in 0..<count {
                try arena.advance(seconds)
                try work(.mine(name), as: "\(name) wins a block", arena)
            }
        case .turn(let name, let count, let seconds):
            for _ in 0..<count {
                try arena.advance(seconds)
                try work(.turn(name), as: "\(name)'s turn", arena)
            }
        case .pay(let from, let to, let amount): try pay(from, to, amount, arena)
        case .join:
            try work(.join, as: "\(NodeParties.newcomer) joins", arena)
            books.newcomer = tools.address(of: NodeParties.newcomer)
        case .published(.unlist(let name, let peer)):
            try work(
                .unlist(peer, by: name), as: "\(name)'s operator takes \(peer) off the list",
                arena)
        case .clock(let name, let seconds):
            try work(.clock(of: name, seconds: seconds), as: "\(name)'s clock", arena)
        case .answer(let step): try prepare(step, arena)
        case .request(let step): try arena.keep(step.artefact, try requests(step, arena))
        case .addresses(let step): try arena.keep(step.artefact, [tools.addresses(step)])
        case .take(let artefact, let of, let count):
            let all = try blocks(upTo: of, arena)
            guard count < all.count else { throw StepFault("\(of) has no \(count) blocks") }
            bases[artefact] = Array(all.dropLast(count))
            try arena.keep(artefact, Array(all.suffix(count)))
        case .forge(let step): try forge(step, arena)
        case .alter(let artefact, let of, let edits): try alter(artefact, of, edits, arena)
        case .payment(let step): try arena.keep(step.artefact, try workshop.payments(step))
        case .common, .published, .hardened:
            let made = try tools.made(
                operation, try network(arena),
                parts: { try arena.artefacts.named($0).parts },
                chain: { try self.blocks(upTo: $0, arena) })
            shown[made.artefact] = made.chain
            try arena.keep(made.artefact, made.parts)
        }
    }

    private func work(_ task: HonestTask, as name: String, _ arena: any NetworkStage) throws {
        try arena.send(
            task.bytes, to: NodeSurfaces.desk, from: NodeParties.honestSource, as: name)
    }

    private func pay(
        _ from: String, _ to: String, _ amount: Int, _ arena: any NetworkStage
    ) throws {
        let before = try waiting(from, arena)
        try work(
            .pay(from: from, to: to, amount: amount), as: "\(from) pays \(amount)", arena)
        let after = try waiting(from, arena)
        guard from == NodeParties.first else { return }
        for payment in after.dropFirst(before.count) { books.note(payment: payment) }
    }

    private func waiting(_ name: String, _ arena: any NetworkStage) throws -> [[UInt8]] {
        try network(arena).views.first { $0.name == name }?.waiting ?? []
    }

    private func prepare(_ step: AnswerStep, _ arena: any NetworkStage) throws {
        let body = try step.body.map { try arena.artefacts.oneByteString($0) } ?? []
        let answer = PreparedAnswer(
            status: step.status, location: step.location, body: body,
            bytesPerWait: step.bytesPerWait, millisecondsPerWait: step.millisecondsPerWait)
        if let chain = step.body.flatMap({ shown[$0] }) { books.note(offered: chain) }
        arena.record.note("the attacker answers \(step.path) from here on")
        try arena.change { try Self.network($0).attacker.prepare(answer, for: step.path) }
    }

    private func requests(_ step: RequestStep, _ arena: any NetworkStage) throws -> [[UInt8]] {
        guard let name = step.body else { return [HTTPBytes.request(step, body: [])] }
        return try arena.artefacts.named(name).parts.map { HTTPBytes.request(step, body: $0) }
    }

    // MARK: Blocks

    /// The blocks up to a place.
    private func blocks(upTo place: String, _ arena: any NetworkStage) throws -> [[UInt8]] {
        guard let node = NodePlace(place) else {
            return (bases[place] ?? []) + (try arena.artefacts.named(place).parts)
        }
        let all = try network(arena).blocks(of: node.node)
        guard let height = node.height else { return all }
        guard height < all.count else { throw StepFault("no block \(height) of \(node.node)") }
        return Array(all[...height])
    }

    private func forge(_ step: ForgedBlocks, _ arena: any NetworkStage) throws {
        let base = try blocks(upTo: step.on, arena)
        let transactions = try step.transactions.flatMap { try arena.artefacts.named($0).parts }
        bases[step.artefact] = base
        try arena.keep(
            step.artefact,
            try workshop.blocks(
                step, on: base, transactions: transactions,
                clockSeconds: arena.record.clock.seconds))
    }

    private func alter(
        _ artefact: String, _ of: String, _ edits: PerProfile<FieldEdits>,
        _ arena: any NetworkStage
    ) throws {
        let all = try blocks(upTo: of, arena)
        guard let last = all.last else { throw StepFault("\(of) has no block") }
        let altered = try workshop.altered(last, artefact, edits[setup.profile])
        let isArtefact = NodePlace(of) == nil
        let kept = isArtefact ? (bases[of] ?? []).count : all.count - 1
        bases[artefact] = Array(all[..<kept])
        try arena.keep(artefact, Array(all[kept...].dropLast()) + [altered])
    }

    func note(
        _ bytes: [UInt8], to surface: Surface, _ reply: Reply, in arena: any NetworkStage
    ) throws {
        books.note(sentByteCount: bytes.count)
        guard surface == NodeSurfaces.http, reply.isAccepted else { return }
        if let taken = tools.blocks(inRequest: bytes) { books.note(taken: taken) }
    }

    // MARK: Judgement

    func finding(of oracle: NodeOracle, in arena: any NetworkStage) throws -> Finding {
        let network = try network(arena)
        switch oracle {
        case .serviceAlive:
            if arena.hasDied { return .violated("a node's process died") }
            if let complaint = arena.complaint { return .violated(complaint) }
            return .intact("\(network.views.count) nodes are alive")
        case .determinismReplay: return .intact("a replay gives the same state")
        default: break
        }
        return try NodeReferee(
            reading: tools.reading, genesis: tools.genesis,
            clockSeconds: arena.record.clock.seconds, views: network.views, books: books
        ).finding(of: oracle)
    }

    func count(of counter: String, in arena: any NetworkStage) throws -> Int? {
        counter == "attack_bytes" ? books.sentByteCount : try network(arena).count(of: counter)
    }

    /// Honest use after the attack: the second node wins a block, and the first one hears of it by
    /// the push or by asking; then it wins one itself, which the second node takes.
    func poll(in arena: any NetworkStage) throws -> String? {
        let (first, second) = (NodeParties.first, NodeParties.second)
        try perform(.mine(by: second, blockCount: 1, seconds: 20), in: arena)
        try perform(.turn(by: first, count: 1, seconds: 21), in: arena)
        guard try isAgreed(arena) else { return "a block of \(second)'s does not arrive" }
        try perform(.mine(by: first, blockCount: 1, seconds: 20), in: arena)
        try perform(.turn(by: second, count: 1, seconds: 21), in: arena)
        guard try isAgreed(arena) else { return "a block of \(first)'s does not arrive" }
        if books.newcomer != nil {
            try perform(.turn(by: NodeParties.newcomer, count: 1, seconds: 21), in: arena)
        }
        return arena.complaint
    }

    /// Whether the two nodes hold one chain.
    private func isAgreed(_ arena: any NetworkStage) throws -> Bool {
        let network = try network(arena)
        return try network.blocks(of: NodeParties.first) == network.blocks(of: NodeParties.second)
    }
}
