internal import Cryptography
internal import Encodings
internal import HybridChain
internal import NetworkTrials
internal import Scenarios
internal import Trials

/// A whole hardened network in one value: a node with an honest validator and trainer at each of
/// five places, which talk inside it at once, and the engine of the first.
///
/// The attacker's trainers do as honest ones do wherever he sent nothing in a slot.
final class HardenedHybridSystem: AttackedNetwork {
    /// Messages inside the network for one from outside, after which talk is cut off.
    private static let talkCountMax = 2_000
    /// Slots that a round waits for a block.
    private static let slotCountMax = 12
    private static let firstSource: UInt32 = 1_000

    let profile = Profile.hardened
    let parties: HardenedParties
    let standing: Guards
    let nodes: [HybridNode]
    private let training: HonestTraining
    private var engine: AttackedEngine
    /// The present slot.
    private(set) var slot: UInt64 = 0
    /// Whether nodes talked on without an end; then none of them says any more.
    private(set) var isEndless = false
    /// The ids of jobs, and the hashes of blocks, that the engine answered, in their order.
    private(set) var answers: [[UInt8]] = []
    /// Messages between nodes.
    private(set) var messageCount = 0
    /// The slot and the head of the first node before the last message from outside.
    private(set) var lastPlace: (slot: UInt64, head: [UInt8]) = (0, [])
    private var queue: [(from: UInt32, message: Reply.Message)] = []
    private var refusals: [Refusal] = []

    /// **Throws:** a fault of the laboratory.
    init(_ parties: HardenedParties, _ setup: TrialSetup) throws {
        self.parties = parties
        standing = setup.guards
        training = HonestTraining(parties.genesis, seed: setup.seed)
        engine = AttackedEngine(setup.guards)
        let memory = HybridMemory()
        let sources = HybridParties.honest.indices.map {
            Source(Self.firstSource + UInt32($0))
        }
        nodes = HybridParties.honest.enumerated().map { place, name in
            HybridNode(
                genesis: parties.genesis, guards: setup.guards, key: parties.key(name),
                peers: sources.filter { $0 != sources[place] }, memory: memory)
        }
        begin()
    }

    // MARK: The face

    var surfaces: [Surface] { HybridSurfaces.all }
    var guards: [Guard] { HardenedTrialGuards.all }
    var head: String { nodes[0].head }
    var stateDigest: Digest { nodes[0].stateDigest }
    var storeDocument: [UInt8] { nodes[0].storeDocument }

    var jobCount: Int { engine.jobCount }

    var storedLines: [String] {
        [Hexadecimal.text(of: nodes[0].storeHead)]
            + nodes[0].tree.order.map { Hexadecimal.text(of: $0) }
    }

    func submit(
        _ bytes: [UInt8], to surface: Surface, from source: Source, at clock: LogicalClock
    ) throws -> Reply {
        refusals = []
        lastPlace = (slot, nodes[0].tree.head.hash)
        switch surface {
        case HybridSurfaces.record:
            try hear(bytes, at: 0, HybridChain.HybridSurfaces.gossip, source, clock)
        case HybridSurfaces.block:
            try hear(bytes, at: 0, HybridChain.HybridSurfaces.block, source, clock)
        case HybridSurfaces.store:
            try hear(bytes, at: 0, HybridChain.HybridSurfaces.store, source, clock)
            if refusals.isEmpty {
                engine = AttackedEngine(standing)
                catchUp()
            }
        case HybridSurfaces.engine: try ask(bytes, source, clock)
        case HybridSurfaces.desk:
            guard let task = HonestTask(bytes) else { throw StepFault("no task") }
            try perform(task, clock)
        case HybridSurfaces.clock: break
        default: throw UnknownSurface(surface: surface)
        }
        try talk(clock)
        return Reply(refusals: refusals, head: head, stateDigest: stateDigest)
    }

    private func hear(
        _ bytes: [UInt8], at place: Int, _ surface: Surface, _ source: Source,
        _ clock: LogicalClock
    ) throws {
        let reply = try nodes[place].submit(bytes, to: surface, from: source, at: clock)
        refusals += reply.refusals
        enqueue(reply.messages, from: place)
    }

    private func ask(_ bytes: [UInt8], _ source: Source, _ clock: LogicalClock) throws {
        let answer = try engine.answer(bytes, at: nodes[0], from: source, clock)
        if !answer.hash.isEmpty { answers.append(answer.hash) }
        refusals += answer.refusals
        enqueue(answer.messages, from: 0)
    }

    /// After a start from the disk the node hears of the others' heads.
    private func catchUp() {
        for place in nodes.indices.dropFirst() {
            enqueue(
                nodes[place].heartbeat.filter { $0.target.number == Self.firstSource },
                from: place)
        }
    }

