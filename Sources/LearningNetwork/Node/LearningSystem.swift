package import Cryptography
internal import Encodings
package import Training
package import Trials

/// A node of the network, as an attack sees it: bytes in, refusals and a state out.
///
/// It keeps a tree of blocks, goods that wait for a block, and what its audits found. Validators at
/// its desk vote as soon as an audit is done.
///
/// **Determinism:** state follows from the genesis, the guards and the messages; the clock bounds
/// costs alone.
package final class LearningSystem: SystemUnderTest {
    package let profile = Profile.hardened
    package let rules: LearningRules
    package let peers: [Source]
    let validators: [LearningSigner]
    let data: [TrainingChunk]
    package internal(set) var tree: LearningTree
    var pool: LearningPool
    var budget = SourceBudget()
    /// The verdicts of audits, by the proof's id and its beacon.
    var audits: [[UInt8]: Bool] = [:]  // looked up, never iterated
    /// Openings that were judged, of the present epoch, for nodes that missed them.
    var openings: [LearningOpening] = []

    /// - Parameters:
    ///   - data: the chunks of the genesis that the node has; it audits no proof of others.
    ///   - validators: the keys that vote at this node.
    package init(
        genesis: LearningGenesis, data: [TrainingChunk], guards: Guards = .all,
        validators: [LearningSigner] = [], peers: [Source] = []
    ) {
        rules = LearningRules(genesis: genesis, guards: guards)
        self.data = data
        self.validators = validators
        self.peers = peers
        tree = LearningTree(rules)
        pool = LearningPool(rules, tree.headTip)
    }

    package var surfaces: [Surface] { LearningSurfaces.all }
    package var guards: [Guard] { LearningGuards.all }
    /// The hash of the best block; the network before the first.
    package var head: String { Hexadecimal.text(of: tree.head.hash) }
    /// The digest of the state at the head.
    package var stateDigest: Digest { tree.headTip.state.digest }
    /// The state at the head.
    package var state: LearningState { tree.headTip.state }
    /// Votes on proofs of the epoch, whether or not a block has them.
    package var votes: [LearningVote] { pool.votes.all }
    /// Transactions, proofs and votes on open proofs that wait for a block.
    package var waitingCount: Int {
        let state = state
        return pool.transactions.count + pool.proofs.count
            + pool.votes.all.count { state.proof($0.proof)?.status == .open }
    }
    /// Steps that were trained again, so far.
    package internal(set) var auditedStepCount = 0

    package func submit(
        _ bytes: [UInt8], to surface: Surface, from source: Source, at clock: LogicalClock
    ) throws -> Reply {
        guard surfaces.contains(surface) else { throw UnknownSurface(surface: surface) }
        var messages: [Reply.Message] = []
        var refusals: [Refusal] = []
        do throws(Refusal) {
            switch surface {
            case LearningSurfaces.store: try restore(bytes)
            case LearningSurfaces.gossip:
                messages = try hear(LearningMessage(bytes, rules.guards), source, clock)
            default:
                let kind = LearningMessage.Kind(rawValue: surface.name) ?? .transaction
                messages = try take(LearningMessage(kind, bytes), source, clock)
            }
        } catch {
            refusals = [error]
        }
        return Reply(
            refusals: refusals, head: head, stateDigest: stateDigest, messages: messages)
    }

    // MARK: Goods

    /// Takes a good, and hands it on. **Result:** messages for peers. **Throws:** ``Refusal``.
    func take(
        _ message: LearningMessage, _ source: Source, _ clock: LogicalClock
    ) throws(Refusal) -> [Reply.Message] {
        try rules.guards.require(
            !budget.isSpent(source, at: clock), LearningGuards.sourceBudget,
            "expected a source that wasted less in the last minute")
        var news: [LearningMessage] = []
        do throws(Refusal) {
            switch message.kind {
            case .transaction:
                try pool.take(LearningTransaction(message.body, rules.guards))
                news = [message]
            case .proof:
                try pool.take(LearningProof(message.body, rules.guards), on: tree.headTip)
                news = [message]
            case .vote:
                try pool.take(LearningVote(message.body, rules.guards), on: tree.headTip)
                news = [message]
            case .opening: news = try audit(message)
            case .block:
                if try take(LearningBlock(message.body, rules.guards)) { news = [message] }
            case .tip, .ask, .blocks: break
            }
        } catch {
            budget.note(error, source, at: clock)
            throw error
        }
        return news.flatMap { toPeers($0, but: source) }
    }

    private func toPeers(_ message: LearningMessage, but source: Source?) -> [Reply.Message] {
        peers.filter { $0 != source }.map { Reply.Message(target: $0, bytes: message.bytes) }
    }

    /// Judges a block, and moves to its chain if that is the best.
    ///
    /// **Result:** whether the block is new. **Throws:** ``Refusal``.
    @discardableResult
    func take(_ block: LearningBlock) throws(Refusal) -> Bool {
        guard tree.node(block.hash) == nil else { return false }
        let before = tree.main
        guard try tree.take(block) else { return true }
        let common = zip(before, tree.main).prefix { $0 === $1 }.count
        let returning = before[common...].compactMap(\.block)
        pool = pool.moved(to: tree.headTip, returning: returning)
        openings.removeAll { state.proof($0.proof) == nil }
        return true
    }

    // MARK: Messages of peers

    func hear(
        _ message: LearningMessage, _ source: Source, _ clock: LogicalClock
    ) throws(Refusal) -> [Reply.Message] {
        switch message.kind {
        case .tip:
            let document = try LearningDocument(
                message.body, byteCountMax: LearningLimits.voteByteCountMax, ["hash", "index"],
                rules.guards)
            let hash = try document.bytes("hash", count: 32)
            guard tree.node(hash) == nil else { return [] }
            return [Reply.Message(target: source, bytes: LearningMessage.ask(knownHashes).bytes)]
        case .ask: return try answer(message.body, source)
        case .blocks: return try take(answer: message.body, source, clock)
        default: return try take(message, source, clock)
        }
    }

    /// Hashes of the best chain from the head down, ever farther apart.
    var knownHashes: [[UInt8]] {
        var known: [[UInt8]] = []
        var (index, step) = (tree.head.index, 1)
        while index > 0 {
            known.append(tree.main[index].hash)
            index -= step
            if known.count > 8 { step *= 2 }
        }
        return known + [tree.main[0].hash]
    }

    private func answer(_ body: [UInt8], _ source: Source) throws(Refusal) -> [Reply.Message] {
        let document = try LearningDocument(
            body, byteCountMax: LearningLimits.proofByteCountMax, ["known"], rules.guards)
        let known = try document.digests("known", countMax: 64)
        let place =
            known.compactMap { hash in
                tree.node(hash).flatMap {
                    tree.main.count > $0.index && tree.main[$0.index] === $0 ? $0.index : nil
                }
            }.max() ?? 0
        var body: [UInt8] = []
        let next = tree.main[(place + 1)...].prefix(LearningLimits.answeredBlockCount)
        for block in next.compactMap(\.block) {
            let fits = body.count + block.bytes.count < LearningLimits.blockByteCountMax
            guard body.isEmpty || fits else { break }
            body += (body.isEmpty ? [] : [LearningMessage.blockMark]) + block.bytes
        }
        guard !body.isEmpty else { return [] }
        return [Reply.Message(target: source, bytes: LearningMessage(.blocks, body).bytes)]
    }

    /// Takes blocks in their order, up to the first that is refused.
    private func take(
        answer body: [UInt8], _ source: Source, _ clock: LogicalClock
    ) throws(Refusal) -> [Reply.Message] {
        try rules.guards.require(
            body.count <= 2 * LearningLimits.blockByteCountMax, LearningGuards.size,
            "expected at most \(2 * LearningLimits.blockByteCountMax) bytes, got \(body.count)")
        var messages: [Reply.Message] = []
        for line in body.split(separator: LearningMessage.blockMark).prefix(
            LearningLimits.answeredBlockCount)
        {
            messages += try take(LearningMessage(.block, Array(line)), source, clock)
        }
        return messages
    }

    /// All that waits for a block.
    var waitingGoods: [LearningMessage] {
        pool.transactions.map { LearningMessage(.transaction, $0.bytes) }
            + pool.proofs.map { LearningMessage(.proof, $0.bytes) }
            + openings.map { LearningMessage(.opening, $0.bytes) }
            + pool.votes.all.map { LearningMessage(.vote, $0.bytes) }
    }

    /// The head, and all that waits for a block.
    package var heartbeat: [Reply.Message] {
        ([.tip(tree.head)] + waitingGoods).flatMap { toPeers($0, but: nil) }
    }
}
