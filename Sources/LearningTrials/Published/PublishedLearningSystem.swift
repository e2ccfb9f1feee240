internal import Cryptography
internal import LearningNetwork
internal import PublishedLearning
internal import PythonValues
internal import Routing
internal import Trials

/// A published node of a trial: its ledger, the consensus engine on it, the training chain, and the
/// faces. It is an authority; all that it signs follows from the seed.
///
/// **Determinism:** state follows from the setup, the messages and their clocks.
final class PublishedLearningSystem: AttackedLearning {
    /// The choices that a node is made with.
    struct Setup {
        let name: String
        let wallet: PublishedWallet
        let peers: [Source]
        let guards: Guards
        let seed: String
        /// The clock at the start, on which the first blocks depend.
        let startMilliseconds: Int
        /// Coins at the start, by address or by a node's name.
        let coins: [(owner: String, coins: Int)]
    }

    /// The published node replaces its list of authorities every two minutes.
    private static let authorityUpdateMilliseconds = 120_000

    let setup: Setup
    let ledger: PublishedLedger
    let engine: PublishedConsensus
    let node: PublishedLearningNode
    var chain: PublishedTrainingChain
    private var updateMilliseconds: Int
    /// Proofs that the engine took, in their order.
    var taken: [PythonValue] = []
    var payouts: [PublishedView.Payout] = []
    /// The exception that stops mining; nil where mining goes on.
    var minerFailure: String?
    private(set) var lastAnswer: [UInt8] = []

    /// **Throws:** `PythonError` never, as all members can be written.
    init(_ setup: Setup) throws {
        self.setup = setup
        let checks = PublishedLearningGuards.checks(setup.guards)
        let now = PublishedFigures.seconds(milliseconds: setup.startMilliseconds)
        let ledger = PublishedLedger(now: now, checks: checks)
        for (owner, coins) in setup.coins {
            try ledger.balances.set(.text(owner), PublishedFigures.coins(coins))
        }
        let privateKey = setup.wallet.privateKey
        let engine = PublishedConsensus(
            nodeID: PythonText(setup.name), isAuthority: true, balances: ledger, checks: checks
        ) { PythonText(PublishedSignature.sign(.string($0), privateKey: privateKey)) }
        (self.ledger, self.engine) = (ledger, engine)
        node = PublishedLearningNode(
            id: PythonText(setup.name), address: PythonText(setup.wallet.address),
            isAuthority: true, isTraining: true, ledger: ledger, engine: engine,
            surroundings: PublishedLearningSurroundings(seed: setup.seed))
        chain = try PublishedTrainingChain.load(
            TrainingStore(), difficulty: PublishedLedger.defaultDifficulty, now: now
        ).chain
        updateMilliseconds = setup.startMilliseconds + Self.authorityUpdateMilliseconds
    }

    var profile: Profile { .published }
    let surfaces = PublishedLearningSurfaces.all
    var guards: [Guard] { PublishedLearningGuards.all }
    /// The hash of the ledger's last block.
    var head: String { Self.shown(ledger.tip.hash) }
    /// Things that wait, or that tables keep for ever.
    var waitingCount: Int {
        ledger.pending.count + engine.pendingProofs.count + chain.pending.count
    }

    static func shown(_ value: PythonValue) -> String { (try? value.text().shown) ?? "" }

    var stateDigest: Digest {
        var hasher = SHA256Hasher()
        func line(_ text: String) { hasher.update(Array((text + "\n").utf8)) }
        line(head)
        for (address, balance) in ledger.balances.entries {
            line("\(Self.shown(address)) \(Self.shown(.number(balance)))")
        }
        for payment in ledger.pending { line("waits \(Self.shown(payment.id))") }
        for name in engine.authorityNodes { line("authority \(name.shown)") }
        for (name, value) in engine.reputation.entries { line("\(name.shown) \(value.text)") }
        for (hash, _) in engine.pendingProofs.entries { line("proof \(hash.shown)") }
        for (hash, validation) in engine.validated.entries {
            line("validation \(hash.shown) \(Self.shown(validation.isValid))")
        }
        for (name, amount) in engine.pendingRewards.entries {
            line("reward \(name.shown) \(Self.shown(amount))")
        }
        for block in chain.blocks { line("training \(Self.shown(block.hash))") }
        line("\(node.isMining) \(minerFailure ?? "")")
        return hasher.finalized()
    }

    // MARK: Messages

    func submit(
        _ bytes: [UInt8], to surface: Surface, from source: Source, at clock: LogicalClock
    ) throws -> Reply {
        guard surfaces.contains(surface) else { throw UnknownSurface(surface: surface) }
        tick(clock)
        let now = PublishedFigures.seconds(milliseconds: clock.milliseconds)
        let refusal = refusal(of: bytes, at: surface, now)
        var messages: [Reply.Message] = []
        if refusal == nil, surface == LearningSurfaces.transaction {
            messages = setup.peers.filter { $0 != source }.map {
                Reply.Message(target: $0, bytes: broadcast(bytes, now))
            }
        }
        return Reply(
            refusals: refusal.map { [$0] } ?? [], head: head, stateDigest: stateDigest,
            messages: messages)
    }

    /// Work that the node does by itself from time to time.
    func tick(_ clock: LogicalClock) {
        guard clock.milliseconds >= updateMilliseconds else { return }
        engine.updateAuthorityNodes()
        let past = (clock.milliseconds - updateMilliseconds) % Self.authorityUpdateMilliseconds
        updateMilliseconds = clock.milliseconds - past + Self.authorityUpdateMilliseconds
    }

    private func broadcast(_ bytes: [UInt8], _ now: PythonFloat) -> [UInt8] {
        PythonValue.object([
            "data": PythonValue.parsed(bytes) ?? .none, "from_node": .text(setup.name),
            "timestamp": .float(now), "type": .text("transaction"),
        ]).json
    }

    private func refusal(
        of bytes: [UInt8], at surface: Surface, _ now: PythonFloat
    ) -> Refusal? {
        switch surface {
        case LearningSurfaces.gossip:
            // As shipped, no text of a peer is processed.
            return Self.refusal(
                PublishedLearningGuards.exception, node.receive(bytes).exceptionName)
        case LearningSurfaces.store: return restore(bytes, now)
        case PublishedLearningSurfaces.http:
            let answer = node.answer(to: PublishedLearningSurfaces.request(bytes), now: now)
            lastAnswer = answer.body
            return answer.status == 200
                ? nil : Self.refusal(PublishedLearningGuards.status, "\(answer.status)")
        default: break
        }
        guard let value = PythonValue.parsed(bytes) else {
            return Self.refusal(PublishedLearningGuards.json, "expected JSON")
        }
        do throws(PythonError) {
            switch surface {
            case LearningSurfaces.transaction: return try take(payment: value, now)
            case LearningSurfaces.proof: return try take(proof: value, now)
            case LearningSurfaces.block: return try take(block: value, now)
            case PublishedLearningSurfaces.chain: return try take(chain: value)
            default: return try take(peer: value)
            }
        } catch {
            return Self.refusal(PublishedLearningGuards.exception, "\(error)")
        }
    }

    static func refusal(_ by: Guard, _ message: String) -> Refusal {
        Refusal(index: nil, by: by, message: message)
    }

    static func refusal(_ check: LearningCheck, _ message: String = "") -> Refusal {
        Refusal(index: nil, by: Guard(check.rawValue), message: message)
    }
}
