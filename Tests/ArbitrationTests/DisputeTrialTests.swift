import Arbitration
import TestSupport
import Testing

@Suite("Disputes with a liar in them") struct DisputeTrialTests {
    private static let seed = "trial tests"

    @Test("Every liar is found and nobody honest blamed, whatever the lie and the operation.")
    func trials() throws {
        try judge(
            TinySubject.subject(), count: Thoroughness.count(20_400, else: 510))
    }

    @Test("The same in a model of Qwen2's shape.")
    func rotaryTrials() throws {
        try judge(
            TinySubject.rotarySubject(), count: Thoroughness.count(5_100, else: 255))
    }

    private func judge(_ subject: DisputeSubject, count: Int) throws {
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
