internal import Cryptography
internal import LearningNetwork
internal import Scenarios
internal import Training
internal import Trials

/// The arena in which proof of learning is attacked: nodes behind their probes, honest parties, the
/// clock, a workshop and the referee's books.
final class LearningArena: TrialArena {
    static let startMilliseconds = 1_700_000_000_000
    /// Honest parties' connections; attackers have those up to 800.
    static let honestSource = Source(900)
    /// The attacker's connection that each of several nodes was given for a peer.
    static let attacker = Source(1)

    let setup: TrialSetup
    let keyring: LearningKeyring
    /// The network's training data.
    let data: [TrainingChunk]
    let genesis: LearningGenesis
    var nodes: Nodes<LearningUnderTest>
    var artefacts = Artefacts<Never>()
    var disk = LearningDisk()
    var books: LearningBooks
    var publishedBooks: PublishedBooks
    var complaint: String?
    /// Trainings behind proofs, honest and other ones, in their order.
    var trainings: [(proof: [UInt8], training: ClaimedTraining)] = []
    /// All proofs that were made under the published rules, with the trainers that they name.
    var publishedProofs: [(trainer: String, proof: [UInt8])] = []
    /// Payments that were made under the published rules.
    var paymentCount = 0
    /// Honest proofs that count once somebody sends them.
    var proved: [[UInt8]] = []
    /// Honest validators that stay away until the poll.
    var votesOfAll = false

    init(setup: TrialSetup) throws {
        self.setup = setup
        let keyring = LearningKeyring(seed: setup.seed)
        self.keyring = keyring
        let data = try keyring.data
        let genesis = try keyring.genesis(data)
        (self.data, self.genesis) = (data, genesis)
        books = LearningBooks(
            genesis: genesis.bytes,
            grantedKeys: setup.allowance.keys.map { keyring.signer($0).key.text })
        let network = NodeNetwork(nodeCount: setup.nodeCount, seed: setup.seed)
        let systems = try (0..<setup.nodeCount).map { number in
            let peers =
                setup.nodeCount == 1 ? [] : [Self.attacker] + network.sources(beside: number)
            return try Self.node(setup, keyring, genesis, data, peers: peers, number: number)
        }
        publishedBooks =
            setup.profile == .published
            ? try Self.publishedBooks(setup, systems[0])
            : PublishedBooks(coins: [], grantedOwners: [])
        nodes = Nodes(
            systems, network, hearingAt: LearningSurfaces.gossip,
            record: TrialRecord(clock: LogicalClock(milliseconds: Self.startMilliseconds)))
    }

    static func node(
        _ setup: TrialSetup, _ keyring: LearningKeyring, _ genesis: LearningGenesis,
        _ data: [TrainingChunk], peers: [Source], number: Int
    ) throws -> LearningUnderTest {
        switch setup.profile {
        case .hardened:
            LearningUnderTest(
                LearningSystem(genesis: genesis, data: data, guards: setup.guards, peers: peers))
        case .published:
            LearningUnderTest(
                try publishedNode(setup, keyring, peers: peers, number: number))
        }
    }

    var record: TrialRecord {
        get { nodes.record }
        set { nodes.record = newValue }
    }

    /// Nothing here is measured in ratios.
    var measurement: Measurement? { nil }
    /// The node that steps are at, for looking at; messages go through `send`.
    var system: LearningUnderTest { nodes.system }

    // MARK: Steps

    func perform(_ operation: LearningOperation, at node: Int) throws {
        nodes.here = node
        defer { nodes.here = 0 }
        try perform(operation)
    }

    private func perform(_ operation: LearningOperation) throws {
        switch operation {
        case .alter(let name, let of, let edits):
            var bytes = try artefacts.oneByteString(of)
            bytes = try edited(bytes, edits[profile])
            try keep(name, [bytes])
        case .bytes(let step):
            try keep(step.artefact, [try artefacts.bytes(step, profile)])
        case .submit(let what, let to, let source, let times):
            for _ in 0..<times { try submit(what, to: Surface(to), source: UInt32(source)) }
        case .hear(let name, let source): try hear(name, from: Source(UInt32(source)))
        case .network(let step): try nodes.perform(step)
        case .advance(let seconds): try nodes.advance(seconds)
        case .damage(let damage): try apply(damage)
        case .remember: books.heldBefore = system.storedLines
        case .restart: try restart()
        default:
            switch profile {
            case .hardened: try performHardened(operation)
            case .published: try performPublished(operation)
            }
        }
    }

    /// Sends bytes to the node that steps are at.
    @discardableResult
    func send(
        _ bytes: [UInt8], to surface: Surface, from source: Source, as name: String,
        isAttack: Bool = false
    ) throws -> Reply {
        let reply = try nodes.send(bytes, to: surface, from: source, as: name, isAttack: isAttack)
        if reply.died { books.hasDied = true }
        return reply
    }

    /// Sends an honest party's bytes; a refusal is an obstacle that it met.
    func sendHonest(_ bytes: [UInt8], to surface: Surface, as name: String) throws {
        let reply = try send(bytes, to: surface, from: Self.honestSource, as: name)
        if let refusal = reply.refusals.first { complain("\(name) is refused: \(refusal)") }
    }

