import Arbitration
import TestSupport
import Testing

@Suite("Disputes with a liar in them") struct DisputeTrialTests {
    private static let seed = "trial tests"

    @Test("Every liar is found and nobody honest blamed, whatever the lie and the operation.")
    func trials() throws {
        let subject = try TinySubject.subject()
        let count = Thoroughness.count(20_400, else: 510)
        let trials = try DisputeTrials(subject, count: count, seed: Self.seed)
        for trial in trials.trials {
            #expect(trial.miss == nil, "seed \(trial.seed), \(trial.operation)")
            #expect(trial.game.cost.roundCount <= DisputeLimits.roundCountGoal)
            #expect(trial.game.cost.multiplyAddCount <= DisputeLimits.termCountMax)
            #expect(trial.game.cost.evidenceByteCount < DisputeLimits.evidenceByteCountGoal)
        }
        #expect(trials.trials.count == count)
    }
}
