internal import NetworkTrials
package import Scenarios
package import Trials

/// The trials of the mesh.
package struct MeshSystemTrials: SystemTrials {
    package let name = "mesh"
    package let entries = ["answer", "call", "peer", "store"]
    package let nullBudget = [
        (counter: "messages", countMax: 20_000), (counter: "attack_bytes", countMax: 0),
    ]

    package init() {}

    package func guards(_ profile: Profile) -> [Guard] {
        profile == .published ? MeshTrialGuards.published : MeshTrialGuards.hardened
    }

    package func arena(
        _ setup: TrialSetup
    ) throws -> any TrialArena<MeshOperation, MeshOracle> {
        let side: any NetworkSide<MeshOperation, MeshOracle> =
            switch setup.profile {
            case .hardened: try HardenedSide(setup)
            case .published: PublishedSide(setup: setup)
            }
        return try NetworkArena(
            setup: setup,
            NetworkSurroundings(
                hearing: MeshSurfaces.peer, honestSource: MeshParties.honestSource,
                startMilliseconds: MeshParties.startMilliseconds),
            side: side)
    }

    package func nullOracles(_ profile: Profile, nodeCount: Int) -> [MeshOracle] {
        MeshOracle.allCases
    }

    package func honestUse(
        _ random: inout ActorRandom, nodeCount: Int
    ) -> HonestUse<MeshOperation> {
        var steps: [MeshOperation] = []
        for number in 0..<random.integer(in: 1...3) {
            let owner = MeshParties.honest[random.integer(in: 0...7)]
            let name = RecordName(kind: .value, name: "record-\(number)", owner: owner)
            let plan = RecordPlan(name: name, sequence: 0, epochs: 2, value: "\(number)")
            steps.append(.publish(plan, artefact: nil))
            steps.append(.common(.advance(seconds: random.integer(in: 1...30))))
            steps.append(.look(by: MeshParties.honest[random.integer(in: 0...7)], name))
        }
        steps += [.epochs(random.integer(in: 1...2)), .common(.remember), .common(.restart)]
        return HonestUse(steps, needsDisk: false)
    }
}
