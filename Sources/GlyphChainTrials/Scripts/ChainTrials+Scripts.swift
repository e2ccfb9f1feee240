internal import Chains
package import Scenarios
package import Trials

/// The chain as strangers attack it by scripts.
extension ChainTrials: ScriptedTrials {
    package typealias Question = ChainQuestion

    package var scriptSteps: [String] {
        [
            "mine", "pay", "withhold", "payment", "forge", "alter", "take", "bytes", "file",
            "message", "hear", "advance", "damage", "restart", "divide", "unite", "faults",
        ]
    }

    /// Mining is a computation of the attacker's own.
    package var scriptSurfaces: [String] { entries.filter { $0 != "attempt" } }

    /// Costs with an end, whatever the messages: eight peers by way of each of the three given
    /// peers that are no nodes, and the bytes of a full block.
    package var scriptBudget: [(counter: String, countMax: Int)] {
        [(counter: "named_peers", countMax: 24), (counter: "block_bytes", countMax: 133_249)]
    }

    /// Published targets leave exact integers, and published times fall, by the rules themselves:
    /// the first is a hole without any attack, so that it is asked of hardened chains alone.
    package func oracles(of claim: Claim, _ profile: Profile) -> [ChainOracle] {
        switch claim {
        case .encoding: [.encodingOneMeaning]
        case .signatures: [.signatureConsent]
        case .hashing: [.hashOneObject]
        case .ledger: [.ledgerExact]
        case .time:
            [.timeSchedule, .timeOrder] + (profile == .hardened ? [.timeExact] : [])
        case .forkChoice: [.forkMostWork]
        case .proofOfInference: [.proofCredit, .proofEarned]
        case .model: [.proofEarned]
        case .storage: [.storeState]
        case .resources: [.serviceAlive, .resourcesBounded]
        case .network: [.networkPeers, .networkAgreement]
        case .determinism: [.determinismReplay]
        case .quorum, .training: []
        }
    }

    private static let fixedNames = ["ada", "ben"]
    private static let drawnNames = ["victim-", "payee-"]
    private static let keyCountMax = 64

    package func excess(of assumptions: Assumptions) -> ScriptExcess? {
        guard assumptions.keys.count <= Self.keyCountMax else {
            return ScriptExcess(
                "keys", expected: "at most \(Self.keyCountMax)",
                got: "\(assumptions.keys.count)")
        }
        for key in assumptions.keys {
            guard PlainName.isName(key) else {
                return .keyName()
            }
            guard !Self.fixedNames.contains(key), !Self.drawnNames.contains(where: key.hasPrefix)
            else { return .honestKey(key) }
        }
        for surface in assumptions.surfaces where !scriptSurfaces.contains(surface) {
            return .surface(surface, of: scriptSurfaces)
        }
        return nil
    }

    package func cast(_ random: inout ActorRandom) -> [String] {
        Self.fixedNames
            + Self.drawnNames.map { name in
                let digits = String(random.next(), radix: 16)
                return name + String(repeating: "0", count: 16 - digits.count) + digits
            }
    }

    package func opening(
        by cast: [String], _ random: inout ActorRandom
    ) -> [ChainOperation] {
        let (victim, payee) = (cast[2], cast[3])
        return [
            .mine(by: cast[0], blockCount: 2, seconds: 20),
            .mine(by: cast[1], blockCount: 1, seconds: random.integer(in: 10...40)),
            .mine(by: victim, blockCount: 2, seconds: 20),
            .pay(from: victim, to: payee, amount: random.integer(in: 10...500)),
            .mine(by: cast[0], blockCount: 1, seconds: random.integer(in: 10...40)),
        ]
    }

    package func blockCount(of operation: ChainOperation) -> Int {
        switch operation {
        case .mine(_, let blockCount, _): blockCount
        case .withhold: 1
        case .forge(let step): step.blockCount
        case .alter(let step):
            step.edits.both.contains { $0.seals?.contains(.proof) == true } ? 1 : 0
        default: 0
        }
    }

    package func scriptArena(
        _ setup: TrialSetup, cast: [String]
    ) throws -> any ScriptArena<ChainOperation, ChainOracle, ChainQuestion> {
        try arena(setup, ChainScript(cast: cast))
    }
}
