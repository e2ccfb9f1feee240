internal import Chains
internal import Cryptography
internal import GlyphChain
internal import Scenarios
internal import Trials

/// The arena in which the chain of one profile is attacked: a node behind its probe, honest miners
/// and payers, the clock, an attacker's workshop and a referee.
final class ChainArena<Forge: ChainForge, Reading: ChainReading>: TrialGround {
    typealias Rules = Forge.Rules

    static var startSeconds: Int { 1_700_000_000 }
    static var honestPeers: [PeerAddress] { [PeerAddress(1), PeerAddress(2)] }

    let setup: TrialSetup
    let model: TrialModel
    let modelSwitch: ModelSwitch
    /// The system's, for a node that cuts text by an older Unicode's tables.
    private let olderTablesRules: Rules
    private let referee: ChainReferee<Reading>
    private var workshop: ChainWorkshop<Forge>
    var probe: ChainProbe<Rules>
    /// The system's file; nil where nothing outlives the process.
    var disk: ChainDisk?
    /// By the node's operator.
    private(set) var givenPeers: [PeerAddress]
    var complaint: String?

    init(
        setup: TrialSetup, model: TrialModel, forge: Forge, reading: Reading,
        olderTablesRules: Rules, system: ChainSystem<Rules>, counter: WorkCounter,
        modelSwitch: ModelSwitch
    ) {
        self.setup = setup
        self.model = model
        self.modelSwitch = modelSwitch
        self.olderTablesRules = olderTablesRules
        referee = ChainReferee(reading: reading)
        workshop = ChainWorkshop(
            forge: forge, rules: system.rules, profile: setup.profile, seed: setup.seed)
        probe = ChainProbe(
            system,
            TrialRecord(clock: LogicalClock(milliseconds: 1_000 * Self.startSeconds)), counter)
        disk = system.storePath.map { ChainDisk(path: $0) }
        givenPeers = Self.honestPeers
        probe.books.honestPeers = Self.honestPeers
    }

    var record: TrialRecord {
        get { probe.record }
        set { probe.record = newValue }
    }
    var measurement: Measurement? { probe.books.measurement }
    var node: ChainNode<Rules> { probe.node }

    private var scene: ChainScene<Rules.Link> {
        ChainScene(sight: node, clockSeconds: record.clock.seconds)
    }

    func wallet(_ name: String) -> Wallet { workshop.wallet(name) }

    // MARK: Steps

    func perform(_ operation: ChainOperation) throws {
        switch operation {
        case .mine(let by, let blockCount, let seconds):
            for _ in 0..<blockCount { try mine(by: by, seconds: seconds) }
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
        case .givenPeers(let first, let count): give(first, count)
        case .advance(let seconds): advance(seconds)
        case .damage(let damage): try apply(damage)
        case .remember: probe.books.heldBefore = probe.stored
        case .restart: try restart()
        case .blind:
            modelSwitch.toggle()
            probe.noteBlinded()
        case .twinOfAll: try twinOfAll()
        case .twin(let what, let to, let tables):
            try twin(
                what, to: Surface(to), rules: tables == .older ? olderTablesRules : node.rules)
        case .newcomers(let count, let source): try announce(count, from: UInt32(source))
        case .measure(let kind, let allowed): try measure(kind, allowedMillionths: allowed)
        }
    }

    private func keep(_ name: String, _ artefact: Artefact<Rules.Link>) throws {
        try workshop.keep(name, artefact)
        let bytes = artefact.parts.flatMap { $0 }
        record.note("makes \(name): \(bytes.count) bytes, \(Digests.sha256(bytes).text)")
    }

    // MARK: Honest use

    private func mine(by name: String, seconds: Int) throws {
        advance(seconds)
        var random = ActorRandom(seed: setup.seed, actor: "miner \(name) \(node.height)")
        do {
            let bytes = try probe.mine(
                for: wallet(name), attemptCountMax: Mining.attemptCountMax, random: &random)
            guard let bytes else { throw StepFault("\(name) won no block") }
            noteHonest(bytes, height: node.height)
            record.note("\(name) mines height \(node.height), head \(node.tipHash)")
        } catch let refusal as Refusal {
            complain("\(name) cannot mine: \(refusal)")
        }
    }

    private func noteHonest(_ block: [UInt8], height: Int) {
        probe.books.noteHonest(block, try? referee.reading.exact(block, height: height).get())
    }

    private func pay(_ from: String, _ to: String, _ amount: Int) throws {
        let sender = wallet(from)
        let nonce = node.holding(of: sender.address).nextNonce
        let payment = try node.rules.payment(
            from: sender, to: wallet(to).address, amount: UInt64(amount), nonce: nonce)
        probe.books.noteSigned(try referee.reading.exactPayment(payment).get())
        if let refusal = try probe.pay(payment) {
            complain("\(from) cannot pay: \(refusal)")
        } else {
            record.note("\(from) pays \(to) \(amount), nonce \(nonce)")
        }
    }

    /// A block won on the tip by somebody who has told nobody yet.
    private func withhold(_ name: String, by: String) throws {
        var random = ActorRandom(seed: setup.seed, actor: "miner \(by) withholds \(node.height)")
        let block = try workshop.honestBlock(by: by, scene, random: &random)
        for bytes in block.parts { noteHonest(bytes, height: node.height + 1) }
        try keep(name, block)
    }

