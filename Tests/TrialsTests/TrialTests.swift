import Cryptography
import TestSupport
import Testing
import Trials

@Suite("What every trial needs")
struct TrialTests {
    @Test("Events come by time, and of one millisecond in the order in which they were planned")
    func timeline() {
        var random = SeededGenerator(seed: 1)
        var timeline = Timeline<Int>()
        var plan: [(milliseconds: Int, event: Int)] = []
        for event in 0..<1_000 {
            let milliseconds = Int.random(in: 0..<50, using: &random)
            timeline.plan(event, atMilliseconds: milliseconds)
            plan.append((milliseconds, event))
        }
        for (milliseconds, event) in plan.sorted(by: { ($0.0, $0.1) < ($1.0, $1.1) }) {
            let next = timeline.next()
            #expect(next?.milliseconds == milliseconds && next?.event == event)
        }
        let last = timeline.next()
        #expect(last == nil && timeline.isEmpty)
    }

    @Test("An actor's numbers are those that its seed and its name always gave")
    func actors() {
        // By hand: the digests of the domain, of "seed" and of "miner", and 0 in 8 bytes.
        let key =
            Digests.sha256("glyphlab/actor/1".utf8).bytes + Digests.sha256("seed".utf8).bytes
            + Digests.sha256("miner".utf8).bytes
        let block = Digests.sha256(key + [UInt8](repeating: 0, count: 8)).bytes
        var random = ActorRandom(seed: "seed", actor: "miner")
        for word in 0..<4 {
            let expected = block[8 * word..<8 * word + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            let drawn = random.next()
            #expect(drawn == expected)
        }
        var other = ActorRandom(seed: "seed", actor: "payer")
        let (first, others) = (random.next(), other.next())
        #expect(first != others)
        for _ in 0..<1_000 {
            let (number, never, always) = (
                random.integer(in: 3...5), random.happens(permille: 0),
                random.happens(permille: 1_000)
            )
            #expect((3...5).contains(number) && !never && always)
        }
    }

    @Test(
        "A network drops, doubles and delays as often as it is told, and no further than its sides")
    func network() {
        var faults = NetworkFaults()
        faults.dropPermille = 250
        faults.duplicatePermille = 100
        faults.delayMilliseconds = 5...9
        faults.latePermille = 10
        faults.lateMilliseconds = 1_000...2_000
        var network = SimulatedNetwork<Int>(
            nodeCount: 3, faults: faults, random: ActorRandom(seed: "n", actor: "network"))
        var (dropped, doubled, late) = (0, 0, 0)
        for message in 0..<10_000 {
            let copies = network.delivery(of: message, from: 0, to: 1, at: 100)
            dropped += copies.isEmpty ? 1 : 0
            doubled += copies.count == 2 ? 1 : 0
            late += copies.count { $0.milliseconds >= 1_100 }
            #expect(
                copies.allSatisfy {
                    (105...109).contains($0.milliseconds)
                        || (1_100...2_100).contains($0.milliseconds)
                })
            #expect(copies.allSatisfy { $0.delivery.message == message })
        }
        // From the seed: always these. About 2,500, 750 and 82 were to be expected.
        #expect((2_300...2_700).contains(dropped), "\(dropped)")
        #expect((650...850).contains(doubled), "\(doubled)")
        #expect((50...120).contains(late), "\(late)")
        network.faults = .none
        network.divide([0, 1, 0])
        let across = network.delivery(of: 1, from: 0, to: 1, at: 0)
        let beside = network.delivery(of: 1, from: 0, to: 2, at: 0)
        #expect(across.isEmpty && beside.map(\.milliseconds) == [1])
        #expect(network.isReachable(2, 0) && !network.isReachable(1, 2))
    }

    @Test("A log's digest is of all its lines")
    func log() {
        var (one, other) = (EventLog(), EventLog())
        for log in 0..<3 {
            one.note(log, "mines")
            other.note(log, "mines")
            #expect(one.digest == other.digest)
        }
        #expect(one.digest == Digests.sha256("0 mines\n1 mines\n2 mines\n".utf8))
        other.note(3, "hears")
        #expect(one.digest != other.digest && other.lines.last == "3 hears")
    }

    @Test("A guard that is taken out is missed, and no other")
    func guards() {
        let (one, other) = (Guard("one"), Guard("other"))
        #expect(Guards.all.has(one) && Guards.all.has(other))
        #expect(!Guards.all.without(one).has(one) && Guards.all.without(one).has(other))
    }
}
