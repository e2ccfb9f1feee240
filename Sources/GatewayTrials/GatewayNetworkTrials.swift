internal import GatewayNetwork
package import Scenarios
package import Trials

/// The trials of the gateway network.
package struct GatewayNetworkTrials: SystemTrials {
    package let name = "receipts"
    package let entries = [
        "ask", "credit", "directory", "gossip", "http", "mint", "node", "note", "order", "partial",
        "pause", "proposal", "pull", "receipt", "record", "settlement", "store", "token", "vote",
    ]
    package let nullBudget = [
        (counter: "signature_checks", countMax: 0), (counter: "read_bytes", countMax: 0),
        (counter: "snapshots", countMax: 16),
    ]

    package init() {}

    package func guards(_ profile: Profile) -> [Guard] {
        profile == .published ? PublishedGuards.all : HardenedSurfaces.guards
    }

    package func arena(
        _ setup: TrialSetup
    ) throws -> any TrialArena<GatewayOperation, GatewayOracle> {
        try GatewayArena(setup: setup)
    }

    /// Published payouts are floats, rounded down: a hole, not an attack.
    package func nullOracles(_ profile: Profile, nodeCount: Int) -> [GatewayOracle] {
        GatewayOracle.allCases.filter {
            switch $0 {
            case .settlementExact, .notesConsent, .recordsConsent: profile == .hardened
            // In `hardened`, prices are judged with accounts; nodes are names, and what they sign
            // is the gateway's to check.
            case .pricesRegistered, .nodesConsent, .callsRegistered: profile == .published
            case .networkAgreement: nodeCount > 1
            case .pullComplete: true
            // Nothing is restarted beside other gateways.
            case .storeState: nodeCount == 1
            default: true
            }
        }
    }

    package var nodeCountMax: Int { Scenario.nodeCountMax }

    package func honestUse(
        _ random: inout ActorRandom, nodeCount: Int
    ) -> HonestUse<GatewayOperation> {
        nodeCount == 1 ? honestUse(&random) : honestUseOfSeveral(&random, nodeCount)
    }

    /// Receipts at all gateways over a network that loses and doubles messages, and epochs that are
    /// settled at the first alone, as the network asks for one that mints.
    private func honestUseOfSeveral(
        _ random: inout ActorRandom, _ nodeCount: Int
    ) -> HonestUse<GatewayOperation> {
        var faults = NetworkFaults.none
        faults.dropPermille = random.integer(in: 0...300)
        faults.duplicatePermille = random.integer(in: 0...200)
        faults.delayMilliseconds = 1...random.integer(in: 10...20_000)
        var steps: [(node: Int, operation: GatewayOperation)] = [(0, .network(.faults(faults)))]
        for epoch in 1...random.integer(in: 1...3) {
            for number in 0..<random.integer(in: 1...5) {
                let plan = ReceiptPlan(
                    node: GatewayParties.nodes[random.integer(in: 0...2)].0,
                    session: "session-\(epoch)-\(number)",
                    outputTokens: random.integer(in: 1...9_999))
                let gateway = number == 0 ? 0 : random.integer(in: 0...nodeCount - 1)
                steps.append((gateway, .receipt(plan, artefact: nil)))
                steps.append((0, .advance(seconds: random.integer(in: 1...600))))
            }
            steps.append((0, .settle(epoch: epoch, total: random.integer(in: 1...10_000_000))))
        }
        return HonestUse(steps)
    }

    /// Receipts of some epochs, each settled, and a restart at the end.
    private func honestUse(_ random: inout ActorRandom) -> HonestUse<GatewayOperation> {
        var steps: [GatewayOperation] = [
            .credit(user: "ada", amount: random.integer(in: 1_000...9_999), payment: "payment-1")
        ]
        for epoch in 1...random.integer(in: 1...3) {
            steps.append(
                .infer(
                    InferencePlan(
                        user: "ada", prompt: "hello \(epoch)",
                        tokenCountMax: random.integer(in: 1...99))))
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
