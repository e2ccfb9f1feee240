package import Trials

/// The network between the nodes of one trial, and the connections of those who are no nodes, on
/// which the attacker listens.
///
/// A message takes 10 to 50 ms unless ``NetworkFaults`` say otherwise; all that is random follows
/// from the seed.
package struct NodeNetwork: Sendable {
    /// A node's latest messages to those who are no nodes.
    private struct Heard {
        private(set) var messages: [Reply.Message] = []
        private var byteCount = 0

        /// The message itself is kept, however long it is.
        mutating func note(_ message: Reply.Message) {
            messages.append(message)
            byteCount += message.bytes.count
            while messages.count > 1,
                messages.count > heardCountMax || byteCount > heardByteCountMax
            {
                byteCount -= messages.removeFirst().bytes.count
            }
        }
    }

    /// Node 0 is reached at this number, node 1 at the next; lower ones are connections of others.
    private static let firstNumber: UInt32 = 10_000

    /// Messages of each node that the attacker may still take, and their bytes: a flood must not
    /// fill the memory with answers that nobody reads.
    private static let heardCountMax = 256
    private static let heardByteCountMax = 16 << 20

    package let nodeCount: Int
    private var network: SimulatedNetwork<[UInt8]>
    private var timeline = Timeline<SimulatedNetwork<[UInt8]>.Delivery>()
    /// By node.
    private var heard: [Heard]

    /// **Precondition:** one node at least.
    package init(nodeCount: Int, seed: String) {
        self.nodeCount = nodeCount
        heard = [Heard](repeating: Heard(), count: nodeCount)
        network = SimulatedNetwork(
            nodeCount: nodeCount, faults: Self.usual,
            random: ActorRandom(seed: seed, actor: "network"))
    }

    private static var usual: NetworkFaults {
        var faults = NetworkFaults.none
        faults.delayMilliseconds = 10...50
        return faults
    }

    /// The connection at which other nodes know a node.
    package static func source(ofNode node: Int) -> Source { Source(firstNumber + UInt32(node)) }

    /// Connections of all nodes but one.
    package func sources(beside node: Int) -> [Source] {
        (0..<nodeCount).filter { $0 != node }.map(Self.source)
    }

    /// A node alone is nobody's peer.
    private func node(at source: Source) -> Int? {
        guard nodeCount > 1, source.number >= Self.firstNumber else { return nil }
        let node = Int(source.number - Self.firstNumber)
        return node < nodeCount ? node : nil
    }

    // MARK: Cuts and faults

    package var sides: [Int] { network.sides }

    /// **Precondition:** a side for each node.
    package mutating func divide(_ sides: [Int]) { network.divide(sides) }

    package mutating func unite() {
        network.divide([Int](repeating: 0, count: nodeCount))
        network.faults = Self.usual
    }

    package mutating func set(_ faults: NetworkFaults) { network.faults = faults }

    // MARK: Messages

    /// The time at which the last message under way arrives; nil for none.
    package var lastMilliseconds: Int? { timeline.lastMilliseconds }

    /// Sends a node's messages on their way.
    package mutating func send(
        _ messages: [Reply.Message], from node: Int, at clock: LogicalClock
    ) {
        for message in messages {
            guard let target = self.node(at: message.target), target != node else {
                heard[node].note(message)
                continue
            }
            let deliveries = network.delivery(
                of: message.bytes, from: node, to: target, at: clock.milliseconds)
            for (milliseconds, delivery) in deliveries {
                timeline.plan(delivery, atMilliseconds: milliseconds)
            }
        }
    }

    /// The next message that arrives by a time, with its time. Messages across a cut are lost.
    package mutating func next(
        byMilliseconds end: Int
    ) -> (milliseconds: Int, delivery: SimulatedNetwork<[UInt8]>.Delivery)? {
        while let milliseconds = timeline.nextMilliseconds, milliseconds <= end,
            let (_, delivery) = timeline.next()
        {
            if network.isReachable(delivery.source, delivery.target) {
                return (milliseconds, delivery)
            }
        }
        return nil
    }

    /// Messages of a node to a connection that is no node's, the latest first; old ones are
    /// forgotten.
    package func heard(from node: Int, at source: Source) -> [[UInt8]] {
        heard[node].messages.reversed().filter { $0.target == source }.map(\.bytes)
    }
}
