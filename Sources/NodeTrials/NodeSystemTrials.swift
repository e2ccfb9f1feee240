package import GlyphChainTrials
internal import NetworkTrials
package import Scenarios
package import Trials

/// The trials of nodes that serve a chain, ask each other and mine on it.
package struct NodeSystemTrials: SystemTrials {
    package let name = "node"
    package let entries = ["answer", "held", "http", "store"]
    package let nullBudget = [
        (counter: "answer_bytes", countMax: 0), (counter: "attack_bytes", countMax: 0),
        (counter: "waited_seconds", countMax: 60), (counter: "connections", countMax: 0),
    ]
    /// Proves for all nodes and miners.
    private let model: TrialModel

    package init(model: TrialModel) {
        self.model = model
    }

    package func guards(_ profile: Profile) -> [Guard] {
        profile == .published ? NodeTrialGuards.published : NodeTrialGuards.hardened
    }

    package func arena(
        _ setup: TrialSetup
    ) throws -> any TrialArena<NodeOperation, NodeOracle> {
        let side: any NetworkSide<NodeOperation, NodeOracle> =
            switch setup.profile {
            case .hardened: NodeSide(setup, HardenedTools(setup, model: model))
            case .published: NodeSide(setup, PublishedTools(setup, model: model))
            }
        return try NetworkArena(
            setup: setup,
            NetworkSurroundings(
                hearing: NodeSurfaces.http, honestSource: NodeParties.honestSource,
                startMilliseconds: NodeParties.startMilliseconds),
            side: side)
    }

    package func nullOracles(_ profile: Profile, nodeCount: Int) -> [NodeOracle] {
        // A published node learns of peers only from one whose chain it asks for.
        NodeOracle.allCases.filter { profile == .hardened || $0 != .networkPeers }
    }

    package func honestUse(
        _ random: inout ActorRandom, nodeCount: Int
    ) -> HonestUse<NodeOperation> {
        let both = [NodeParties.first, NodeParties.second]
        var steps: [NodeOperation] = []
        for _ in 0..<random.integer(in: 2...5) {
            let winner = both[random.integer(in: 0...1)]
            steps.append(.mine(by: winner, blockCount: random.integer(in: 1...2), seconds: 20))
            steps += both.map { .turn(by: $0, count: 1, seconds: 21) }
            if winner == NodeParties.first {
                steps.append(.pay(from: winner, to: "shop", amount: random.integer(in: 1...100)))
            }
        }
        if random.happens(permille: 500) {
            steps += [.join, .turn(by: NodeParties.second, count: 2, seconds: 21)]
            // Peers are asked for theirs now and then, or before their chains.
            steps += [.common(.advance(seconds: 400))]
            steps += [.mine(by: NodeParties.second, blockCount: 1, seconds: 20)]
            steps += [.turn(by: NodeParties.first, count: 3, seconds: 21)]
        }
        steps += [.common(.remember), .common(.restart)]
        steps += both.map { .turn(by: $0, count: 1, seconds: 21) }
        steps += NodeParties.honest.map { .turn(by: $0, count: 1, seconds: 21) }
        return HonestUse(steps, needsDisk: false)
    }
}
