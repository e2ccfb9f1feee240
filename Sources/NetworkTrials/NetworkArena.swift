internal import Cryptography
package import Scenarios
package import Trials

/// The arena in which a whole network is attacked: the network behind its probe, honest parties,
/// the clock, a workshop and the referee's books.
///
/// A trial's one system is the whole network: its nodes, and what they share, talk inside it.
package final class NetworkArena<Operation: NetworkOperation, Oracle: NetworkOracle>: TrialArena {
    package let setup: TrialSetup
    package let surroundings: NetworkSurroundings
    private let side: any NetworkSide<Operation, Oracle>
    package var nodes: Nodes<NetworkUnderTest>
    package private(set) var artefacts = Artefacts<Never>()
    package var complaint: String?
    package private(set) var hasDied = false
    private var disk = StoreDisk()
    private var heldBefore: [String]?
    private var heldAfter: [String]?

    /// - Parameter side: of the setup's profile. **Throws:** a fault of the laboratory.
    package init(
        setup: TrialSetup, _ surroundings: NetworkSurroundings,
        side: any NetworkSide<Operation, Oracle>
    ) throws {
        self.setup = setup
        self.surroundings = surroundings
        self.side = side
        nodes = Nodes(
            [try side.newNetwork()], NodeNetwork(nodeCount: 1, seed: setup.seed),
            hearingAt: surroundings.hearing,
            record: TrialRecord(
                clock: LogicalClock(milliseconds: surroundings.startMilliseconds)))
    }

    package var record: TrialRecord {
        get { nodes.record }
        set { nodes.record = newValue }
    }

    /// Nothing here is measured in ratios.
    package var measurement: Measurement? { nil }
    /// The network, for looking at; messages go through `send`.
    package var system: NetworkUnderTest { nodes.system }

    // MARK: Steps

    package func perform(_ operation: Operation, at node: Int) throws {
        guard let common = operation.commonOperation else {
            return try side.perform(operation, in: self)
        }
        switch common {
        case .bytes(let step): try keep(step.artefact, [try artefacts.bytes(step, profile)])
        case .submit(let what, let to, let source, let times):
            for _ in 0..<times { try submit(what, to: Surface(to), source: UInt32(source)) }
        case .advance(let seconds): try advance(seconds)
        case .damage(let damage): try apply(damage)
        case .remember: heldBefore = system.storedLines
        case .restart: try restart()
        }
    }

    /// Lets time pass, and the network see it.
    package func advance(_ seconds: Int) throws {
        try nodes.advance(seconds)
        _ = try send(
            [], to: NetworkSurfaces.clock, from: surroundings.honestSource, as: "time")
    }

    @discardableResult
    package func send(
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

    package func keep(_ name: String, _ parts: [[UInt8]]) throws {
        try artefacts.keep(name, Artefact(parts: parts))
        let bytes = parts.flatMap { $0 }
        record.note("makes \(name): \(bytes.count) bytes, \(Digests.sha256(bytes).text)")
    }

    // MARK: The disk

    /// **Throws:** ``StepFault`` where nothing is changed.
    private func apply(_ damage: StoreDamage) throws {
        record.note("somebody with the disk: \(damage.name)")
        try disk.change(damage, held: system.storeDocument)
        if disk.isChanged { rememberHeld() }
    }

    /// Starts from the stored bytes; where these are refused, from the operator's own copy.
    private func restart() throws {
        rememberHeld()
        let damaged = disk.take()
        let reply = try send(
            damaged ?? system.storeDocument, to: NetworkSurfaces.store,
            from: surroundings.honestSource, as: "what is stored", isAttack: damaged != nil)
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

    package func finding(of oracle: Oracle) throws -> Finding {
        if oracle == .resourcesBounded { return try budgetFinding() }
        if oracle == .storeState { return storeFinding }
        if oracle == .determinismReplay {
            let again = try nodes.probes[0].replayed(to: try side.newNetwork())
            guard again.head == system.head, again.stateDigest == system.stateDigest else {
                return .violated("the same messages give another state")
            }
        }
        return try side.finding(of: oracle, in: self)
    }

    package func count(of counter: String) throws -> Int? { try side.count(of: counter, in: self) }

    package func poll() throws -> String? {
        if let complaint { return complaint }
        if hasDied { return "a node died" }
        return try side.poll(in: self)
    }
}

extension NetworkArena: NetworkStage {
    package func change(_ body: @escaping (NetworkUnderTest) throws -> Void) throws {
        try nodes.change { network in try body(network) }
    }
}
