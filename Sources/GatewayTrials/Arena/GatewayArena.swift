internal import Cryptography
internal import GatewayNetwork
internal import Scenarios
internal import Trials

/// The arena in which the network of gateways is attacked: gateways behind their probes, honest
/// parties, the clock, a workshop and the referee's books.
final class GatewayArena: TrialArena {
    static let startMilliseconds = 1_700_000_000_000
    static let networkName = "the network under attack"
    /// Honest parties' connections; attackers have those up to 800.
    static let honestSource = Source(900)
    static let otherHonestSource = Source(901)
    /// The attacker's connection that each of several gateways was given for a peer.
    private static let attacker = Source(1)

    let setup: TrialSetup
    /// Nil in a trial whose steps somebody read before.
    var script: GatewayScript?
    let keyring: GatewayKeyring
    let reading: GatewayReading
    private let parameters: GatewayParameters
    var workshop: GatewayWorkshop
    var nodes: Nodes<GatewayUnderTest>
    var disk = GatewayDisk()
    var books: GatewayBooks
    var complaint: String?
    /// Votes of honest validators.
    var sentVotes: Set<SentVote> = []  // membership only, never iterated
    /// The published epoch of gateway 0 that was settled and not paid yet.
    var openEpoch: Int?
    /// The body of the last answer to the attacker.
    var answered: [UInt8]?
    /// Receipts in the largest answer to the attacker.
    var answeredReceipts = 0
    /// A peer that follows gateway 0.
    var follower = GatewayFollower()

    /// A vote with the gateway that it was sent to.
    struct SentVote: Hashable {
        let node: Int
        let validator: String
        let root: String
    }

    init(setup: TrialSetup, script: GatewayScript? = nil) throws {
        self.setup = setup
        self.script = script
        let keyring = GatewayKeyring(seed: setup.seed)
        self.keyring = keyring
        reading = GatewayReading(profile: setup.profile)
        books = GatewayBooks(
            grantedKeys: script == nil ? [] : Set(setup.allowance.keys.map(keyring.key)))
        workshop = try GatewayWorkshop(
            profile: setup.profile, keyring: keyring, network: Self.networkName,
            bounds: script == nil ? .scenario : .script)
        let parameters = workshop.builder.parameters
        self.parameters = parameters
        let network = NodeNetwork(nodeCount: setup.nodeCount, seed: setup.seed)
        let systems = try (0..<setup.nodeCount).map { number in
            try GatewayUnderTest(
                number, of: setup, keyring, parameters, peers: [Self.attacker], network)
        }
        nodes = Nodes(
            systems, network, hearingAt: GatewaySurfaces.gossip,
            record: TrialRecord(clock: LogicalClock(milliseconds: Self.startMilliseconds)))
        for number in 0..<setup.nodeCount where setup.profile == .published {
            nodes.here = number
            try connectPublished()
            try configurePublished()
        }
        nodes.here = 0
    }

    var record: TrialRecord {
        get { nodes.record }
        set { nodes.record = newValue }
    }

    /// Nothing here is measured in ratios.
    var measurement: Measurement? { nil }
    /// The gateway that steps are at, for looking at; messages go through `send`.
    var system: GatewayUnderTest { nodes.system }
    var view: GatewayView {
        var view = GatewayView(system, record.clock)
        view.pulled = follower.seen
        return view
    }

    // MARK: Steps

    func perform(_ operation: GatewayOperation, at node: Int) throws {
        nodes.here = node
        defer { nodes.here = 0 }
        try script == nil ? perform(operation) : performForScript(operation)
    }

