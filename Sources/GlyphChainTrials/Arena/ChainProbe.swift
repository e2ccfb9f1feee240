internal import Chains
internal import Cryptography
internal import GlyphChain
internal import Scenarios
internal import Trials

/// The only door to a system: it notes all that goes through in the journal, the referee's books
/// and the trial's record, and counts what it costs.
struct ChainProbe<Rules: ChainRules> {
    /// Events in a system's life, for a replay.
    enum Event {
        case message([UInt8], Surface, Source, LogicalClock)
        /// It knows these peers, and nothing of what it heard of others.
        case started([PeerAddress])
        /// Its model reads nothing from here on, or reads again.
        case blinded
    }

    /// Sender of all that the node's own miner and wallet send.
    private static var ownSource: Source { Source(0) }

    private(set) var system: ChainSystem<Rules>
    /// Honest traffic and the attack, but for changes of the system's file.
    private(set) var journal: [Event] = []
    var books = ChainBooks()
    var record: TrialRecord
    private var costs: ChainCosts

    init(_ system: ChainSystem<Rules>, _ record: TrialRecord, _ counter: WorkCounter) {
        self.system = system
        self.record = record
        costs = ChainCosts(counter: counter)
    }

    var node: ChainNode<Rules> { system.node }

    private var accounts: [String] { system.accounts.map { "\($0.owner) \($0.balance)" } }

    /// The state that a restart must leave.
    var stored: ChainBooks.StoredView {
        ChainBooks.StoredView(state: node.stateDigest.text, accounts: accounts)
    }

    func view() -> NodeView {
        NodeView(
            height: node.height, blocks: Result { try system.blocks() },
            stateDigest: node.stateDigest, head: system.head, accounts: accounts,
            peers: system.peers,
            knows: { [node] in node.knows(EntryID(digest: Digest(bytes: $0))) },
            clockSeconds: record.clock.seconds)
    }

    /// A counter's figure; nil where there is none of that name.
    func count(of counter: String) throws -> Int? { try costs.count(of: counter, system) }

    // MARK: Honest use

    /// A block of the node's own miner; nil where it wins none. **Throws:** a ``Refusal``.
    mutating func mine(
        for wallet: Wallet, attemptCountMax: Int, random: inout ActorRandom
    ) throws -> [UInt8]? {
        let bytes = try node.mine(
            miner: wallet.address, clockSeconds: record.clock.seconds,
            attemptCountMax: attemptCountMax, random: &random)
        if let bytes { note(bytes, ChainSurfaces.block, Self.ownSource) }
        return bytes
    }

    /// A payment of the node's own wallet. **Result:** what stopped it.
    mutating func pay(_ payment: [UInt8]) throws -> Refusal? {
        note(payment, ChainSurfaces.transaction, Self.ownSource)
        switch try node.submit(transaction: payment) {
        case .success: return nil
        case .failure(let refusal): return refusal
        }
    }

    /// An honest peer's message. - Parameter name: for the record.
    mutating func tell(_ message: GossipMessage, from source: Source, _ name: String) throws
        -> Reply
    {
        let reply = try send(message.bytes, to: ChainSurfaces.peer, from: source)
        record.note(name, reply)
        return reply
    }

    // MARK: The attack

    /// **Result:** whether the system lives.
    mutating func attack(
        _ name: String, _ bytes: [UInt8], to surface: Surface, from source: Source
    ) throws -> Bool {
        guard let reply = try answer(bytes, surface, source) else {
            record.note("\(name) to \(surface.name): the system fails")
            books.hasDied = true
            return false
        }
        record.note("\(name) to \(surface.name)", reply)
        costs.notePeaks(system)
        books.submissions.append(
            ChainBooks.Submission(
                name: name, surface: surface, bytes: bytes, isAccepted: reply.isAccepted))
        if reply.refusals.contains(where: { $0.by == PublishedGuards.verifierCrash }) {
            books.hasDied = true
        }
        return true
    }

    /// The same to another node, which nothing is judged by but its state.
    mutating func attack(
        _ name: String, _ bytes: [UInt8], twin: inout ChainSystem<Rules>, at surface: Surface
    ) throws {
        let reply = try twin.submit(bytes, to: surface, from: Source(1), at: record.clock)
        record.note("\(name) to a twin's \(surface.name)", reply)
        books.submissions.append(
            ChainBooks.Submission(
                name: name, surface: surface, bytes: bytes, isAccepted: reply.isAccepted,
                isTwins: true))
    }

    /// Nil where the system fails at what its changed file makes of it.
    private mutating func answer(
        _ bytes: [UInt8], _ surface: Surface, _ source: Source
    ) throws -> Reply? {
        costs.begin()
        defer { costs.end() }
        do {
            return try send(bytes, to: surface, from: source)
        } catch let error as StoreError {
            guard books.heldBefore != nil else { throw error }
            return nil
        }
    }

    private mutating func send(
        _ bytes: [UInt8], to surface: Surface, from source: Source
    ) throws -> Reply {
        note(bytes, surface, source)
        return try system.submit(bytes, to: surface, from: source, at: record.clock)
    }

    private mutating func note(_ bytes: [UInt8], _ surface: Surface, _ source: Source) {
        journal.append(.message(bytes, surface, source, record.clock))
    }

    // MARK: The operator

    /// The same node with these peers.
    mutating func start(_ peers: [PeerAddress]) {
        system = ChainSystem(node, peers: peers)
        journal.append(.started(peers))
    }

    mutating func noteBlinded() { journal.append(.blinded) }

    mutating func close() throws { try system.close() }

    /// Starts the system from its file. **Result:** what stopped that.
    mutating func reopen(_ peers: [PeerAddress]) throws(StoreError) -> [Refusal] {
        journal.append(.started(peers))
        return try system.reopen()
    }
}
