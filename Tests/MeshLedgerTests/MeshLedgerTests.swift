import MeshLedger
import MeshNetwork
import Testing
import Trials

@Suite("The rules of the hardened mesh's ledger")
struct MeshLedgerTests {
    @Test("Each guard refuses, and lets through where it is taken out", arguments: GuardCase.all)
    func guards(_ attempt: GuardCase) throws {
        #expect(try attempt.outcome(.all) == attempt.stoppedBy.name)
        #expect(try attempt.outcome(Guards.all.without(attempt.stoppedBy)) == nil)
    }

    @Test("Each guard has an attempt, but for those that always stand")
    func allGuards() {
        let tried = GuardCase.all.map(\.stoppedBy) + MeshLedgerGuards.standing
        for one in MeshLedgerGuards.all { #expect(tried.contains(one), "\(one.name)") }
        #expect(Set(MeshLedgerGuards.all).count == MeshLedgerGuards.all.count)
    }

    @Test("What always stands refuses without any guard")
    func standing() throws {
        let none = MeshLedgerGuards.all.reduce(Guards.all) { $0.without($1) }
        let bench = LedgerBench(guards: none)
        #expect(bench.refuse([]) == "call")
        #expect(bench.refuse([UInt8](repeating: 0, count: 300)) == "call")
        let beacon = LedgerBench.beacon(1)
        for slot in [UInt64(0), 2, .max] {
            #expect(throws: Refusal.self) { try bench.ledger.advance(to: slot, beacon: beacon) }
        }
        #expect(throws: Refusal.self) { try bench.ledger.advance(to: 1, beacon: []) }
    }

    @Test("A seat begins as Registered, and rises with heartbeats alone")
    func classes() throws {
        let bench = LedgerBench(genesis: LedgerBench.genesis(newcomersFunded: true))
        let newcomer = LedgerBench.newcomers[0]
        try bench.send(.register(units: 200 * LedgerBench.coin), by: newcomer)
        #expect(bench.ledger.registry.peer(newcomer.key) == nil)
        try bench.next()
        #expect(bench.ledger.registry.peer(newcomer.key)?.beacon == LedgerBench.beacon(1))
        var ranks: [MeshClass] = []
        try bench.advance(toEpoch: 1)
        while bench.epoch < 6 {
            ranks.append(bench.ledger.registry.peer(newcomer.key)?.rank ?? .registered)
            try bench.liveHonestly()
        }
        #expect(ranks == [.idle, .idle, .included, .included, .validator])
    }

    @Test("An election gives each elector about the same chance")
    func election() {
        let electors = LedgerBench.nodes.prefix(7).map(\.key)
        var counts = [Int](repeating: 0, count: 7)
        for number in 0..<7_000 {
            let elected = Election.elected(
                of: electors, chain: LedgerBench.beacon(0), epoch: UInt64(number),
                beacon: LedgerBench.beacon(1))
            if let place = electors.firstIndex(where: { $0 == elected }) { counts[place] += 1 }
        }
        #expect(counts.reduce(0, +) == 7_000)
        // A standard deviation is 29.
        for count in counts { #expect((850...1_150).contains(count)) }
        #expect(
            Election.elected(of: [], chain: [], epoch: 0, beacon: LedgerBench.beacon(1)) == nil)
    }

    @Test("No units come from nowhere, whatever nodes do", arguments: 0..<12)
    func supply(_ seed: Int) throws {
        var history = RandomLedger(seed: "supply \(seed)")
        try history.play(epochCount: 12)
        #expect(history.wrongSlots.isEmpty)
        #expect(history.takenCount > 100)
    }

    @Test("Windows of epochs of 10, 20 and 300 slots")
    func windows() {
        func places(_ count: UInt64) -> [UInt64] {
            let windows = EpochWindows(slotCount: count)
            return [
                windows.heartbeatEnd, windows.commitEnd, windows.snapshotPlace,
                windows.proposalStart, windows.proposalEnd,
            ]
        }
        #expect(places(10) == [1, 5, 6, 7, 8])
        #expect(places(20) == [2, 10, 12, 13, 16])
        #expect(places(300) == [30, 150, 180, 181, 240])
        let windows = EpochWindows(slotCount: 20)
        #expect(windows.proposalProgress(13) == 0)
        #expect(windows.proposalProgress(14) == 333_333_333_333_333_333)
        #expect(windows.attestProgress(33, proposal: 33) == 0)
        #expect(windows.attestProgress(34, proposal: 33) == 142_857_142_857_142_857)
        #expect(windows.attestProgress(40, proposal: 33) == FixedPoint.one)
    }
}
