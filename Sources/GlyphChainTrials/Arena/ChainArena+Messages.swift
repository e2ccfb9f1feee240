internal import Chains
internal import Cryptography
internal import GlyphChain
internal import Scenarios
internal import Trials

/// Messages to the nodes: each goes through a node's probe, into the referee's books and the
/// trial's record, and its cost is counted.
extension ChainArena {
    /// Sender of all that a node's own miner and wallet send.
    private static var ownSource: Source { Source(0) }

    /// The state that a restart must leave.
    var stored: ChainBooks.StoredView {
        ChainBooks.StoredView(state: node.stateDigest.text, accounts: Self.accounts(nodes.system))
    }

    private static func accounts(_ system: ChainSystem<Rules>) -> [String] {
        system.accounts.map { "\($0.owner) \($0.balance)" }
    }

    /// A node as the referee sees it.
    func view(of number: Int) -> NodeView {
        let system = nodes.probes[number].system
        let node = system.node
        return NodeView(
            height: node.height, blocks: Result { try system.blocks() },
            stateDigest: node.stateDigest, head: system.head, accounts: Self.accounts(system),
            peers: system.peers,
            isAlone: nodes.probes.count == 1,
            knows: { node.knows(EntryID(digest: Digest(bytes: $0))) },
            clockSeconds: record.clock.seconds)
    }

    // MARK: Honest use

    /// A block of the node's own miner; nil where it wins none. **Throws:** a ``Refusal``.
    func minedBlock(
        for wallet: Wallet, attemptCountMax: Int, random: inout ActorRandom
    ) throws -> [UInt8]? {
        let clockSeconds = record.clock.seconds
        let mined = try nodes.act { system in
            try system.mine(
                miner: wallet.address, clockSeconds: clockSeconds,
                attemptCountMax: attemptCountMax, random: &random)
        }
        guard let mined else { return nil }
        noteOwn(mined.block, ChainSurfaces.block)
        nodes.pass(on: mined.messages)
        return mined.block
    }

    /// A payment of the node's own wallet. **Result:** its refusal.
    func send(payment: [UInt8]) throws -> Refusal? {
        noteOwn(payment, ChainSurfaces.transaction)
        let (refusal, messages) = try nodes.act { try $0.pay(payment) }
        nodes.pass(on: messages)
        return refusal
    }

    private func noteOwn(_ bytes: [UInt8], _ surface: Surface) {
        nodes.note(
            Submission(
                bytes: bytes, surface: surface, source: Self.ownSource, clock: record.clock))
    }

    /// An honest peer's message. - Parameter name: for the record.
    func tell(_ message: GossipMessage, from source: Source, _ name: String) throws -> Reply {
        let reply = try nodes.send(
            message.bytes, to: ChainSurfaces.peer, from: source, as: nil)
        record.note(name, reply)
        return reply
    }

    // MARK: The attack

    /// **Result:** the reply; nil where the system fails.
    func attack(
        _ name: String, _ bytes: [UInt8], to surface: Surface, from source: Source
    ) throws -> Reply? {
        let knewParent = knowsParent(ofBlocksIn: bytes)
        let moment = script == nil ? nil : moment(of: bytes)
        guard let reply = try answer(name, bytes, surface, source) else {
            record.note("\(name) to \(surface.name): the system fails")
            books.hasDied = true
            return nil
        }
        costs.notePeaks(nodes.system)
        let isPaused = reply.refusals.contains { $0.by == GossipGuards.budget }
        books.note(
            ChainBooks.Submission(
                name: name, surface: surface, bytes: bytes, isAccepted: reply.isAccepted,
                node: nodes.here, knewParent: knewParent, moment: moment?.paused(isPaused)))
        if reply.died { books.hasDied = true }
        return reply
    }

    /// A scenario's trial asks node 0 at the end alone.
    private func knowsParent(ofBlocksIn message: [UInt8]) -> Bool {
        guard nodes.here != 0 || script != nil, case .blocks(let parent, _)? = ExactMessage(message)
        else { return false }
        return node.knows(EntryID(digest: Digest(bytes: parent)))
    }

    private func moment(of message: [UInt8]) -> ChainBooks.Moment {
        var parent: String?
        if case .blocks(let id, _)? = ExactMessage(message) {
            parent = node.hash(of: EntryID(digest: Digest(bytes: id)))
        }
        return ChainBooks.Moment(
            clockSeconds: record.clock.seconds, order: books.order, tip: node.tipHash,
            parent: parent, isPaused: false)
    }

    /// The answer; nil where the system fails at its changed file.
    private func answer(
        _ name: String, _ bytes: [UInt8], _ surface: Surface, _ source: Source
    ) throws -> Reply? {
        costs.begin()
        defer { costs.end() }
        do {
            return try nodes.send(bytes, to: surface, from: source, as: name, isAttack: true)
        } catch let error as StoreError {
            guard books.heldBefore != nil else { throw error }
            return nil
        }
    }

    /// The same to another node, of which nothing but its state is judged.
    func attack(
        _ name: String, _ bytes: [UInt8], twin: inout ChainSystem<Rules>, at surface: Surface
    ) throws {
        let reply = try twin.submit(bytes, to: surface, from: Source(1), at: record.clock)
        record.note("\(name) to a twin's \(surface.name)", reply)
        books.note(
            ChainBooks.Submission(
                name: name, surface: surface, bytes: bytes, isAccepted: reply.isAccepted,
                isTwins: true))
    }
}
