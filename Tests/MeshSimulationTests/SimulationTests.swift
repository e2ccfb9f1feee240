import MeshSimulation
import Synchronization
import TestSupport
import Testing
import Trials

@Suite("The simulation of many nodes")
struct SimulationTests {
    private static let nodeCount = 60

    private func settings(
        seed: String = "1", threadCount: Int, _ change: (inout NetworkFaults) -> Void = { _ in }
    ) -> SimulationSettings {
        var settings = SimulationSettings(seed: seed)
        change(&settings.faults)
        settings.threadCount = threadCount
        settings.keepsLines = true
        return settings
    }

    private func run(
        _ settings: SimulationSettings, word: @escaping @Sendable () -> UInt64 = { 0 }
    ) throws -> Simulation<FloodNode> {
        let simulation = Simulation(settings) {
            FloodNode(number: $0, nodeCount: Self.nodeCount, fanOut: 3, word: word)
        }
        for node in 0..<Self.nodeCount {
            _ = simulation.start(atMilliseconds: node)
        }
        for task in 0..<40 {
            simulation.begin(
                SimulatedTask(number: task, .find(item: task)), at: task * 7 % Self.nodeCount,
                atMilliseconds: 100 + 13 * task)
        }
        simulation.stop(5, atMilliseconds: 300)
        simulation.stop(6, atMilliseconds: 9_000)
        try simulation.run(beforeMilliseconds: Int.max)
        return simulation
    }

    private func worst(_ faults: inout NetworkFaults) {
        faults.delayMilliseconds = 7...55
        faults.dropPermille = 30
        faults.duplicatePermille = 50
        faults.latePermille = 20
        faults.lateMilliseconds = 5_000...9_000
    }

    @Test("A run is the same, to the byte, on 1, 2, 3 and 7 threads")
    func threads() throws {
        let one = try run(settings(threadCount: 1, worst))
        #expect(one.counts.sentCount > 3_000)
        for threadCount in [1, 2, 3, 7] {
            let other = try run(settings(threadCount: threadCount, worst))
            #expect(other.lines == one.lines)
            #expect(other.digest == one.digest)
            #expect(other.finished == one.finished)
            #expect(other.counts == one.counts)
        }
    }

    @Test("Another seed is another run")
    func seeds() throws {
        let digests = try ["1", "2", "3"].map {
            try run(settings(seed: $0, threadCount: 1, worst)).digest
        }
        #expect(digests[0] != digests[1] && digests[1] != digests[2])
    }

    @Test("Nodes that share what changes are found out by 2 threads")
    func plantedSharing() throws {
        /// Counts calls, of whatever node.
        func shared() -> @Sendable () -> UInt64 {
            let count = SharedCount()
            return { count.next() }
        }
        let one = try run(settings(threadCount: 1), word: shared())
        let again = try run(settings(threadCount: 1), word: shared())
        #expect(one.digest == again.digest)
        let two = try run(settings(threadCount: 2), word: shared())
        #expect(one.digest != two.digest)
    }

    @Test("No message is under way for less than the least delay")
    func delays() throws {
        let simulation = try run(settings(threadCount: 2))
        let counts = simulation.counts
        #expect(counts.heardCount + counts.unheardCount == counts.sentCount)
        #expect(simulation.finished.allSatisfy { $0.outcome.isDone })
        #expect(
            simulation.finished.map(\.milliseconds)
                == simulation.finished.map(\.milliseconds).sorted())
    }

    @Test("Nothing crosses a partition, and all does afterwards")
    func partition() throws {
        var divided = settings(threadCount: 2)
        divided.partitions = [
            SimulatedPartition(
                milliseconds: 0..<100_000,
                sides: (0..<Self.nodeCount).map { $0 % 2 })
        ]
        let simulation = try run(divided)
        let crossing = simulation.lines.filter { line in
            let words = line.split(separator: " ")
            guard words.count > 5, words[2] == "message" else { return false }
            let source = Int(words[5].dropLast()) ?? -1
            return source % 2 != (Int(words[1]) ?? -1) % 2
        }
        #expect(crossing.isEmpty)
        #expect(simulation.counts.heardCount < simulation.counts.sentCount)
        #expect(simulation.counts.heardCount > 100)
    }

    @Test("A run with too many messages is stopped")
    func messageMaximum() throws {
        var few = settings(threadCount: 1)
        few.messageCountMax = 1_000
        #expect(throws: SimulationError.self) { _ = try run(few) }
    }

    @Test("A stopped node hears and does nothing, and messages to nobody are lost")
    func stopped() throws {
        let simulation = try run(settings(threadCount: 2))
        let after = simulation.lines.filter { line in
            let words = line.split(separator: " ")
            return words[1] == "5" && (Int(words[0]) ?? 0) > 300
        }
        #expect(after.isEmpty)
        #expect(simulation.look(at: 5) { $0 == nil })
        #expect(simulation.look(at: 7) { $0?.number == 7 })
        #expect(simulation.look(at: 1_000_000) { $0 == nil })
        #expect(simulation.counts.unheardCount > 0)
    }
}

private final class SharedCount: Sendable {
    private let count = Mutex<UInt64>(0)

    func next() -> UInt64 {
        count.withLock { count in
            count += 1
            return count
        }
    }
}
