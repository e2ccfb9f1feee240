internal import NetworkTrials
package import Scenarios
package import Trials

/// The trials of the hybrid chain.
package struct HybridSystemTrials: SystemTrials {
    package let name = "hybrid"
    package let entries = ["block", "engine", "record", "store"]
    package let nullBudget = [
        (counter: "messages", countMax: 20_000), (counter: "attack_bytes", countMax: 0),
    ]

    package init() {}

    package func guards(_ profile: Profile) -> [Guard] {
        profile == .published ? HybridTrialGuards.published : HybridTrialGuards.hardened
    }

    package func arena(
        _ setup: TrialSetup
    ) throws -> any TrialArena<HybridOperation, HybridOracle> {
        let side: any NetworkSide<HybridOperation, HybridOracle> =
            switch setup.profile {
            case .hardened: try HardenedSide(setup)
            case .published: try PublishedSide(setup)
            }
        return try NetworkArena(
            setup: setup,
            NetworkSurroundings(
                hearing: HybridSurfaces.block, honestSource: HybridParties.honestSource,
                startMilliseconds: HybridParties.startMilliseconds),
            side: side)
    }

    package func nullOracles(_ profile: Profile, nodeCount: Int) -> [HybridOracle] {
        HybridOracle.allCases
    }

    package func honestUse(
        _ random: inout ActorRandom, nodeCount: Int
    ) -> HonestUse<HybridOperation> {
        var steps: [HybridOperation] = []
        for _ in 0..<random.integer(in: 1...3) {
            steps.append(.rounds(random.integer(in: 1...3)))
            steps.append(.common(.advance(seconds: random.integer(in: 1...120))))
        }
        steps += [.follow, .common(.remember), .common(.restart), .rounds(1)]
        return HonestUse(steps, needsDisk: false)
    }
}
