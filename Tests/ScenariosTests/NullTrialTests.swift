import AttackedSystems
import Cryptography
import Scenarios
import TestSupport
import Testing
import Trials

@Suite("Honest use without an attack")
struct NullTrialTests {
    @Test("Null runs, over all systems and profiles: no oracle fires")
    func nullRuns() {
        let runCount = Thoroughness.count(1_000, else: 250)
        let complaints = NullTrial.complaints(
            runCount: runCount, systems: AttackedSystems.all, threadCount: 2)
        #expect(complaints.count == 0, "\(complaints.prefix(3))")
        print("null runs: \(runCount), red: \(complaints.count)")
    }

    @Test("Null runs of several nodes over a network that fails: no oracle fires, and all agree")
    func severalNodes() {
        let runCount = Thoroughness.count(200, else: 40)
        for nodeCount in 2...4 {
            let complaints = NullTrial.complaints(
                runCount: runCount, systems: AttackedSystems.all, nodeCount: nodeCount,
                threadCount: 2)
            #expect(complaints.count == 0, "\(nodeCount) nodes: \(complaints.prefix(3))")
        }
    }

    @Test("A null run of several nodes is the same, event by event, each time")
    func severalRepeat() {
        for system in AttackedSystems.all {
            func digest(_ seed: String) -> String {
                NullTrial(system: system, profile: .hardened, seed: seed, nodeCount: 3)
                    .run().log.digest.text
            }
            #expect(digest("1") == digest("1") && digest("1") != digest("2"))
        }
    }

    @Test("A null run is the same, event by event, each time, and another for another seed")
    func repeats() {
        for system in AttackedSystems.all {
            for profile in Profile.allCases {
                func digest(_ seed: String) -> String {
                    NullTrial(system: system, profile: profile, seed: seed)
                        .run().log.digest.text
                }
                #expect(digest("1") == digest("1") && digest("1") != digest("2"))
            }
        }
    }

    @Test("Honest use goes as it was frozen, event by event")
    func frozen() throws {
        let lines = AttackedSystems.all.flatMap { system in
            Profile.allCases.flatMap { profile in
                (0..<8).map { seed in
                    let outcome = NullTrial(
                        system: system, profile: profile, seed: "\(seed)"
                    ).run()
                    return "\(system.name) \(profile) \(seed) \(outcome.log.digest.text)"
                }
            }
        }
        let difference = FrozenSuite.difference(lines, try FrozenSuite.lines("null_runs"))
        #expect(difference == [])
    }
}
