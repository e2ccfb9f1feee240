internal import Cryptography
internal import Encodings
internal import GlyphChain
internal import Scenarios
internal import Trials

/// The ground on which the chain of one profile is attacked: one node behind its face, an
/// attacker's workshop, honest miners and payers, and the referee's books.
final class ChainGround<Forge: ChainForge>: TrialGround {
    typealias Rules = Forge.Rules

    /// Bytes that somebody made, and the chain up to them where they are blocks.
    struct Artefact {
        /// Blocks in a row, or one byte string.
        let parts: [[UInt8]]
        let chain: ChainView<Rules.Link>?
        /// What the first block stands on.
        let parent: EntryID?
    }

    static var startSeconds: Int { 1_700_000_000 }
    static var honestPeers: [PeerAddress] { [PeerAddress(1), PeerAddress(2)] }
    /// Of what the node's own miner and wallet send.
    static var ownSource: Source { Source(0) }

    let setup: TrialSetup
    let model: TrialModel
    let forge: Forge
    /// The system's, for a node that cuts text by an older Unicode's tables.
    let olderTablesRules: Rules
    var system: ChainSystem<Rules>
    var record: TrialRecord
    var measurement: Measurement?
    var books = RefereeBooks()
    var artefacts: [String: Artefact] = [:]  // looked up, never iterated
    /// What twins hold.
    var twinDigests: [Digest] = []
    var twinFinding: Finding?
    /// By the node's operator.
    private(set) var givenPeers: [PeerAddress]
    var newcomers: [PeerAddress] = []
    var complaint: String?
    let counter: WorkCounter
    let modelSwitch: ModelSwitch
    /// What the system spent on the attack's submissions, and on nothing else.
    var spent = WorkCounter.Counts()
    /// The most that the system held of each after any of the attack's submissions.
    var peaks = (waiting: 0, keptBlocks: 0, peers: 0)

    init(
        setup: TrialSetup, model: TrialModel, forge: Forge, olderTablesRules: Rules,
        system: ChainSystem<Rules>, counter: WorkCounter, modelSwitch: ModelSwitch
    ) {
        self.setup = setup
        self.model = model
        self.forge = forge
        self.olderTablesRules = olderTablesRules
        self.system = system
        self.counter = counter
        self.modelSwitch = modelSwitch
        givenPeers = Self.honestPeers
        record = TrialRecord(clock: LogicalClock(milliseconds: 1_000 * Self.startSeconds))
    }

    var node: ChainNode<Rules> { system.node }

    func wallet(_ name: String) -> Wallet { Wallet(seed: "\(setup.seed)/\(name)") }

    func artefact(_ name: String) throws -> Artefact {
        guard let artefact = artefacts[name] else { throw StepFault("no artefact \(name)") }
        return artefact
    }

    func oneByteString(_ name: String) throws -> [UInt8] {
        let parts = try artefact(name).parts
        guard parts.count == 1 else { throw StepFault("\(name) has \(parts.count) parts, not one") }
        return parts[0]
    }

    func keep(_ name: String, _ artefact: Artefact) throws {
        guard artefacts.updateValue(artefact, forKey: name) == nil else {
            throw StepFault("two artefacts named \(name)")
        }
        let bytes = artefact.parts.flatMap { $0 }
        record.note("makes \(name): \(bytes.count) bytes, \(Digests.sha256(bytes).text)")
    }

    // MARK: Steps

    func perform(_ operation: ChainOperation) throws {
        switch operation {
        case .mine(let by, let blockCount, let seconds):
            for _ in 0..<blockCount { try mine(by: by, seconds: seconds) }
        case .pay(let from, let to, let amount): try pay(from, to, amount)
        case .withhold(let name, let by): try withhold(name, by: by)
        case .payment(let step): try makePayment(step)
        case .forge(let step): try makeBlocks(step)
        case .alter(let step): try alterBlock(step)
        case .take(let name, let height, let transaction):
            try take(name, height: height, transaction: transaction)
        case .bytes(let step): try makeBytes(step)
        case .file(let name, let blocks): try makeFile(name, blocks)
        case .message(let step): try makeMessage(step)
        case .submit(let step):
            for index in 0..<step.times {
                try submit(
                    step.what, to: Surface(step.to),
                    source: UInt32(step.source + index % step.sourceCount))
            }
        case .givenPeers(let first, let count): give(first, count)
        case .advance(let seconds): advance(seconds)
        case .damage(let damage): try apply(damage)
        case .remember: books.heldBefore = storedView()
        case .restart: try restart()
        case .blind:
            modelSwitch.toggle()
            books.journal.append(.blinded)
        case .twinOfAll: try twinOfAll()
        case .twin(let what, let to, let tables):
            try twin(
                what, to: Surface(to), rules: tables == .older ? olderTablesRules : node.rules)
        case .newcomers(let count, let source): try announce(count, from: UInt32(source))
        case .measure(let kind, let allowed): try measure(kind, allowedMillionths: allowed)
        }
    }

