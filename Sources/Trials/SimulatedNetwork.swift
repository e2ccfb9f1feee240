/// How a network treats messages; all of it may be turned off.
package struct NetworkFaults: Sendable {
    package var dropPermille = 0
    package var duplicatePermille = 0
    /// Messages overtake each other wherever this is a range.
    package var delayMilliseconds = 1...1
    /// Some messages take as long as this, to arrive when everybody has gone on.
    package var latePermille = 0
    package var lateMilliseconds = 1...1

    package static let none = NetworkFaults()

    package init() {}
}

/// A network between nodes of one process: messages arrive late, twice, out of order or not at all,
/// as its seed has it.
package struct SimulatedNetwork<Message: Sendable>: Sendable {
    package struct Delivery: Sendable {
        package let source: Int
        package let target: Int
        package let message: Message
    }

    package let nodeCount: Int
    package var faults: NetworkFaults
    /// Each node's side; messages cross from one side to another neither when they are sent nor
    /// when they would arrive.
    package private(set) var sides: [Int]
    private var random: ActorRandom

    package init(nodeCount: Int, faults: NetworkFaults, random: ActorRandom) {
        self.nodeCount = nodeCount
        self.faults = faults
        self.random = random
        sides = [Int](repeating: 0, count: nodeCount)
    }

    /// Cuts the network, or makes it whole with one side for all.
    package mutating func divide(_ sides: [Int]) {
        precondition(sides.count == nodeCount, "\(sides.count) sides for \(nodeCount) nodes")
        self.sides = sides
    }

    package func isReachable(_ source: Int, _ target: Int) -> Bool {
        sides[source] == sides[target]
    }

    /// The copies of a message that will arrive, with their times; empty if it is lost.
    package mutating func delivery(
        of message: Message, from source: Int, to target: Int, at milliseconds: Int
    ) -> [(milliseconds: Int, delivery: Delivery)] {
        guard isReachable(source, target), !random.happens(permille: faults.dropPermille) else {
            return []
        }
        let copyCount = random.happens(permille: faults.duplicatePermille) ? 2 : 1
        return (0..<copyCount).map { _ in
            let isLate = random.happens(permille: faults.latePermille)
            let delay = random.integer(
                in: isLate ? faults.lateMilliseconds : faults.delayMilliseconds)
            return (
                milliseconds + delay, Delivery(source: source, target: target, message: message)
            )
        }
    }
}
