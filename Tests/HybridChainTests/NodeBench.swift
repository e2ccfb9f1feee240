import Cryptography
import HybridChain
import Trials

/// Validators in one process, and the messages between them: who is cut off hears nothing.
final class NodeBench {
    let genesis: HybridGenesis
    let keys: [Ed25519PrivateKey]
    var nodes: [HybridNode] = []
    /// Pairs hear each other where they have the same number.
    var sides: [Int]
    let memory = HybridMemory()
    private(set) var messageCount = 0
    /// Refusals of messages between nodes, by the guard's name.
    private(set) var refusals: [String] = []

    init(_ name: String = "nodes", count: Int = 7, faultCount: Int = 1) throws {
        genesis = try LedgerWorld.genesis(name, count: count, faultCount: faultCount)
        keys = LabKeys.keys(name: genesis.name, count: count)
        sides = [Int](repeating: 0, count: count)
        nodes = (0..<count).map { node($0) }
    }

    /// A new node of a validator.
    func node(_ index: Int) -> HybridNode {
        HybridNode(
            genesis: genesis, key: keys[index],
            peers: keys.indices.filter { $0 != index }.map { Source(UInt32($0)) }, memory: memory)
    }

    /// Delivers messages, and those that follow from them, until none is left.
    func deliver(_ messages: [Reply.Message], from sender: Int) throws {
        var queue = messages.map { (sender: sender, message: $0) }
        var next = 0
        while next < queue.count {
            let (sender, message) = queue[next]
            next += 1
            let target = Int(message.target.number)
            guard target < nodes.count, sides[target] == sides[sender] else { continue }
            messageCount += 1
            let reply = try nodes[target].submit(
                message.bytes, to: HybridSurfaces.gossip, from: Source(UInt32(sender)),
                at: LogicalClock(milliseconds: 0))
            refusals += reply.refusals.map(\.by.name)
            queue += reply.messages.map { (target, $0) }
        }
    }

    /// All begin a slot; those of `trainers` publish deltas that help on their heads.
    func begin(slot: UInt64, trainers: [Int] = []) throws {
        for (index, node) in nodes.enumerated() {
            try deliver(node.begin(slot: slot), from: index)
        }
        for index in trainers {
            let rules = nodes[index].rules
            let ground = rules.updateGround(on: nodes[index].tree.head, slot: slot)
            let factors = try LedgerWorld.factors(on: ground, rules, count: keys.count)
            try deliver(nodes[index].train(factors[index]), from: index)
        }
    }

    func tick(_ count: Int = 1) throws {
        for (index, node) in nodes.enumerated() { try deliver(node.tick(count), from: index) }
    }

    func beat() throws {
        for (index, node) in nodes.enumerated() { try deliver(node.heartbeat, from: index) }
    }

    /// A slot in which all that can be done is done.
    func live(slot: UInt64, trainers: [Int] = []) throws {
        try begin(slot: slot, trainers: trainers)
        try tick(HybridNodeLimits.deltaTicks)
        try tick(HybridNodeLimits.quorumTicks)
    }

    var heads: [String] { nodes.map(\.head) }

    /// Sends a message of a stranger to some.
    @discardableResult
    func send(
        _ bytes: [UInt8], to surface: Surface, _ targets: [Int]
    ) throws -> [Refusal] {
        var refusals: [Refusal] = []
        for target in targets {
            let reply = try nodes[target].submit(
                bytes, to: surface, from: Source(1_000), at: LogicalClock(milliseconds: 0))
            refusals += reply.refusals
            try deliver(reply.messages, from: target)
        }
        return refusals
    }
}