    // MARK: Honest use

    func mine(by name: String, seconds: Int) throws {
        advance(seconds)
        var random = ActorRandom(seed: setup.seed, actor: "miner \(name) \(node.height)")
        do {
            let bytes = try node.mine(
                miner: wallet(name).address, clockSeconds: record.clock.seconds,
                attemptCountMax: Mining.attemptCountMax, random: &random)
            guard let bytes else { throw StepFault("\(name) won no block") }
            noteHeard(bytes, ChainSurfaces.block, Self.ownSource)
            books.noteHonest(bytes, try? forge.exact(bytes, height: node.height).get())
            record.note("\(name) mines height \(node.height), head \(node.tipHash)")
        } catch let refusal as Refusal {
            complain("\(name) cannot mine: \(refusal)")
        }
    }

    func pay(_ from: String, _ to: String, _ amount: Int) throws {
        let sender = wallet(from)
        let nonce = node.holding(of: sender.address).nextNonce
        let payment = try node.rules.payment(
            from: sender, to: wallet(to).address, amount: UInt64(amount), nonce: nonce)
        books.noteSigned(try forge.exactPayment(payment).get(), by: from)
        noteHeard(payment, ChainSurfaces.transaction, Self.ownSource)
        switch try node.submit(transaction: payment) {
        case .success: record.note("\(from) pays \(to) \(amount), nonce \(nonce)")
        case .failure(let refusal): complain("\(from) cannot pay: \(refusal)")
        }
    }

    /// A block won on the tip by somebody who has told nobody yet.
    private func withhold(_ name: String, by: String) throws {
        let plan = BlockPlan(
            miner: wallet(by), transactions: [], timestampSeconds: record.clock.seconds,
            edits: .none)
        var random = ActorRandom(seed: setup.seed, actor: "miner \(by) withholds \(node.height)")
        let bytes = try forge.block(plan, on: node.chain, random: &random)
        books.noteHonest(bytes, try? forge.exact(bytes, height: node.height + 1).get())
        try keepBlocks(name, [bytes], on: node.chain, parent: node.tip)
    }

    /// Honest use after the attack: a payment, a block with it, and a block from a peer.
    func poll() throws -> String? {
        if let complaint { return complaint }
        if books.hasDied { return "the verifier died" }
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
        let plan = BlockPlan(
            miner: wallet("poll peer"), transactions: [], timestampSeconds: record.clock.seconds,
            edits: .none)
        let block = try forge.block(plan, on: node.chain, random: &random)
        let message = GossipMessage.blocks(parent: node.tip, blocks: [block])
        let reply = try send(
            message.bytes, to: ChainSurfaces.peer, from: Source(Self.honestPeers[0].number))
        record.note("an honest peer's block", reply)
        books.noteHonest(block, try? forge.exact(block, height: node.height).get())
        guard reply.isAccepted, try node.blockBytes(atHeight: node.height) == block else {
            return "an honest peer's block was not taken"
        }
        return nil
    }

    // MARK: The attack

    func submit(_ name: String, to surface: Surface, source: UInt32) throws {
        for bytes in try artefact(name).parts {
            guard let reply = try answer(bytes, surface, source) else {
                record.note("\(name) to \(surface.name): the system fails")
                books.hasDied = true
                return
            }
            record.note("\(name) to \(surface.name)", reply)
            notePeaks()
            books.submissions.append(
                RefereeBooks.Submission(
                    name: name, surface: surface, bytes: bytes, isAccepted: reply.isAccepted))
            if reply.refusals.contains(where: { $0.by == PublishedGuards.verifierCrash }) {
                books.hasDied = true
            }
        }
    }

