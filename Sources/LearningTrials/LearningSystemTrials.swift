internal import LearningNetwork
package import Scenarios
package import Trials

/// The trials of proof of learning.
package struct LearningSystemTrials: SystemTrials {
    package let name = "learning"
    package let entries = [
        "block", "chain", "gossip", "http", "opening", "peer", "proof", "store", "transaction",
        "vote",
    ]
    package let nullBudget = [
        (counter: "waiting", countMax: 16), (counter: "audited_steps", countMax: 0),
        (counter: "read_bytes", countMax: 0),
        (counter: "judged", countMax: 0),
    ]

    package init() {}

    package func guards(_ profile: Profile) -> [Guard] {
        profile == .published ? LearningArena.publishedGuards : LearningGuards.all
    }

    package func arena(
        _ setup: TrialSetup
    ) throws -> any TrialArena<LearningOperation, LearningOracle> {
        try LearningArena(setup: setup)
    }

    package func nullOracles(_ profile: Profile, nodeCount: Int) -> [LearningOracle] {
        LearningOracle.allCases.filter {
            profile == .hardened ? true : LearningArena.publishedNullOracles.contains($0)
        }
    }

    package var nodeCountMax: Int { Scenario.nodeCountMax }

    package func honestUse(
        _ random: inout ActorRandom, nodeCount: Int
    ) -> HonestUse<LearningOperation> {
        var steps: [(node: Int, operation: LearningOperation)] = []
        if nodeCount > 1 {
            var faults = NetworkFaults.none
            faults.dropPermille = random.integer(in: 0...300)
            faults.duplicatePermille = random.integer(in: 0...200)
            faults.delayMilliseconds = 1...random.integer(in: 10...5_000)
            steps.append((0, .network(.faults(faults))))
        }
        for _ in 0..<random.integer(in: 1...3) {
            let plan = PaymentPlan(
                kind: .pay, from: "ada", to: LearningParties.shop,
                amountMillis: random.integer(in: 1...9_999), feeMillis: random.integer(in: 0...99))
            steps.append((random.integer(in: 0...nodeCount - 1), .pay(plan, artefact: nil)))
            steps.append((0, .advance(seconds: random.integer(in: 1...600))))
            steps.append((0, .mine(blocks: random.integer(in: 1...3))))
        }
        steps.append((0, .train(by: "trainer-a", artefact: nil)))
        if nodeCount == 1 { steps += [(0, .remember), (0, .restart)] }
        return HonestUse(steps)
    }
}
