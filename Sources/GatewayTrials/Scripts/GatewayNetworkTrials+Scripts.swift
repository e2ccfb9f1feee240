internal import GatewayNetwork
package import Scenarios
package import Trials

/// The gateway network as strangers attack it by scripts.
extension GatewayNetworkTrials: ScriptedTrials {
    package typealias Question = GatewayQuestion

    package var scriptSteps: [String] {
        [
            "receipt", "withhold", "elsewhere", "vote", "settle", "make", "ballot", "request",
            "mint", "alter", "take", "bytes", "batch", "hear", "advance", "damage", "restart",
            "divide", "unite", "faults",
        ]
    }

    /// Those of which a script's budget bounds the costs.
    package var scriptSurfaces: [String] {
        ["gossip", "mint", "receipt", "settlement", "store", "vote"]
    }

    /// Costs with an end, whatever the messages: the size of a receipt or vote and of the longest
    /// message of another kind; three verifications of each of 16 messages that one source may
    /// waste in a minute; and a snapshot of each validator's, for a vote takes the place of its
    /// validator's earlier ones in the epoch. All bytes and all verifications have no end: whoever
    /// sends more good receipts costs more.
    package var scriptBudget: [(counter: String, countMax: Int)] {
        [
            (counter: "receipt_bytes", countMax: GatewayLimits.receiptByteCountMax),
            (counter: "message_bytes", countMax: GatewayLimits.settlementByteCountMax),
            (
                counter: "wasted_checks",
                countMax: GatewayLimits.wastedCountMax
                    * GatewayLimits.verificationCountPerRefusalMax
            ), (counter: "foreign_snapshots", countMax: GatewayParties.validators.count),
        ]
    }

    /// Published payouts are floats, rounded down: a hole without any attack, so that exact ones
    /// are asked of hardened gateways alone.
    package func oracles(of claim: Claim, _ profile: Profile) -> [GatewayOracle] {
        switch claim {
        case .encoding: [.encodingOneMeaning]
        case .signatures: [.receiptsConsent, .partiesRegistered]
        case .hashing: [.receiptsOneObject]
        case .ledger:
            [.settlementOnce, .supplyBounded] + (profile == .hardened ? [.settlementExact] : [])
        case .time: [.receiptsBounds]
        case .quorum: [.quorumWeight, .quorumCount]
        case .storage: [.storeState]
        case .resources: [.serviceAlive, .resourcesBounded]
        case .network: [.networkAgreement]
        case .determinism: [.determinismReplay, .networkAgreement]
        case .forkChoice, .proofOfInference, .model, .training: []
        }
    }

    /// Parties who go on with the network after the attack.
    private static let honestNames = [
        "gateway", "node-a", GatewayParties.treasury, GatewayParties.minter,
    ]
    private static let keyCountMax = 64

    /// Validators whose keys are out have less than a third of all weight, so that the others go
    /// on without them.
    package func excess(of assumptions: Assumptions) -> ScriptExcess? {
        let keys = assumptions.keys
        guard keys.count <= Self.keyCountMax else {
            return ScriptExcess(
                "keys", expected: "at most \(Self.keyCountMax)", got: "\(keys.count)")
        }
        for key in keys {
            guard PlainName.isName(key) else {
                return .keyName()
            }
            guard !Self.honestNames.contains(key) else { return .honestKey(key) }
        }
        let weight = GatewayParties.validators.filter { keys.contains($0.0) }
            .reduce(0) { $0 + $1.1 }
        guard 3 * weight < GatewayParties.totalWeight else {
            return ScriptExcess(
                "keys", expected: "validators of less than a third of all weight",
                got: "a weight of \(weight) of \(GatewayParties.totalWeight)")
        }
        for surface in assumptions.surfaces where !scriptSurfaces.contains(surface) {
            return .surface(surface, of: scriptSurfaces)
        }
        return nil
    }

    /// The network's parties: which they are is settled before it begins.
    package func cast(_ random: inout ActorRandom) -> [String] {
        GatewayParties.gateways + GatewayParties.nodes.map(\.0)
            + GatewayParties.validators.map(\.0)
    }

    package func opening(
        by cast: [String], _ random: inout ActorRandom
    ) -> [GatewayOperation] {
        let nodes = GatewayParties.nodes.map(\.0).filter(cast.contains)
        func receipt() -> GatewayOperation {
            .receipt(
                ReceiptPlan(
                    node: nodes[random.integer(in: 0...nodes.count - 1)],
                    session: "opening-" + String(random.next(), radix: 16),
                    outputTokens: random.integer(in: 1...9_999)),
                artefact: nil)
        }
        return [
            receipt(), .advance(seconds: random.integer(in: 1...600)), receipt(),
            .settle(epoch: 1, total: random.integer(in: 1_000...1_000_000)),
            .advance(seconds: random.integer(in: 1...600)), receipt(),
        ]
    }

    package func scriptArena(
        _ setup: TrialSetup, cast: [String]
    ) throws -> any ScriptArena<GatewayOperation, GatewayOracle, GatewayQuestion> {
        try GatewayArena(setup: setup, script: GatewayScript(cast: cast))
    }
}