    // MARK: Talk

    private func enqueue(_ messages: [Reply.Message], from place: Int) {
        queue += messages.map { (Self.firstSource + UInt32(place), $0) }
    }

    private func talk(_ clock: LogicalClock) throws {
        var count = 0
        if isEndless { queue = [] }
        while !queue.isEmpty {
            let round = queue
            queue = []
            for (from, message) in round {
                count += 1
                messageCount += 1
                guard count <= Self.talkCountMax else {
                    isEndless = true
                    queue = []
                    return
                }
                let place = Int(message.target.number) - Int(Self.firstSource)
                guard nodes.indices.contains(place) else { continue }
                let reply = try nodes[place].submit(
                    message.bytes, to: HybridChain.HybridSurfaces.gossip, from: Source(from),
                    at: clock)
                enqueue(reply.messages, from: place)
            }
        }
    }

    // MARK: Honest work

    private func perform(_ task: HonestTask, _ clock: LogicalClock) throws {
        switch task {
        case .round:
            for _ in 0..<Self.slotCountMax where try finish(clock) { return }
            refuse("a block within \(Self.slotCountMax) slots")
        case .follow: try follow(clock)
        case .train: try train(clock)
        case .turn:
            for _ in 0..<2 * Self.slotCountMax {
                if isAttackersTurn { return }
                _ = try finish(clock)
            }
        case .pass:
            begin()
            try talk(clock)
        }
    }

    private func refuse(_ what: String) {
        refusals.append(
            Refusal(index: nil, by: Guard("honest_use"), message: "expected \(what)"))
    }

    private var isAttackersTurn: Bool {
        HybridParties.attackers.contains { name in
            (try? parties.index(name)).map { nodes[0].isProposer($0) } ?? false
        }
    }

    /// Begins the next slot.
    private func begin() {
        slot = max(slot, nodes[0].tree.head.slot) + 1
        for place in nodes.indices { enqueue(nodes[place].begin(slot: slot), from: place) }
    }

    /// Ends the present slot. **Result:** whether a block came of it.
    private func finish(_ clock: LogicalClock) throws -> Bool {
        let before = nodes[0].tree.head.hash
        try train(clock)
        for count in [HybridNodeLimits.deltaTicks, HybridNodeLimits.quorumTicks] {
            for place in nodes.indices { enqueue(nodes[place].tick(count), from: place) }
            engine.tick(count)
            try talk(clock)
        }
        let hasBlock = nodes[0].tree.head.hash != before
        begin()
        try talk(clock)
        return hasBlock
    }

    private func train(_ clock: LogicalClock) throws {
        let (tip, slot) = (nodes[0].tree.head, slot)
        guard slot > tip.slot else { return }
        let candidate = training.candidate(tip.state.weights, slot: slot)
        for name in HybridParties.attackers {
            let index = try parties.index(name)
            guard !nodes[0].slotDeltas.contains(where: { $0.delta.index == index }) else {
                continue
            }
            let delta = HybridDelta(
                network: nodes[0].rules.network, slot: slot, base: tip.state.weightsHash,
                index: index, factors: training.version(candidate, of: index, slot: slot),
                signedBy: parties.key(name))
            let reply = try nodes[0].submit(
                HybridMessage(.delta, delta.bytes).bytes,
                to: HybridChain.HybridSurfaces.gossip, from: Source(990), at: clock)
            enqueue(reply.messages, from: 0)
            try talk(clock)
        }
        for place in nodes.indices {
            guard let index = nodes[place].validatorIndex else { continue }
            enqueue(
                nodes[place].train(training.version(candidate, of: index, slot: slot)),
                from: place)
            try talk(clock)
        }
    }

    /// Lets a new node read all blocks in the order in which the first node took them.
    private func follow(_ clock: LogicalClock) throws {
        let late = try read(anewAt: clock)
        refusals += late.refusals
        if late.head != head { refuse("the same head of one who came late") }
    }

    /// The head of a node that reads all blocks anew under the same guards, and what it refuses.
    func read(anewAt clock: LogicalClock) throws -> (head: String, refusals: [Refusal]) {
        let late = HybridNode(genesis: parties.genesis, guards: standing)
        var refused: [Refusal] = []
        for hash in nodes[0].tree.order {
            guard let bundle = nodes[0].bundle(hash) else { continue }
            refused += try late.submit(
                HybridMessage(.bundle, bundle.bytes).bytes,
                to: HybridChain.HybridSurfaces.gossip, from: Source(991), at: clock
            ).refusals
        }
        return (late.head, refused)
    }
}