    private func submit(_ name: String, to surface: Surface, source: UInt32) throws {
        for bytes in try artefacts.named(name).parts {
            if surface == LearningSurfaces.proof, proved.contains(bytes),
                !books.trainings.contains(bytes)
            {
                books.note(training: bytes)
            }
            let before = system.hardened?.auditedStepCount ?? 0
            let reply = try send(
                bytes, to: surface, from: Source(source), as: name, isAttack: true)
            books.auditedSteps += (system.hardened?.auditedStepCount ?? 0) - before
            if profile == .hardened { try voteAfter(bytes, surface, reply) }
        }
    }

    func keep(_ name: String, _ parts: [[UInt8]]) throws {
        try artefacts.keep(name, Artefact(parts: parts))
        let bytes = parts.flatMap { $0 }
        record.note("makes \(name): \(bytes.count) bytes, \(Digests.sha256(bytes).text)")
    }

    /// Keeps the latest message that the node sent to a connection of the attacker's.
    private func hear(_ name: String, from source: Source) throws {
        guard let message = nodes.heard(at: source).first else {
            throw StepFault("the node sent nothing to source \(source.number)")
        }
        try keep(name, [message])
    }

    // MARK: Bytes

    func edited(_ bytes: [UInt8], _ edits: FieldEdits) throws -> [UInt8] {
        guard edits.changesFields else { return bytes }
        let edits = try edits.mapValues { try Placeholders.expanded($0, word) }
        var document = try RawDocument(bytes)
        for (path, value) in edits.set { try document.set(path, value) }
        for (path, value) in edits.add { try document.add(path, value) }
        for path in edits.remove { try document.remove(path) }
        for (path, value) in edits.rename { try document.rename(path, value) }
        return document.sortedByKey.bytes
    }

    /// Words in edits: `${address ada}`, `${key ada}`, `${repeat 9 x}`, `${of ARTEFACT PATH}`.
    private func word(_ words: [String]) throws -> String? {
        switch (words[0], words.count) {
        case ("address", 2):
            return profile == .hardened
                ? keyring.address(words[1]) : try publishedAddress(words[1])
        case ("key", 2): return keyring.signer(words[1]).key.text
        case ("of", 3):
            return try RawDocument(artefacts.oneByteString(words[1])).value(at: words[2])?.text
        case ("repeat", 3):
            guard let count = Int(words[1]), (1...1 << 20).contains(count) else { return nil }
            return String(repeating: words[2], count: count)
        default: return nil
        }
    }

    // MARK: The disk

    /// **Throws:** ``StepFault`` where nothing is changed.
    private func apply(_ damage: LearningDamage) throws {
        record.note("somebody with the disk: \(damage.name)")
        let held = system.storeDocument
        try disk.change(damage, held: held) { bytes, edits in
            try edited(bytes, edits[profile])
        }
        if disk.isChanged { rememberHeld() }
    }

    /// Starts from the stored bytes; where these are refused, from the operator's own copy.
    private func restart() throws {
        rememberHeld()
        let damaged = disk.take()
        let reply = try send(
            damaged ?? system.storeDocument, to: LearningSurfaces.store, from: Self.honestSource,
            as: "what is stored", isAttack: damaged != nil)
        books.heldAfter = system.storedLines
        if damaged == nil, let refusal = reply.refusals.first {
            throw StepFault("an unchanged store is refused: \(refusal)")
        }
    }

    private func rememberHeld() {
        if books.heldBefore == nil { books.heldBefore = system.storedLines }
    }

    // MARK: Judgement

    /// Judges node 0, once the network is whole and quiet.
    func finding(of oracle: LearningOracle) throws -> Finding {
        try nodes.reunite()
        if nodes.hasDied { books.hasDied = true }
        switch oracle {
        case .resourcesBounded: return try budgetFinding()
        case .storeState: return books.storeFinding
        case .networkAgreement: return agreement()
        case .determinismReplay: return try replay()
        default:
            return profile == .hardened
                ? try hardenedFinding(of: oracle) : try publishedFinding(of: oracle)
        }
    }

    private func agreement() -> Finding {
        let digests = nodes.probes.map { $0.system.head + $0.system.stateDigest.text }
        for (number, digest) in digests.enumerated() where digest != digests[0] {
            return .violated("node \(number) and node 0 hold different chains")
        }
        return .intact("\(digests.count) nodes hold one chain")
    }

    private func replay() throws -> Finding {
        let new = try Self.node(setup, keyring, genesis, data, peers: [], number: 0)
        let again = try nodes.probes[0].replayed(to: new)
        let first = nodes.probes[0].system
        return again.head == first.head && again.stateDigest == first.stateDigest
            ? .intact("the same messages give the same state")
            : .violated("the same messages give another state")
    }

    func count(of counter: String) throws -> Int? {
        profile == .hardened ? hardenedCount(of: counter) : try publishedCount(of: counter)
    }

    func poll() throws -> String? {
        if let complaint { return complaint }
        if books.hasDied || nodes.hasDied { return "the node died" }
        try nodes.advance(120)
        return profile == .hardened ? try pollHardened() : try pollPublished()
    }
}

extension RawDocument {
    /// The same with an object's members in the order of their keys, of equal ones as they came.
    var sortedByKey: RawDocument {
        guard case .object(let members) = self else { return self }
        let order = members.indices.sorted {
            let (first, second) = (members[$0].key, members[$1].key)
            return first == second ? $0 < $1 : first.utf8.lexicographicallyPrecedes(second.utf8)
        }
        return .object(order.map { members[$0] })
    }
}
