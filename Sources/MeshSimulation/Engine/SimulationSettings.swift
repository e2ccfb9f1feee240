package import Trials

/// Nodes on several sides for some time: no message crosses.
package struct SimulatedPartition: Sendable, Equatable {
    /// From the first millisecond on, up to the second, not including it.
    package let milliseconds: Range<Int>
    /// Each node's side; nodes behind the end are on side 0.
    package let sides: [Int]

    package init(milliseconds: Range<Int>, sides: [Int]) {
        self.milliseconds = milliseconds
        self.sides = sides
    }

    func separates(_ one: Int, _ other: Int, atMilliseconds milliseconds: Int) -> Bool {
        self.milliseconds.contains(milliseconds) && side(of: one) != side(of: other)
    }

    private func side(of node: Int) -> Int { sides.indices.contains(node) ? sides[node] : 0 }
}

/// A simulation's network, its seed, and how many threads share its work.
package struct SimulationSettings: Sendable {
    package var seed: String
    package var faults: NetworkFaults
    package var partitions: [SimulatedPartition] = []
    /// The time from which on no message is lost, repeated or late any more.
    package var healedMilliseconds = Int.max
    /// Changes the time that a run takes and no bit of what it gives.
    package var threadCount = 1
    /// The most messages of a run; one that needs more is stopped.
    package var messageCountMax = 50_000_000
    /// Whether a line is kept of each event.
    package var keepsLines = false

    /// The network's delays by default, which take no message less than 10 ms.
    package static let delayMillisecondsDefault = 10...60

    package init(seed: String, faults: NetworkFaults = Self.faultsDefault) {
        self.seed = seed
        self.faults = faults
    }

    package static var faultsDefault: NetworkFaults {
        var faults = NetworkFaults()
        faults.delayMilliseconds = delayMillisecondsDefault
        return faults
    }

    /// The least time of a message under way: for so long, no node hears of another's doings.
    var windowMilliseconds: Int {
        faults.latePermille > 0
            ? min(faults.delayMilliseconds.lowerBound, faults.lateMilliseconds.lowerBound)
            : faults.delayMilliseconds.lowerBound
    }
}

/// The end of a simulation that cannot go on.
package enum SimulationError: Error, Equatable, CustomStringConvertible {
    case tooManyMessages(max: Int, milliseconds: Int)

    package var description: String {
        switch self {
        case .tooManyMessages(let max, let milliseconds):
            "simulation: expected at most \(max) messages, got more by \(milliseconds) ms"
        }
    }
}