    /// The one way into the system from outside.
    private func send(
        _ bytes: [UInt8], to surface: Surface, from source: Source
    ) throws -> Reply {
        noteHeard(bytes, surface, source)
        return try system.submit(bytes, to: surface, from: source, at: record.clock)
    }

    private func noteHeard(_ bytes: [UInt8], _ surface: Surface, _ source: Source) {
        books.journal.append(.message(bytes, surface, source, record.clock))
    }

    /// Nil where the system fails at what its changed file makes of it.
    private func answer(_ bytes: [UInt8], _ surface: Surface, _ source: UInt32) throws -> Reply? {
        let before = counter.counts
        defer { spent = spent + (counter.counts - before) }
        do {
            return try send(bytes, to: surface, from: Source(source))
        } catch let error as StoreError {
            guard books.heldBefore != nil else { throw error }
            return nil
        }
    }

    private func notePeaks() {
        peaks = (
            max(peaks.waiting, node.waitingTransactions.count),
            max(peaks.keptBlocks, node.keptBlockCount), max(peaks.peers, system.peers.count)
        )
    }

    /// The same node, by an operator who gives it more peers.
    private func give(_ first: Int, _ count: Int) {
        givenPeers += (0..<count).map { PeerAddress(UInt32(first + $0)) }
        system = ChainSystem(node, peers: givenPeers)
        books.journal.append(.started(givenPeers))
        record.note("the operator gives peers \(first) to \(first + count - 1) too")
    }

    /// Another node that hears artefacts in an order of their own.
    private func twin(_ names: [String], to surface: Surface, rules: Rules) throws {
        var other = ChainSystem(
            try ChainNode(rules: rules, beginningIn: ChainStore(inMemoryFor: rules.pin)))
        for name in names {
            for bytes in try artefact(name).parts {
                let reply = try other.submit(bytes, to: surface, from: Source(1), at: record.clock)
                record.note("\(name) to a twin's \(surface.name)", reply)
                books.submissions.append(
                    RefereeBooks.Submission(
                        name: name, surface: surface, bytes: bytes,
                        isAccepted: reply.isAccepted, isTwins: true))
            }
        }
        twinDigests.append(other.stateDigest)
    }

    private func twinOfAll() throws {
        let name = "the main chain at \(node.height)"
        try makeFile(name, ["main:0-\(node.height)"])
        try twin([name], to: ChainSurfaces.chain, rules: node.rules)
    }

    private func announce(_ count: Int, from source: UInt32) throws {
        let first = 500 + UInt32(newcomers.count)
        let peers = (0..<UInt32(count)).map { PeerAddress(first + $0) }
        newcomers += peers
        let reply = try send(
            GossipMessage.peers(peers).bytes, to: ChainSurfaces.peer, from: Source(source))
        record.note("\(count) honest peers from \(source)", reply)
    }

    private func found(
        _ kind: EconomyAttack, allowedMillionths: Int
    ) throws -> Measurement {
        if kind == .signedDigest {
            return Economy.signedDigest(
                bitCount: forge.signedDigestBitCount, allowedMillionths: allowedMillionths)
        }
        guard let costs = model.costs else {
            throw StepFault("costs are measured with a real model, not with \(model.name)")
        }
        return try Economy.measurement(
            kind, setup.profile, try costs.advantage(), allowedMillionths: allowedMillionths)
    }

    private func measure(_ kind: EconomyAttack, allowedMillionths: Int) throws {
        let found = try found(kind, allowedMillionths: allowedMillionths)
        measurement = found
        record.note(
            "measures \(kind.rawValue): \(found.successCount) of \(found.attemptCount) "
                + "\(found.unit), \(found.advantageMillionths) of \(allowedMillionths) millionths")
        let one =
            kind == .signedDigest ? EconomyGuards.digestStrength : EconomyGuards.attemptCost
        // A bound that is passed stops nothing; a check that is not made finds nothing.
        if setup.guards.has(one), found.isWithin { record.note(hit: one) }
    }
}
