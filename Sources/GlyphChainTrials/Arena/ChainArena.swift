internal import Chains
internal import Cryptography
internal import GlyphChain
internal import Scenarios
internal import Trials

/// The arena in which the chain of one profile is attacked: nodes behind their probes, honest
/// miners and payers, the clock, an attacker's workshop and a referee.
final class ChainArena<Forge: ChainForge, Reading: ChainReading>: TrialArena {
    typealias Rules = Forge.Rules

    static var startSeconds: Int { 1_700_000_000 }
    static var honestPeers: [PeerAddress] { [PeerAddress(1), PeerAddress(2)] }

    let setup: TrialSetup
    let model: TrialModel
    let modelSwitch: ModelSwitch
    /// The system's, for a node that cuts text by an older Unicode's tables.
    private let olderTablesRules: Rules
    let referee: ChainReferee<Reading>
    var workshop: ChainWorkshop<Forge>
    /// Nil in a trial whose steps somebody read before.
    let script: ChainScript?
    var nodes: Nodes<ChainSystem<Rules>>
    var books: ChainBooks
    var costs: ChainCosts
    /// The file of node 0; nil where nothing outlives the process.
    var disk: ChainDisk?
    /// Peers that node 0 was given by its operator.
    private(set) var givenPeers: [PeerAddress]
    var complaint: String?

    init(
        setup: TrialSetup, model: TrialModel, forge: Forge, reading: Reading,
        olderTablesRules: Rules, nodes: Nodes<ChainSystem<Rules>>, counter: WorkCounter,
        modelSwitch: ModelSwitch, script: ChainScript? = nil
    ) {
        let system = nodes.system
        self.setup = setup
        self.model = model
        self.modelSwitch = modelSwitch
        self.olderTablesRules = olderTablesRules
        referee = ChainReferee(reading: reading)
        let workshop = ChainWorkshop(
            forge: forge, rules: system.rules, profile: setup.profile, seed: setup.seed,
            bounds: script == nil ? .scenario : .script)
        self.workshop = workshop
        self.script = script
        books = ChainBooks(
            judgedSenders: script.map { Set($0.honestNames.map { workshop.wallet($0).address }) })
        self.nodes = nodes
        costs = ChainCosts(counter: counter, givenPeerCount: system.peers.count)
        disk = system.storePath.map { ChainDisk(path: $0) }
        givenPeers = system.peers
        books.honestPeers = system.peers
    }

    var record: TrialRecord {
        get { nodes.record }
        set { nodes.record = newValue }
    }
    var measurement: Measurement? { books.measurement }
    /// The node that steps are at.
    var node: ChainNode<Rules> { nodes.system.node }

    var scene: ChainScene<Rules.Link> {
        ChainScene(sight: node, clockSeconds: record.clock.seconds)
    }

    func wallet(_ name: String) -> Wallet { workshop.wallet(name) }

    // MARK: Steps

    func perform(_ operation: ChainOperation, at node: Int) throws {
        nodes.here = node
        defer { nodes.here = 0 }
        guard script != nil else { return try perform(operation) }
        do {
            try perform(operation)
        } catch let error as StoreError {
            throw error
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            // Whatever a workshop cannot make of its words is no fault of the laboratory.
            throw StepFault("\(error)")
        }
    }

    private func perform(_ operation: ChainOperation) throws {
        switch operation {
        case .mine(let by, let blockCount, let seconds):
            for _ in 0..<blockCount {
                try workshop.beginWork(on: node.chain)
                try mine(by: by, seconds: seconds)
            }
        case .pay(let from, let to, let amount): try pay(from, to, amount)
        case .withhold(let name, let by): try withhold(name, by: by)
        case .payment(let step): try makePayments(step)
        case .forge(let step): try keep(step.artefact, try workshop.blocks(step, scene))
        case .alter(let step): try keep(step.artefact, try workshop.altered(step, scene))
        case .take(let name, let height, let transaction):
            try keep(
                name, try workshop.taken(height: height, transaction: transaction, scene))
        case .bytes(let step): try keep(step.artefact, try workshop.bytes(step))
        case .file(let name, let blocks): try keep(name, try workshop.file(blocks, scene))
        case .message(let step): try keep(step.artefact, try workshop.message(step, scene))
        case .submit(let step): try submit(step)
        case .givenPeers(let first, let count): try give(first, count)
        case .hear(let name, let source): try hear(name, from: Source(UInt32(source)))
        case .network(let step): try nodes.perform(step)
        case .advance(let seconds): try nodes.advance(seconds)
        case .damage(let damage):
            try script == nil ? apply(damage) : applyForScript(damage)
        case .remember: books.heldBefore = stored
        case .restart: try script == nil ? restart() : restartForScript()
        case .blind:
            try nodes.change { [modelSwitch] _ in modelSwitch.toggle() }
        case .twinOfAll: try twinOfAll()
        case .twin(let what, let to, let tables):
            try twin(
                what, to: Surface(to), rules: tables == .older ? olderTablesRules : node.rules)
        case .newcomers(let count, let source): try announce(count, from: UInt32(source))
        case .measure(let kind, let allowed): try measure(kind, allowedMillionths: allowed)
        }
    }

