internal import ReceiptNetwork
internal import Trials

/// How receipt networks are made for trials.
enum ReceiptGrounds {
    static let description = GroundDescription(
        name: "receipts", operations: ReceiptOperation.names,
        oracles: ReceiptOracle.allCases.map(\.rawValue),
        entries: ["gossip", "receipt", "settlement", "store", "vote"],
        guards: { $0 == .published ? ReceiptGuards.published : ReceiptGuards.hardened },
        read: ReceiptOperation.read, make: { try ReceiptGround(setup: $0) },
        honestUse: honestUse,
        nullOracles: { profile in
            // Published payouts are floats, rounded down: a hole, not an attack.
            ReceiptOracle.allCases.filter { $0 != .settlementExact || profile == .hardened }
                .map(\.rawValue)
        },
        nullBudget: [("signature_checks", 0), ("read_bytes", 0), ("snapshots", 16)])

    /// Receipts of some epochs, each settled, and a restart at the end.
    private static func honestUse(_ random: inout ActorRandom) -> [any StepOperation] {
        var steps: [ReceiptOperation] = []
        for epoch in 1...random.integer(in: 1...3) {
            for number in 0..<random.integer(in: 1...5) {
                let node = ReceiptCast.nodes[random.integer(in: 0...2)].0
                steps.append(
                    .receipt(
                        ReceiptPlan(
                            node: node, session: "session-\(epoch)-\(number)",
                            outputTokens: random.integer(in: 1...9_999))))
                steps.append(.advance(seconds: random.integer(in: 1...600)))
            }
            steps.append(.settle(epoch: epoch, total: random.integer(in: 1...10_000_000)))
        }
        return steps + [.remember, .restart]
    }
}
