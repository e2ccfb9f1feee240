package import Cryptography
package import Trials

/// Nodes of one process that mine, pay and talk over a network that fails, until it no longer does:
/// then all must hold the same.
///
/// Everything follows from the seed: the same seed gives the same log, byte for byte.
package struct NetworkHistory<Node: HistoryNode> {
    package struct Outcome: Sendable {
        package let log: EventLog
        /// Of each node.
        package let stateDigests: [Digest]
        package let heights: [Int]
        /// Blocks that nodes took back, all together.
        package let revertedBlockCount: Int
        package let reorganisationCount: Int
        package let paymentCount: Int

        package var hasConverged: Bool { stateDigests.allSatisfy { $0 == stateDigests[0] } }
    }

    private enum Event: Sendable {
        case delivery(SimulatedNetwork<[UInt8]>.Delivery)
        case mine(Int)
        case pay(Int)
        case heartbeat(Int)
        case divide
        case unite
    }

    private static var startSeconds: Int { 1_700_000_000 }
    /// How long the network fails.
    private static var trouble: Int { 400_000 }
    /// How long it may take to agree after that.
    private static var peaceMax: Int { 4_000_000 }

    private var nodes: [Node] = []
    /// What each node's clock is ahead of the network's.
    private var clockErrorSeconds: [Int] = []
    private var network: SimulatedNetwork<[UInt8]>
    private var timeline = Timeline<Event>()
    private var clock = LogicalClock(milliseconds: Self.startSeconds * 1000)
    private var log = EventLog()
    private var random: ActorRandom
    private var minerRandoms: [ActorRandom] = []
    private var reorganisationCount = 0
    private var revertedBlockCount = 0
    private var paymentCount = 0

    /// A history of nodes that `make` makes, by their numbers from 0 on.
    ///
    /// **Throws:** as `make` does. **Precondition:** two nodes at least.
    package init(seed: String, nodeCount: Int, make: (Int) throws -> Node) throws {
        precondition(nodeCount >= 2, "\(nodeCount) nodes")
        random = ActorRandom(seed: seed, actor: "history")
        var faults = NetworkFaults()
        faults.dropPermille = random.integer(in: 0...300)
        faults.duplicatePermille = random.integer(in: 0...200)
        faults.delayMilliseconds = 10...random.integer(in: 20...8_000)
        faults.latePermille = random.integer(in: 0...50)
        faults.lateMilliseconds = 10_000...60_000
        network = SimulatedNetwork(
            nodeCount: nodeCount, faults: faults,
            random: ActorRandom(seed: seed, actor: "network"))
        for index in 0..<nodeCount {
            nodes.append(try make(index))
            clockErrorSeconds.append(random.integer(in: -120...120))
            minerRandoms.append(ActorRandom(seed: seed, actor: "miner \(index)"))
        }
    }

    /// Runs to the end. **Throws:** as the nodes do.
    package mutating func run() throws -> Outcome {
        for index in nodes.indices {
            plan(.mine(index), after: mineDelay())
            plan(.heartbeat(index), after: random.integer(in: 1...5_000))
            plan(.pay(index), after: random.integer(in: 20_000...60_000))
        }
        plan(.divide, after: random.integer(in: 20_000...150_000))
        while let (milliseconds, event) = timeline.next() {
            clock.advance(to: milliseconds)
            if isPeace, network.faults.dropPermille > 0 || network.sides.contains(1) { makePeace() }
            try handle(event)
            if case .heartbeat = event, isPeace, hasConverged || elapsed > Self.peaceMax { break }
        }
        return Outcome(
            log: log, stateDigests: nodes.map(\.stateDigest),
            heights: nodes.map(\.height),
            revertedBlockCount: revertedBlockCount, reorganisationCount: reorganisationCount,
            paymentCount: paymentCount)
    }

    private var elapsed: Int { clock.milliseconds - Self.startSeconds * 1000 }
    private var isPeace: Bool { elapsed > Self.trouble }
    private var hasConverged: Bool {
        nodes.allSatisfy { $0.stateDigest == nodes[0].stateDigest }
    }

    private mutating func plan(_ event: Event, after milliseconds: Int) {
        timeline.plan(event, atMilliseconds: clock.milliseconds + milliseconds)
    }

    /// All together a block each 20 s or so.
    private mutating func mineDelay() -> Int {
        random.integer(in: 1_000...40_000 * nodes.count)
    }

    private mutating func makePeace() {
        var faults = NetworkFaults.none
        faults.delayMilliseconds = 1...50
        network.faults = faults
        network.divide([Int](repeating: 0, count: nodes.count))
        log.note(elapsed, "peace")
    }

    private func clockSeconds(_ index: Int) -> Int { clock.seconds + clockErrorSeconds[index] }

    // MARK: Events

    private mutating func handle(_ event: Event) throws {
        switch event {
        case .delivery(let delivery):
            guard network.isReachable(delivery.source, delivery.target) else { return }
            try deliver(delivery)
        case .mine(let index):
            // Later on one node mines alone, so that equal work does not stay equal.
            if isPeace, index != 0 { return }
            plan(.mine(index), after: isPeace ? 20_000 : mineDelay())
            try watching(index, "mines") { history in
                let clockSeconds = history.clockSeconds(index)
                return try history.nodes[index].mine(
                    clockSeconds: clockSeconds, random: &history.minerRandoms[index])
            }
        case .pay(let index):
            if isPeace { return }
            plan(.pay(index), after: random.integer(in: 20_000...60_000))
            try pay(from: index)
        case .heartbeat(let index):
            plan(.heartbeat(index), after: 10_000)
            send(nodes[index].heartbeat(), from: index)
        case .divide:
            guard !isPeace else { return }
            network.divide(nodes.map { _ in random.integer(in: 0...1) })
            log.note(elapsed, "sides \(network.sides)")
            plan(.unite, after: random.integer(in: 20_000...120_000))
        case .unite:
            guard !isPeace else { return }
            network.divide([Int](repeating: 0, count: nodes.count))
            log.note(elapsed, "one side")
            plan(.divide, after: random.integer(in: 20_000...150_000))
        }
    }

    private mutating func deliver(_ delivery: SimulatedNetwork<[UInt8]>.Delivery) throws {
        let (source, target) = (delivery.source, delivery.target)
        try watching(target, "hears \(source)") { history in
            let clockSeconds = history.clockSeconds(target)
            return try history.nodes[target].receive(
                delivery.message, from: source, clockSeconds: clockSeconds)
        }
    }

    /// Pays a node some of what another can pay with.
    private mutating func pay(from index: Int) throws {
        let units = nodes[index].units
        guard units > 0 else { return }
        let amount = UInt64(random.integer(in: 1...Int(min(units, 1_000))))
        let receiver = random.integer(in: 0...nodes.count - 1)
        paymentCount += 1
        try watching(index, "pays \(receiver) \(amount)") { history in
            try history.nodes[index].pay(amount, to: receiver)
        }
    }

    /// Lets a node do something, notes what became of its chain, and sends what it says.
    private mutating func watching(
        _ index: Int, _ what: String,
        _ act: (inout NetworkHistory) throws -> [HistoryMessage]
    ) throws {
        let (tip, height) = (nodes[index].tip, nodes[index].height)
        let messages = try act(&self)
        let node = nodes[index]
        if node.tip != tip {
            let common = node.commonHeight(with: tip)
            if common < height {
                reorganisationCount += 1
                revertedBlockCount += height - common
            }
            log.note(
                elapsed,
                "\(index) \(what): height \(node.height), took back \(height - common), "
                    + "state \(node.stateDigest.text)")
        }
        send(messages, from: index)
    }

    private mutating func send(_ messages: [HistoryMessage], from source: Int) {
        for message in messages {
            let target = message.target
            guard nodes.indices.contains(target) else { continue }
            let deliveries = network.delivery(
                of: message.bytes, from: source, to: target, at: clock.milliseconds)
            log.note(
                elapsed,
                "\(source) to \(target): \(message.name), arrives "
                    + "\(deliveries.map { $0.milliseconds - Self.startSeconds * 1000 })")
            for (milliseconds, delivery) in deliveries {
                timeline.plan(.delivery(delivery), atMilliseconds: milliseconds)
            }
        }
    }
}
