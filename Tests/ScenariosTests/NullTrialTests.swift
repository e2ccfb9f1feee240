import Cryptography
import Scenarios
import Testing
import Trials

@Suite("Honest use without an attack")
struct NullTrialTests {
    @Test("1,000 null runs, over all systems and profiles: no oracle fires")
    func nullRuns() {
        let complaints = NullTrial.complaints(runCount: 1_000, model: .digests, threadCount: 2)
        #expect(complaints.count == 0, "\(complaints.prefix(3))")
        print("null runs: 1,000, red: \(complaints.count)")
    }

    @Test("A null run is the same, event by event, each time, and another for another seed")
    func repeats() {
        for system in Suite.systems {
            for profile in Profile.allCases {
                func digest(_ seed: String) -> String {
                    NullTrial(system: system, profile: profile, model: .digests, seed: seed)
                        .run().log.digest.text
                }
                #expect(digest("1") == digest("1") && digest("1") != digest("2"))
            }
        }
    }
}