    private func keep(_ name: String, _ artefact: ChainWorkshop<Forge>.Made) throws {
        try workshop.artefacts.keep(name, artefact)
        let bytes = artefact.parts.flatMap { $0 }
        record.note("makes \(name): \(bytes.count) bytes, \(Digests.sha256(bytes).text)")
    }

    // MARK: Honest use

    func mine(by name: String, seconds: Int) throws {
        try nodes.advance(seconds)
        var random = ActorRandom(
            seed: setup.seed, actor: "miner \(name) \(node.height)" + hereText + attemptText)
        do {
            let bytes = try minedBlock(
                for: wallet(name), attemptCountMax: Mining.attemptCountMax, random: &random)
            guard let bytes else { throw StepFault("\(name) won no block") }
            noteHonest(bytes, height: node.height, toldTo: nodes.here)
            record.note("\(name) mines height \(node.height), head \(node.tipHash)")
        } catch let refusal as Refusal {
            // A chain within the bounds of time that a clock has not reached yet is worth waiting.
            guard script == nil || !waitsForClock(refusal) else {
                throw StepFault("\(name) has to wait: \(refusal)")
            }
            complain("\(name) cannot mine: \(refusal)")
        }
    }

    /// Miners of one name at two nodes try other nonces.
    private var hereText: String { nodes.here == 0 ? "" : " at \(nodes.here)" }
    /// An honest miner never proves the same for two blocks, however often somebody makes it begin
    /// again at one height.
    private var attemptText: String {
        script == nil ? "" : " after \(books.honestBlocks.count) blocks"
    }

    /// - Parameter node: the one that was told of it; nil for none.
    private func noteHonest(_ block: [UInt8], height: Int, toldTo node: Int?) {
        books.noteHonest(
            block, try? referee.reading.exact(block, height: height).get(), toldTo: node)
    }

    private func pay(_ from: String, _ to: String, _ amount: Int) throws {
        let sender = wallet(from)
        let nonce = node.holding(of: sender.address).nextNonce
        let payment = try node.rules.payment(
            from: sender, to: wallet(to).address, amount: UInt64(amount), nonce: nonce)
        books.noteSigned(try referee.reading.exactPayment(payment).get())
        if let refusal = try send(payment: payment) {
            complain("\(from) cannot pay: \(refusal)")
        } else {
            record.note("\(from) pays \(to) \(amount), nonce \(nonce)")
        }
    }

    /// A block won on the tip by somebody who has told nobody yet.
    private func withhold(_ name: String, by: String) throws {
        try workshop.beginWork(on: node.chain)
        var random = ActorRandom(
            seed: setup.seed,
            actor: "miner \(by) withholds \(node.height)" + hereText + attemptText)
        let block = try workshop.honestBlock(by: by, scene, random: &random)
        for bytes in block.parts { noteHonest(bytes, height: node.height + 1, toldTo: nil) }
        try keep(name, block)
    }

    /// Honest use after the attack: a payment, a block with it, and a block from a peer.
    func poll() throws -> String? {
        if let complaint { return complaint }
        if books.hasDied || nodes.hasDied { return "the verifier died" }
        if script != nil {
            try startIfDown()
            try nodes.advance(1_000)
            // Time makes no attempt: a chain that asks for more of them than honest miners have is
            // one that somebody paid for.
            if let obstacle = obstacleToPoll {
                record.note("nobody polls the chain: \(obstacle)")
                return nil
            }
        } else {
            try nodes.advance(1_000)
        }
        let (payer, payee) = ("poll payer", "poll payee")
        try mine(by: payer, seconds: 20)
        try pay(payer, payee, 5)
        try mine(by: "poll miner", seconds: 20)
        guard complaint == nil else { return complaint }
        let holding = node.holding(of: wallet(payee).address)
        guard holding.units == 5 else { return "a payment of 5 units left \(holding.units)" }
        var random = ActorRandom(seed: setup.seed, actor: "poll peer")
        try nodes.advance(20)
        let block = try workshop.honestBlock(by: "poll peer", scene, random: &random).parts[0]
        let reply = try tell(
            .blocks(parent: node.tip, blocks: [block]), from: Source(Self.honestPeers[0].number),
            "an honest peer's block")
        noteHonest(block, height: node.height, toldTo: 0)
        guard reply.isAccepted, try node.blockBytes(atHeight: node.height) == block else {
            return "an honest peer's block was not taken"
        }
        return nil
    }

    func announce(_ count: Int, from source: UInt32) throws {
        let first = 500 + UInt32(books.newcomers.count)
        let peers = (0..<UInt32(count)).map { PeerAddress(first + $0) }
        books.newcomers += peers
        _ = try tell(
            .peers(peers), from: Source(source), "\(count) honest peers from \(source)")
    }

    // MARK: The attack

    /// Keeps the latest blocks or payment that the node sent to a connection of the attacker's.
    private func hear(_ name: String, from source: Source) throws {
        for message in nodes.heard(at: source) {
            guard let goods = try workshop.goods(message, scene) else { continue }
            return try keep(name, goods)
        }
        throw StepFault("the node sent no block and no payment to source \(source.number)")
    }

