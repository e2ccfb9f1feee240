internal import Cryptography
internal import Scenarios
internal import Trials

/// The arena in which the hybrid chain is attacked: the network behind its probe, honest parties,
/// the clock, a workshop and the referee's books.
///
/// A trial's one system is a whole network: consensus nodes, the records that they share, trainers
/// and an engine that talk inside it.
final class HybridArena: TrialArena {
    typealias Operation = HybridOperation
    typealias Oracle = HybridOracle

    let setup: TrialSetup
    let side: any HybridSide
    var nodes: Nodes<HybridUnderTest>
    var artefacts = Artefacts<Never>()
    var complaint: String?
    var hasDied = false
    private var disk = HybridDisk()
    private var heldBefore: [String]?
    private var heldAfter: [String]?

    init(setup: TrialSetup) throws {
        self.setup = setup
        side = try Self.side(setup)
        nodes = Nodes(
            [try side.newNetwork()], NodeNetwork(nodeCount: 1, seed: setup.seed),
            hearingAt: HybridSurfaces.block,
            record: TrialRecord(clock: LogicalClock(milliseconds: HybridParties.startMilliseconds)))
    }

    private static func side(_ setup: TrialSetup) throws -> any HybridSide {
        switch setup.profile {
        case .hardened: try HardenedSide(setup)
        case .published: try PublishedSide(setup)
        }
    }

    var record: TrialRecord {
        get { nodes.record }
        set { nodes.record = newValue }
    }

    /// Nothing here is measured in ratios.
    var measurement: Measurement? { nil }
    /// The network, for looking at; messages go through `send`.
    var system: HybridUnderTest { nodes.system }

    // MARK: Steps

    func perform(_ operation: HybridOperation, at node: Int) throws {
        switch operation {
        case .bytes(let step): try keep(step.artefact, [try artefacts.bytes(step, profile)])
        case .submit(let what, let to, let source, let times):
            for _ in 0..<times { try submit(what, to: Surface(to), source: UInt32(source)) }
        case .advance(let seconds): try advance(seconds)
        case .damage(let damage): try apply(damage)
        case .remember: heldBefore = system.storedLines
        case .restart: try restart()
        default: try side.perform(operation, in: self)
        }
    }

    /// Lets time pass, and the network see it.
    func advance(_ seconds: Int) throws {
        try nodes.advance(seconds)
        try tick()
    }

    /// Lets the network see the time.
    func tick() throws {
        _ = try send([], to: HybridSurfaces.clock, from: HybridParties.honestSource, as: "time")
    }

    /// Sends bytes to the network. - Parameter name: nil leaves the answer out of the record.
    @discardableResult
    func send(
        _ bytes: [UInt8], to surface: Surface, from source: Source, as name: String?,
        isAttack: Bool
    ) throws -> Reply {
        let reply = try nodes.send(bytes, to: surface, from: source, as: name, isAttack: isAttack)
        if reply.died { hasDied = true }
        return reply
    }

    private func submit(_ name: String, to surface: Surface, source: UInt32) throws {
        for bytes in try artefacts.named(name).parts {
            let reply = try send(
                bytes, to: surface, from: Source(source), as: name, isAttack: true)
            try side.note(bytes, to: surface, reply, in: self)
        }
    }

    func keep(_ name: String, _ parts: [[UInt8]]) throws {
        try artefacts.keep(name, Artefact(parts: parts))
        let bytes = parts.flatMap { $0 }
        record.note("makes \(name): \(bytes.count) bytes, \(Digests.sha256(bytes).text)")
    }

    // MARK: The disk

    /// **Throws:** ``StepFault`` where nothing is changed.
    private func apply(_ damage: HybridDamage) throws {
        record.note("somebody with the disk: \(damage.name)")
        try disk.change(damage, held: system.storeDocument)
        if disk.isChanged { rememberHeld() }
    }

    /// Starts from the stored bytes; where these are refused, from the operator's own copy.
    private func restart() throws {
        rememberHeld()
        let damaged = disk.take()
        let reply = try send(
            damaged ?? system.storeDocument, to: HybridSurfaces.store,
            from: HybridParties.honestSource,
            as: "what is stored", isAttack: damaged != nil)
        heldAfter = system.storedLines
        if damaged == nil, let refusal = reply.refusals.first {
            throw StepFault("an unchanged store is refused: \(refusal)")
        }
    }

    private func rememberHeld() {
        if heldBefore == nil { heldBefore = system.storedLines }
    }

    private var storeFinding: Finding {
        guard let heldBefore, let heldAfter else { return .intact("nothing was started again") }
        return heldBefore == heldAfter
            ? .intact("the start left \(heldAfter.count) entries")
            : .violated("\(heldBefore.count) entries before the start, others after it")
    }

    // MARK: Judgement

    func finding(of oracle: HybridOracle) throws -> Finding {
        switch oracle {
        case .resourcesBounded: return try budgetFinding()
        case .storeState: return storeFinding
        case .determinismReplay:
            let again = try nodes.probes[0].replayed(to: try side.newNetwork())
            guard again.head == system.head, again.stateDigest == system.stateDigest else {
                return .violated("the same messages give another state")
            }
            return try side.finding(of: oracle, in: self)
        default: return try side.finding(of: oracle, in: self)
        }
    }

    func count(of counter: String) throws -> Int? { try side.count(of: counter, in: self) }

    func poll() throws -> String? {
        if let complaint { return complaint }
        if hasDied { return "a node died" }
        return try side.poll(in: self)
    }
}