    /// Honest use after the attack: a payment, a block with it, and a block from a peer.
    func poll() throws -> String? {
        if let complaint { return complaint }
        if probe.books.hasDied { return "the verifier died" }
        advance(1_000)
        let (payer, payee) = ("poll payer", "poll payee")
        try mine(by: payer, seconds: 20)
        try pay(payer, payee, 5)
        try mine(by: "poll miner", seconds: 20)
        guard complaint == nil else { return complaint }
        let holding = node.holding(of: wallet(payee).address)
        guard holding.units == 5 else { return "a payment of 5 units left \(holding.units)" }
        var random = ActorRandom(seed: setup.seed, actor: "poll peer")
        advance(20)
        let block = try workshop.honestBlock(by: "poll peer", scene, random: &random).parts[0]
        let reply = try probe.tell(
            .blocks(parent: node.tip, blocks: [block]), from: Source(Self.honestPeers[0].number),
            "an honest peer's block")
        noteHonest(block, height: node.height)
        guard reply.isAccepted, try node.blockBytes(atHeight: node.height) == block else {
            return "an honest peer's block was not taken"
        }
        return nil
    }

    private func announce(_ count: Int, from source: UInt32) throws {
        let first = 500 + UInt32(probe.books.newcomers.count)
        let peers = (0..<UInt32(count)).map { PeerAddress(first + $0) }
        probe.books.newcomers += peers
        _ = try probe.tell(
            .peers(peers), from: Source(source), "\(count) honest peers from \(source)")
    }

    // MARK: The attack

    private func makePayments(_ step: PaymentStep) throws {
        let (payments, signed) = try workshop.payments(step, scene)
        for bytes in signed {
            guard let payment = try? referee.reading.exactPayment(bytes).get() else { continue }
            probe.books.noteSigned(payment)
        }
        try keep(step.artefact, payments)
    }

    private func submit(_ step: SubmitStep) throws {
        for index in 0..<step.times {
            let source = Source(UInt32(step.source + index % step.sourceCount))
            for bytes in try workshop.artefact(step.what).parts {
                let lives = try probe.attack(
                    step.what, bytes, to: Surface(step.to), from: source)
                guard lives else { break }
            }
        }
    }

    /// The same node, by an operator who gives it more peers.
    private func give(_ first: Int, _ count: Int) {
        givenPeers += (0..<count).map { PeerAddress(UInt32(first + $0)) }
        probe.start(givenPeers)
        record.note("the operator gives peers \(first) to \(first + count - 1) too")
    }

    /// Another node that hears artefacts in an order of their own.
    private func twin(_ names: [String], to surface: Surface, rules: Rules) throws {
        var other = ChainSystem(
            try ChainNode(rules: rules, beginningIn: ChainStore(inMemoryFor: rules.pin)))
        for name in names {
            for bytes in try workshop.artefact(name).parts {
                try probe.attack(name, bytes, twin: &other, at: surface)
            }
        }
        probe.books.twins.append(other.stateDigest)
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
        probe.books.measurement = found
        record.note(
            "measures \(kind.rawValue): \(found.successCount) of \(found.attemptCount) "
                + "\(found.unit), \(found.advantageMillionths) of \(allowedMillionths) millionths")
        // A bound that is passed stops nothing; a check that is not made finds nothing.
        if setup.guards.has(kind.bound), found.isWithin { record.note(hit: kind.bound) }
    }

    // MARK: Judgement

    func count(of counter: String) throws -> Int? { try probe.count(of: counter) }

    func finding(of oracle: ChainOracle) throws -> Finding {
        switch oracle {
        case .resourcesBounded: return try budgetFinding()
        case .forkTwins:
            if probe.books.besideTwins == nil { probe.books.besideTwins = node.stateDigest }
        case .determinismReplay: probe.books.replay = try replay()
        default: break
        }
        return try referee.finding(of: oracle, probe.books, probe.view())
    }

    /// All that happened to the node, once more to a new one; and the main chain's blocks alone to
    /// another.
    private func replay() throws -> ChainBooks.Replay {
        guard modelSwitch.isReadable else { throw StepFault("a model that reads nothing") }
        var again = ChainSystem(try newNode(), peers: Self.honestPeers)
        for event in probe.journal {
            switch event {
            case .message(let bytes, let surface, let source, let clock):
                _ = try again.submit(bytes, to: surface, from: source, at: clock)
            case .started(let peers): again = ChainSystem(again.node, peers: peers)
            case .blinded: modelSwitch.toggle()
            }
        }
        var direct = ChainSystem(try newNode(), peers: Self.honestPeers)
        for bytes in try probe.system.blocks().dropFirst() {
            _ = try direct.submit(
                bytes, to: ChainSurfaces.block, from: Source(1), at: record.clock)
        }
        return ChainBooks.Replay(
            eventCount: probe.journal.count, state: again.stateDigest, head: again.head,
            stateOfBlocks: direct.stateDigest)
    }

    private func newNode() throws -> ChainNode<Rules> {
        try ChainNode(rules: node.rules, beginningIn: ChainStore(inMemoryFor: node.rules.pin))
    }
}