    func perform(_ operation: GatewayOperation) throws {
        workshop.epochs = namedEpochs
        switch operation {
        case .receipt(let plan, let name): try receipt(plan, name)
        case .withhold(let plan, let name): try keep(name, [try honestReceipt(plan)])
        case .elsewhere(let plan, let name, let purpose):
            try keep(name, [try workshop.elsewhere(plan, purpose, record.clock)])
        case .make(let step): try make(step)
        case .vote(let names, let epoch, let total):
            for name in names { try vote(name, epoch: epoch, total: total) }
        case .settle(let epoch, let total):
            _ = try settle(epoch: epoch, total: total, by: honestValidators)
        case .ballot(let step): try makeBallots(step)
        case .request(let step): try makeRequest(step)
        case .mint(let step): try makeMint(step)
        case .http(let step): try keep(step.artefact, try workshop.requests(step))
        case .message(let step): try makeMessages(step)
        case .say(let step): try say(step)
        case .abandon(let order, let node): try abandon(order, node)
        case .alter(let step): try keep(step.artefact, [try workshop.altered(step)])
        case .take(let name, let kind, let index): try take(name, kind, index)
        case .bytes(let step):
            try keep(step.artefact, [try workshop.artefacts.bytes(step, profile)])
        case .batch(let name, let what): try keep(name, [try workshop.batch(what)])
        case .submit(let what, let to, let source, let times):
            for _ in 0..<times { try submit(what, to: Surface(to), source: UInt32(source)) }
        case .hear(let name, let source): try hear(name, from: Source(UInt32(source)))
        case .answer(let name): try keep(name, [try lastAnswer()])
        case .infer(let plan) where profile == .hardened: try inferHardened(plan)
        case .credit(let user, let amount, let payment) where profile == .hardened:
            try creditHardened(user, amount: amount, payment: payment)
        case .pull: try follow()
        case .infer, .credit, .ask, .token, .serve: try performPublished(operation)
        case .network(let step): try nodes.perform(step)
        case .advance(let seconds): try nodes.advance(seconds)
        case .damage(let damage): try script == nil ? apply(damage) : applyForScript(damage)
        case .remember: books.heldBefore = view.stored
        case .restart: try script == nil ? restart() : restartForScript()
        }
    }

    /// Sends bytes to the gateway that steps are at.
    func send(
        _ bytes: [UInt8], to surface: Surface, from source: Source, as name: String,
        isAttack: Bool = false
    ) throws -> Reply {
        let rowCount = system.rowCount
        let settlementCount = system.settlementCount
        let receiptCount = system.receiptCount
        let reply = try nodes.send(
            bytes, to: surface, from: source, as: name, isAttack: isAttack)
        let newCount = max(0, system.rowCount - rowCount)
        if profile == .published { noteServed(bytes, surface, from: receiptCount) }
        script?.note(rowCount: newCount, byteCount: newCount == 0 ? 0 : bytes.count)
        // The referee looks at gateway 0.
        if nodes.here == 0, system.settlementCount > settlementCount {
            books.noteSettlement(receiptCount: system.receiptCount)
        }
        // A script's damage may keep a gateway from starting: that is an answer.
        if reply.died, script == nil || surface != GatewaySurfaces.store { books.hasDied = true }
        return reply
    }

    private func submit(_ name: String, to surface: Surface, source: UInt32) throws {
        for bytes in try workshop.artefacts.named(name).parts {
            let reply = try send(
                bytes, to: surface, from: Source(source), as: name, isAttack: true)
            noteAnswer()
            noteAnswer(reply, to: surface)
        }
    }

    func keep(_ name: String, _ parts: [[UInt8]]) throws {
        try workshop.artefacts.keep(name, Artefact(parts: parts))
        let bytes = parts.flatMap { $0 }
        record.note("makes \(name): \(bytes.count) bytes, \(Digests.sha256(bytes).text)")
    }

    // MARK: The attack

    /// Keeps the latest receipts that the gateway sent to a connection of the attacker's.
    private func hear(_ name: String, from source: Source) throws {
        guard let message = nodes.heard(at: source).first else {
            throw StepFault("the gateway sent nothing to source \(source.number)")
        }
        try keep(name, try workshop.goods(message))
    }

    private func make(_ step: MakeStep) throws {
        let parts = try workshop.receipts(step, record.clock)
        // All that granted keys sign is their holders' will in a script's trial.
        if script == nil {
            let keys = [step.signed.gatewaySigner, step.signed.nodeSigner].map(keyring.key)
            for bytes in parts { books.noteConsent(bytes, keys: keys, reading) }
        }
        try keep(step.artefact, parts)
    }

    private func makeBallots(_ step: BallotStep) throws {
        // Each snapshot reads all receipts, whatever comes of the ballots.
        try script?.spend(64 * step.count * system.receiptCount)
        let numbers = step.epoch..<step.epoch + step.count
        guard profile == .hardened else {
            let epochs = try numbers.map { number in
                guard let epoch = storedEpoch(number) else {
                    throw StepFault("no snapshot of epoch \(number): it was not settled")
                }
                return epoch
            }
            return try keep(
                step, workshop.ballots(step, epochs),
                epochs.map { Signed(epoch: $0.id, total: $0.total, receiptCount: 0, root: $0.root) }
            )
        }
        let snapshots = try numbers.map { epoch in
            guard let snapshot = snapshot(epoch: epoch, total: step.total) else {
                throw StepFault("no snapshot of epoch \(epoch)")
            }
            return snapshot
        }
        try keep(
            step, workshop.ballots(step, snapshots),
            snapshots.map {
                Signed(
                    epoch: $0.epoch, total: Int($0.total), receiptCount: $0.receiptCount, root: nil)
            })
    }

