internal import Cryptography
internal import Encodings
internal import HybridChain
internal import Trials

/// Validators of one process over a network that fails for some slots, and then no longer.
///
/// Everything follows from the seed: the same seed gives the same log, byte for byte. A tick is a
/// second of the nodes' clock.
package final class HybridHistory {
    private struct Parcel: Sendable {
        let source: Int
        let target: Int
        let bytes: [UInt8]
    }

    private enum Event: Sendable {
        case begin(actor: Int, slot: UInt64)
        case train(actor: Int)
        case lie(actor: Int)
        case heartbeat(actor: Int)
        case tick
        case delivery(Parcel)
        /// A delivery after the tick of its time.
        case lateDelivery(Parcel)
        case divide
        case heal
    }

    private static let heldCountMax = 20_000

    let settings: HistorySettings
    let plan: HistoryPlan
    let actors: [HistoryActor]
    private let keys: [Ed25519PrivateKey]
    private let trainer: HistoryTrainer
    private var network: SimulatedNetwork<[UInt8]>
    private var timeline = Timeline<Event>()
    private var clock = LogicalClock(milliseconds: 0)
    private var tick = 0
    private(set) var log = EventLog()
    private var held: [Parcel] = []
    private var finalisedAtHeal: UInt64 = 0
    private var accusationCount = 0

    package init(_ settings: HistorySettings) {
        self.settings = settings
        let plan = HistoryPlan(settings)
        self.plan = plan
        let chain = HistoryGenesis(settings, plan)
        keys = chain.keys
        trainer = HistoryTrainer(chain.genesis)
        let memory = HybridMemory()
        // A two-faced validator has a node on each side, the others one on theirs.
        let places = plan.lies.enumerated().flatMap { index, lie in
            (lie == .twoFaced ? [0, 1] : [plan.sides[index]]).map { (index, lie, $0) }
        }
        actors = places.enumerated().map { number, place in
            let (index, lie, side) = place
            let peers = places.indices.filter { other in
                let isLinked =
                    (lie != .twoFaced && places[other].1 != .twoFaced)
                    || side == places[other].2
                return other != number && isLinked
            }
            return HistoryActor(
                number: number, index: UInt16(index), lie: lie, side: side,
                node: HybridNode(
                    genesis: chain.genesis, key: chain.keys[index],
                    peers: peers.map { Source(UInt32($0)) }, memory: memory))
        }
        network = SimulatedNetwork(
            nodeCount: places.count, faults: plan.faults,
            random: ActorRandom(seed: settings.seed, actor: "network"))
        for actor in actors where actor.lie == .twoTongued {
            actor.tongue = ForkedTongue(
                actor.node.rules, index: actor.index, key: chain.keys[Int(actor.index)])
        }
    }

    /// Runs to the end.
    package func run() -> HistoryOutcome {
        planEvents()
        let end = Int(HistoryPlan.slotCount + 1) * HistoryPlan.slotTicks
        while let (time, event) = timeline.next(), time < end {
            tick = time
            clock.advance(to: time * 1_000)
            perform(event)
        }
        return outcome
    }

    // MARK: Time

    private func planEvents() {
        if let slot = plan.divisionSlot {
            timeline.plan(.divide, atMilliseconds: Int(slot) * HistoryPlan.slotTicks)
        }
        timeline.plan(
            .heal, atMilliseconds: Int(HistoryPlan.troubleSlotCount) * HistoryPlan.slotTicks)
        for slot in 1...HistoryPlan.slotCount {
            for actor in actors {
                let start = Int(slot) * HistoryPlan.slotTicks + plan.skews[Int(actor.index)]
                timeline.plan(.begin(actor: actor.number, slot: slot), atMilliseconds: start)
                timeline.plan(
                    .train(actor: actor.number), atMilliseconds: start + HistoryPlan.trainTicks)
                timeline.plan(
                    .lie(actor: actor.number), atMilliseconds: start + HistoryPlan.lieTicks)
                timeline.plan(.heartbeat(actor: actor.number), atMilliseconds: start + 33)
            }
        }
        timeline.plan(.tick, atMilliseconds: HistoryPlan.slotTicks)
    }

    private func perform(_ event: Event) {
        switch event {
        case .begin(let number, let slot): begin(actors[number], slot)
        case .train(let number): train(actors[number])
        case .lie(let number): lie(actors[number])
        case .heartbeat(let number):
            let actor = actors[number]
            if !actor.isSilent { send(actor.node.heartbeat, from: actor) }
        case .tick:
            for actor in actors where !actor.isSilent && tick > actor.slotStart {
                send(actor.node.tick(), from: actor)
                note(actor)
            }
            timeline.plan(.tick, atMilliseconds: tick + 1)
        case .delivery(let parcel): deliver(parcel)
        case .lateDelivery(let parcel):
            // Behind all that is planned for this time, the tick too.
            timeline.plan(.delivery(parcel), atMilliseconds: tick)
        case .divide:
            network.divide(actors.map(\.side))
            log.note(tick, "divided \(actors.map { "\($0.side)" }.joined())")
        case .heal: heal()
        }
    }

    private func begin(_ actor: HistoryActor, _ slot: UInt64) {
        if actor.lie == .silent, slot >= plan.silenceSlot { actor.isSilent = true }
        guard !actor.isSilent else { return }
        actor.slotStart = tick
        send(actor.node.begin(slot: slot), from: actor)
        note(actor)
    }

    private func train(_ actor: HistoryActor) {
        guard !actor.isSilent else { return }
        let factors = trainer.factors(actor.node.state, of: actor.index)
        send(actor.node.train(factors), from: actor)
    }

    private func heal() {
        log.note(tick, "healed")
        finalisedAtHeal = finalisedEpoch
        network.faults = .none
        network.divide([Int](repeating: 0, count: actors.count))
        for message in held { send(message.bytes, from: message.source, to: message.target) }
        held = []
    }

    var finalisedEpoch: UInt64 {
        actors.filter(\.isHonest).map(\.node.tree.finalised.epoch).min() ?? 0
    }

    // MARK: Lies

    private func lie(_ actor: HistoryActor) {
        switch actor.lie {
        case .framer:
            let victims = actors.filter(\.isHonest).map(\.index)
            for evidence in FalseEvidence(of: actor.node).all(against: victims) {
                spread(HybridMessage(.evidence, evidence.bytes).bytes, from: actor)
            }
            if let delta = actor.node.slotDeltas.first(where: { victims.contains($0.delta.index) })
            {
                let bytes = delta.delta.bytes
                let spoiled = bytes.dropLast() + bytes.suffix(1).map { $0 ^ 1 }
                spread(HybridMessage(.delta, Array(spoiled)).bytes, from: actor)
            }
        case .forger:
            let key = keys[Int(actor.index)]
            for bytes in ForgedUpdate(at: actor.node, index: actor.index, key: key)?.messages ?? []
            {
                spread(bytes, from: actor)
            }
        default: break
        }
    }

    private func spread(_ bytes: [UInt8], from actor: HistoryActor) {
        for peer in actor.node.peers {
            send(bytes, from: actor.number, to: Int(peer.number))
        }
    }

    // MARK: Messages

    private func send(_ messages: [Reply.Message], from actor: HistoryActor) {
        guard !actor.isSilent else { return }
        for message in messages {
            let target = Int(message.target.number)
            let bytes =
                target.isMultiple(of: 2)
                ? message.bytes : actor.tongue?.other(message.bytes) ?? message.bytes
            send(bytes, from: actor.number, to: target)
        }
    }

    private func send(_ bytes: [UInt8], from source: Int, to target: Int) {
        guard actors.indices.contains(target) else { return }
        let parcel = Parcel(source: source, target: target, bytes: bytes)
        guard network.isReachable(source, target) else {
            if plan.holdsMessages, held.count < Self.heldCountMax { held.append(parcel) }
            return
        }
        let receiver = actors[target]
        if let edge = edge(bytes, receiver) {
            return timeline.plan(
                edge == .after30 ? .lateDelivery(parcel) : .delivery(parcel),
                atMilliseconds: max(receiver.slotStart + edge.ticks, tick + 1))
        }
        for (time, _) in network.delivery(of: bytes, from: source, to: target, at: tick) {
            timeline.plan(.delivery(parcel), atMilliseconds: time)
        }
    }

    /// The edge of the timeout at which an acknowledgement reaches the slot's proposer; nil where
    /// the network has its way.
    private func edge(_ bytes: [UInt8], _ receiver: HistoryActor) -> TimeoutEdge? {
        guard bytes.first == HybridMessage.Kind.acknowledgement.rawValue,
            receiver.node.isProposer(receiver.index)
        else { return nil }
        return plan.edge(receiver.node.slot)
    }

    private func deliver(_ parcel: Parcel) {
        let (source, receiver) = (parcel.source, actors[parcel.target])
        guard network.isReachable(source, receiver.number), !receiver.isSilent else { return }
        let kind = HybridMessage(bytes: parcel.bytes)?.kind
        guard
            let reply = try? receiver.node.submit(
                parcel.bytes, to: HybridSurfaces.gossip, from: Source(UInt32(source)),
                at: clock)
        else { preconditionFailure("a node refuses its surface for gossip") }
        let verdict = reply.refusals.first?.by.name ?? "taken"
        log.note(
            tick,
            "\(source) > \(receiver.number) \(kind?.rawValue ?? 0) \(parcel.bytes.count) "
                + verdict)
        if kind == .evidence, actors[source].lie == .framer, receiver.isHonest {
            accusationCount += 1
        }
        send(reply.messages, from: receiver)
        note(receiver)
    }

    /// Notes a node's new head and checkpoint.
    private func note(_ actor: HistoryActor) {
        let head = actor.node.tree.head
        guard head.hash != actor.head else { return }
        actor.head = head.hash
        log.note(
            tick, "\(actor.number) at \(head.number), \(Self.short(head.hash))")
        let finalised = actor.node.tree.finalised
        if finalised != actor.finalised.last {
            actor.finalised.append(finalised)
            log.note(
                tick,
                "\(actor.number) finalises \(finalised.epoch), "
                    + Self.short(finalised.root))
        }
    }

    private static func short(_ hash: [UInt8]) -> String {
        Hexadecimal.text(of: Array(hash.prefix(8)))
    }

    // MARK: The end

    private var outcome: HistoryOutcome {
        let referee = HistoryReferee(actors)
        for actor in actors {
            log.note(
                tick, "\(actor.number) ends with \(actor.node.stateDigest.text)")
        }
        return HistoryOutcome(
            settings: settings, lies: plan.lies.compactMap(\.self), log: log,
            hasConflict: referee.hasConflict, finalisedAtHeal: finalisedAtHeal,
            finalisedAtEnd: finalisedEpoch, namedCount: referee.namedCount,
            framedCount: referee.framedCount, hasConverged: referee.hasConverged,
            blockCount: referee.blocks.count,
            updateCount: referee.blocks.count { !$0.header.isEmpty },
            accusationCount: accusationCount, edges: referee.edges(plan))
    }
}