    private func makePayments(_ step: PaymentStep) throws {
        let (payments, signed) = try workshop.payments(step, scene)
        for bytes in signed {
            guard let payment = try? referee.reading.exactPayment(bytes).get() else { continue }
            books.noteSigned(payment)
        }
        try keep(step.artefact, payments)
    }

    private func submit(_ step: SubmitStep) throws {
        for index in 0..<step.times {
            let source = Source(UInt32(step.source + index % step.sourceCount))
            for bytes in try workshop.artefacts.named(step.what).parts {
                let reply = try attack(
                    step.what, bytes, to: Surface(step.to), from: source)
                guard reply != nil else { break }
            }
        }
    }

    /// The same node, by an operator who gives it more peers.
    private func give(_ first: Int, _ count: Int) throws {
        givenPeers += (0..<count).map { PeerAddress(UInt32(first + $0)) }
        try nodes.change { [givenPeers] in $0 = $0.started(withPeers: givenPeers) }
        record.note("the operator gives peers \(first) to \(first + count - 1) too")
    }

    /// Another node that hears artefacts in an order of their own.
    private func twin(_ names: [String], to surface: Surface, rules: Rules) throws {
        var other = ChainSystem(
            try ChainNode(rules: rules, beginningIn: ChainStore(inMemoryFor: rules.pin)))
        for name in names {
            for bytes in try workshop.artefacts.named(name).parts {
                try attack(name, bytes, twin: &other, at: surface)
            }
        }
        books.twins.append(other.stateDigest)
    }

    private func twinOfAll() throws {
        let name = "the main chain at \(node.height)"
        try keep(name, try workshop.file(["main:0-\(node.height)"], scene))
        try twin([name], to: ChainSurfaces.chain, rules: node.rules)
    }

    private func measure(_ kind: EconomyAttack, allowedMillionths: Int) throws {
        let found = try Economy.measurement(
            kind, profile, model, signedDigestBitCount: workshop.forge.signedDigestBitCount,
            allowedMillionths: allowedMillionths)
        books.measurement = found
        record.note(
            "measures \(kind.rawValue): \(found.successCount) of \(found.attemptCount) "
                + "\(found.unit), \(found.advantageMillionths) of \(allowedMillionths) millionths")
        // The guard counts as hit only if it stands and the bound holds.
        if setup.guards.has(kind.bound), found.isWithin { record.note(hit: kind.bound) }
    }

    // MARK: Judgement

    func count(of counter: String) throws -> Int? {
        try costs.count(of: counter, nodes.probes.map(\.system))
    }

    /// Judges node 0, once the network is whole and quiet.
    func finding(of oracle: ChainOracle) throws -> Finding {
        if script != nil { try prepare(for: oracle) }
        try nodes.reunite()
        if nodes.hasDied { books.hasDied = true }
        switch oracle {
        case .resourcesBounded: return try budgetFinding()
        case .forkTwins:
            if books.besideTwins == nil { books.besideTwins = node.stateDigest }
        case .determinismReplay: books.replay = try replay()
        case .networkAgreement:
            guard try breakTie() else { return .intact("the nodes hold chains of equal work") }
        default: break
        }
        books.others = (1..<setup.nodeCount).map(view(of:))
        return try referee.finding(of: oracle, books, view(of: 0))
    }

    /// Honest nodes may hold branches of equal work for ever; the next block decides.
    ///
    /// **Result:** whether it could; where nobody wins one, branches of equal work are no quarrel.
    private func breakTie() throws -> Bool {
        let tips = nodes.probes.map(\.system.node.tip)
        guard tips.contains(where: { $0 != tips[0] }) else { return true }
        if script != nil, obstacleToPoll != nil {
            let works = nodes.probes.map(\.system.work)
            return works.contains { $0 != works[0] }
        }
        record.note("the nodes hold different heads: the next block decides")
        if script != nil { try nodes.advance(1_000) }
        try mine(by: "the next miner", seconds: 20)
        try nodes.reunite()
        return true
    }

    /// All events of node 0 once more for a new node; and the main chain's blocks alone for
    /// another.
    private func replay() throws -> ChainBooks.Replay {
        guard modelSwitch.isReadable else {
            throw StepFault("determinism.replay: the model is still blinded")
        }
        let probe = nodes.probes[0]
        let again = try probe.replayed(
            to: ChainSystem(
                try newNode(), address: probe.system.address, peers: books.honestPeers))
        var direct = ChainSystem(try newNode(), peers: books.honestPeers)
        for bytes in try probe.system.blocks().dropFirst() {
            _ = try direct.submit(
                bytes, to: ChainSurfaces.block, from: Source(1), at: record.clock)
        }
        return ChainBooks.Replay(
            eventCount: probe.eventCount, state: again.stateDigest, head: again.head,
            stateOfBlocks: direct.stateDigest)
    }

    private func newNode() throws -> ChainNode<Rules> {
        try ChainNode(rules: node.rules, beginningIn: ChainStore(inMemoryFor: node.rules.pin))
    }
}