    /// A snapshot as its signer sees it.
    private struct Signed {
        let epoch: String
        let total: Int
        let receiptCount: Int
        /// Nil where the vote itself says it.
        let root: String?
    }

    private func keep(_ step: BallotStep, _ parts: [[UInt8]], _ snapshots: [Signed]) throws {
        guard script == nil else { return try keep(step.artefact, parts) }
        let name = step.voter.signer
        // A signature counts whether or not it is of the right snapshot.
        for (bytes, snapshot) in zip(parts, snapshots) {
            guard case .success(let vote) = reading.vote(bytes),
                vote.validator == keyring.key(name)
            else { continue }
            books.note(
                GatewayBooks.Ballot(
                    validator: name, epoch: snapshot.epoch, total: snapshot.total,
                    receiptCount: snapshot.receiptCount, root: snapshot.root ?? vote.root ?? "",
                    round: step.round))
        }
        try keep(step.artefact, parts)
    }

    private func makeRequest(_ step: RequestStep) throws {
        guard profile == .hardened else {
            let window = window(
                epoch: step.epoch, endMilliseconds: record.clock.milliseconds + 1_000)
            return try keep(step.artefact, [try workshop.request(step, window)])
        }
        let snapshot = snapshot(
            epoch: step.epoch, total: step.total, receiptCount: step.receiptCount)
        guard let snapshot else { throw StepFault("no snapshot of epoch \(step.epoch)") }
        try keep(step.artefact, [try workshop.request(step, snapshot)])
    }

    private func take(_ name: String, _ kind: GatewayOperation.Kind, _ index: Int) throws {
        let bytes =
            kind == .call ? try mintCall(epoch: index + 1) : try Self.entry(kind, index, of: system)
        try keep(name, [bytes])
    }

    // MARK: Judgement

    var referee: GatewayReferee {
        GatewayReferee(
            profile: profile, parties: keyring.parties, journal: nodes.probes[0].submissions,
            books: books, view: view)
    }

    /// Judges gateway 0, once the network is whole and quiet.
    func finding(of oracle: GatewayOracle) throws -> Finding {
        if script != nil { try startIfDown() }
        try nodes.reunite()
        if nodes.hasDied { books.hasDied = true }
        switch oracle {
        case .networkAgreement where script != nil && setup.nodeCount == 1:
            return .intact("one gateway is alone")
        case .storeState where script != nil:
            return books.storeComplaint.map { .violated($0) }
                ?? .intact("each start left what was held")
        case .pullComplete: try follow()
        case .networkAgreement, .snapshotStable:
            books.others = nodes.probes.dropFirst().map { GatewayView($0.system, record.clock) }
        case .serviceAlive:
            if let complaint = try system.published?.complaintOfService() {
                return .violated(complaint)
            }
        case .resourcesBounded: return try budgetFinding()
        case .determinismReplay:
            let new = try GatewayUnderTest(0, of: setup, keyring, parameters)
            books.replayed = GatewayView.State(try nodes.probes[0].replayed(to: new))
        default: break
        }
        return try referee.finding(of: oracle)
    }

    /// Costs of the attacker's messages, to all gateways.
    func count(of counter: String) -> Int? {
        let attacks = nodes.probes.map { probe in
            probe.submissions.filter { $0.isAttack && $0.surface != GatewaySurfaces.store }
        }
        switch counter {
        case "signature_checks":
            return zip(nodes.probes, attacks).reduce(0) { sum, pair in
                let (probe, attacks) = pair
                let sources = Set(attacks.map(\.source.number)).sorted()  // sorted, never iterated
                return sources.reduce(sum) {
                    $0 + probe.system.signatureVerificationCount(from: Source($1))
                }
            }
        case "answered_receipts": return answeredReceipts
        case "unpaid_texts": return unpaidTextCount
        case "read_bytes":
            // A message that is refused by its size is not read.
            return attacks.joined().filter { !$0.refusals.contains(GatewayGuards.size) }
                .reduce(0) { $0 + $1.bytes.count }
        case "snapshots":
            return nodes.probes.map {
                profile == .published ? $0.system.epochs.count : $0.system.tallies.count
            }.max()
        default: return countOfScript(counter)
        }
    }
}
