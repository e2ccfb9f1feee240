internal import GatewayNetwork
package import Scenarios
package import Trials

/// The trials of the gateway network.
package struct GatewayNetworkTrials: SystemTrials {
    package let name = "receipts"
    package let entries = ["gossip", "receipt", "settlement", "store", "vote"]
    package let nullBudget = [
        (counter: "signature_checks", countMax: 0), (counter: "read_bytes", countMax: 0),
        (counter: "snapshots", countMax: 16),
    ]

    package init() {}

    package func guards(_ profile: Profile) -> [Guard] { GatewayGuards.guards(profile) }

    package func ground(
        _ setup: TrialSetup
    ) throws -> any TrialGround<GatewayOperation, GatewayOracle> {
        try GatewayArena(setup: setup)
    }

    /// Published payouts are floats, rounded down: a hole, not an attack.
    package func nullOracles(_ profile: Profile) -> [GatewayOracle] {
        GatewayOracle.allCases.filter { $0 != .settlementExact || profile == .hardened }
    }

    /// Receipts of some epochs, each settled, and a restart at the end.
    package func honestUse(_ random: inout ActorRandom) -> HonestUse<GatewayOperation> {
        var steps: [GatewayOperation] = []
        for epoch in 1...random.integer(in: 1...3) {
            for number in 0..<random.integer(in: 1...5) {
                let node = GatewayParties.nodes[random.integer(in: 0...2)].0
                steps.append(
                    .receipt(
                        ReceiptPlan(
                            node: node, session: "session-\(epoch)-\(number)",
                            outputTokens: random.integer(in: 1...9_999)),
                        artefact: nil))
                steps.append(.advance(seconds: random.integer(in: 1...600)))
            }
            steps.append(.settle(epoch: epoch, total: random.integer(in: 1...10_000_000)))
        }
        return HonestUse(steps + [.remember, .restart], needsDisk: false)
    }
}
