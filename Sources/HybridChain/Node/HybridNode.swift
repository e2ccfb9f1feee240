package import Cryptography
internal import Encodings
package import Trials

/// A node of the chain: bytes in, refusals, messages and a state out; with a key, also an honest
/// validator.
///
/// It never signs what may be signed once a second time, nor an update that it did not re-execute.
/// Other nodes are its peers; who they are changes no verdict.
/// **Determinism:** all follows from the genesis, the guards, the key and the inputs in their
/// order: messages, slots and ticks. The clock bounds costs alone.
package final class HybridNode: SystemUnderTest {
    package let profile = Profile.hardened
    package let rules: HybridRules
    package let peers: [Source]
    /// The validator at the node, if there is one.
    let validator: Validator?
    package internal(set) var tree: HybridTree
    /// The slots and epochs that the validator signed last.
    package internal(set) var record = SigningRecord()
    /// The present slot.
    package internal(set) var slot: UInt64 = 0
    /// Ticks since the present slot began.
    package internal(set) var tickCount = 0
    var book: SlotBook
    var round: ProposalRound?
    var deltas = DeltaStore()
    /// The deltas of each block's update that was taken, in their order.
    var blockDeltas: [[UInt8]: [[UInt8]]] = [:]  // looked up, never iterated
    var votes = VotePool()
    /// Evidence against validators who are not slashed for good yet, one against each.
    var evidence: [(index: UInt16, evidence: HybridEvidence)] = []
    var watch = EquivocationWatch()
    /// Blocks that wait for deltas, and who sent them.
    var parked: [(block: [UInt8], source: Source?)] = []
    /// The ids of deltas that the node waits for.
    var wanted: [[UInt8]] = []
    var budget = SourceBudget()
    var outbox: [Reply.Message] = []

    struct Validator {
        let index: UInt16
        let key: Ed25519PrivateKey
    }

    /// - Parameters:
    ///   - key: a validator's; of another, the node only listens.
    ///   - memory: shared by the nodes of one process, it saves the same checks.
    package init(
        genesis: HybridGenesis, guards: Guards = .all, key: Ed25519PrivateKey? = nil,
        peers: [Source] = [], memory: HybridMemory = HybridMemory()
    ) {
        rules = HybridRules(genesis, guards: guards, memory: memory)
        self.peers = peers
        validator = key.flatMap { key in
            genesis.validators.firstIndex { $0.key == key.publicKey }.map {
                Validator(index: UInt16($0), key: key)
            }
        }
        tree = HybridTree(rules)
        book = SlotBook(
            ground: rules.updateGround(on: tree.head, slot: 0),
            state: rules.state(on: tree.head, slot: 0))
    }

    package var surfaces: [Surface] { HybridSurfaces.all }
    package var guards: [Guard] { HybridGuards.all }
    /// The hash of the best block; the genesis' before the first.
    package var head: String { Hexadecimal.text(of: tree.head.hash) }
    /// The state's root at the head.
    package var stateDigest: Digest { Digest(bytes: tree.head.state.root) }
    /// The state at the head.
    package var state: HybridState { tree.head.state }
    /// The index of the validator at the node.
    package var validatorIndex: UInt16? { validator?.index }
    /// The deltas of the present slot that the node took.
    package var slotDeltas: [ExpandedDelta] { book.deltas }
    /// The acknowledgements of the present slot that the node took.
    package var slotAcknowledgements: [HybridAcknowledgement] { book.acknowledgements }
    /// Votes that wait for a block.
    package var waitingVotes: [HybridVote] { votes.all }
    /// Evidence that waits for a block.
    package var waitingEvidence: [HybridEvidence] {
        evidence.filter { !state.slashed.contains($0.index) }.map(\.evidence)
    }

    package func submit(
        _ bytes: [UInt8], to surface: Surface, from source: Source, at clock: LogicalClock
    ) throws -> Reply {
        guard let kind = Self.kinds.first(where: { $0.surface == surface })?.kind else {
            guard surface == HybridSurfaces.store || surface == HybridSurfaces.gossip else {
                throw UnknownSurface(surface: surface)
            }
            return reply { () throws(Refusal) in
                if surface == HybridSurfaces.store {
                    try restore(bytes)
                } else {
                    try hear(bytes, source, clock)
                }
            }
        }
        return reply { () throws(Refusal) in
            try take(HybridMessage(kind, bytes), source, clock)
        }
    }

    private static let kinds: [(surface: Surface, kind: HybridMessage.Kind)] = [
        (HybridSurfaces.block, .block), (HybridSurfaces.delta, .delta),
        (HybridSurfaces.update, .update), (HybridSurfaces.acknowledgement, .acknowledgement),
        (HybridSurfaces.vote, .vote), (HybridSurfaces.evidence, .evidence),
    ]

    private func reply(_ act: () throws(Refusal) -> Void) -> Reply {
        var refusals: [Refusal] = []
        do throws(Refusal) { try act() } catch { refusals = [error] }
        return Reply(
            refusals: refusals, head: head, stateDigest: stateDigest, messages: sent())
    }

    /// The messages since the last call.
    func sent() -> [Reply.Message] {
        defer { outbox = [] }
        return outbox
    }

    // MARK: Messages

    /// Sends to all peers but the one that a message came from.
    func tell(_ message: HybridMessage, but source: Source? = nil) {
        guard !peers.isEmpty else { return }
        let bytes = message.bytes
        for peer in peers where peer != source {
            outbox.append(Reply.Message(target: peer, bytes: bytes))
        }
    }

    func answer(_ message: HybridMessage, to source: Source?) {
        guard let source else { return }
        outbox.append(Reply.Message(target: source, bytes: message.bytes))
    }

    /// Takes a good, within its source's budget. **Throws:** ``Refusal``.
    func take(
        _ message: HybridMessage, _ source: Source, _ clock: LogicalClock
    ) throws(Refusal) {
        try rules.guards.require(
            !budget.isSpent(source, at: clock), HybridGuards.sourceBudget,
            "expected a source that wasted less in the last minute")
        do throws(Refusal) {
            try take(message, from: source)
        } catch {
            budget.note(error, source, at: clock)
            throw error
        }
    }

    /// Takes a good. **Throws:** ``Refusal``.
    func take(_ message: HybridMessage, from source: Source?) throws(Refusal) {
        let body = message.body
        switch message.kind {
        case .block: try take(block: body, from: source)
        case .delta: try take(delta: body, from: source)
        case .update: try take(update: body, from: source)
        case .acknowledgement: try take(acknowledgement: body, from: source)
        case .vote: try take(vote: body, from: source)
        case .evidence: try take(evidence: body, from: source)
        case .bundle: try take(bundle: HybridBundle(bytes: body), from: source)
        case .bundles: try take(bundles: body, from: source)
        case .head, .askBlocks, .askDeltas: break
        }
    }

    /// The head, and what waits for a block.
    package var news: [HybridMessage] {
        [HybridMessage(.head, tree.head.hash)]
            + votes.all.map { HybridMessage(.vote, $0.bytes) }
            + waitingEvidence.map { HybridMessage(.evidence, $0.bytes) }
    }

    /// ``news`` for each peer.
    package var heartbeat: [Reply.Message] {
        news.flatMap { message in
            peers.map { Reply.Message(target: $0, bytes: message.bytes) }
        }
    }
}
