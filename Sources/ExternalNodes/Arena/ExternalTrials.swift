package import Scenarios
package import Trials

/// An external node as a system that scripts attack: any program behind an adapter, or a node of
/// the laboratory's own.
package struct ExternalTrials: ScriptedTrials {
    package typealias Operation = ExternalOperation
    package typealias Oracle = ExternalOracle
    package typealias Question = ExternalQuestion

    package let name = Self.systemName
    package static let systemName = "external"
    package let entries = [ExternalArena.surface.name]
    package let nullBudget: [(counter: String, countMax: Int)] = []
    package let scriptBudget: [(counter: String, countMax: Int)] = []
    package let scriptSteps = ["produce", "pay", "payment", "bytes", "advance", "restart"]

    private let connect: NodeConnector
    private let greeting: NodeGreeting

    /// Starts the node once, to hear its name and its guards.
    ///
    /// **Throws:** ``AdapterFault``, `PlatformError`.
    package init(_ connect: @escaping NodeConnector) throws {
        self.connect = connect
        do {
            let conversation = try NodeConversation(connect(0), .hardened)
            greeting = conversation.greeting
            conversation.finish()
        } catch let end as NodeLinkEnd {
            throw AdapterFault("hello: expected an answer, got the news that \(end)")
        }
    }

    /// The node's name and version, as its adapter tells them.
    package var nodeName: String { "\(greeting.name) \(greeting.version)" }

    package func guards(_ profile: Profile) -> [Guard] { greeting.guards(profile) }

    package func oracles(of claim: Claim, _ profile: Profile) -> [ExternalOracle] {
        switch claim {
        case .encoding: [.encodingOneForm]
        case .signatures: [.signatureConsent]
        case .ledger: [.ledgerExact]
        case .storage: [.storeState]
        case .resources: [.serviceAlive]
        case .determinism: [.determinismReplay]
        case .hashing, .time, .forkChoice, .proofOfInference, .model, .quorum, .training, .network:
            []
        }
    }

    private static let fixedNames = ["ada", "ben"]
    private static let drawnNames = ["victim-", "payee-"]

    package func excess(of assumptions: Assumptions) -> ScriptExcess? {
        for key in assumptions.keys {
            guard !Self.fixedNames.contains(key), !Self.drawnNames.contains(where: key.hasPrefix)
            else { return .honestKey(key) }
            // An account that is written out is nobody's name.
            guard key.utf8.count < 64 else { return .keyName() }
        }
        for surface in assumptions.surfaces where !entries.contains(surface) {
            return .surface(surface, of: entries)
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
    ) -> [ExternalOperation] {
        let (victim, payee) = (cast[2], cast[3])
        return [
            .produce(blockCount: 1, seconds: 10),
            .pay(from: victim, to: payee, amount: random.integer(in: 10...500)),
            .pay(from: cast[0], to: cast[1], amount: random.integer(in: 10...500)),
            .produce(blockCount: 1, seconds: 10),
            .pay(from: victim, to: cast[1], amount: random.integer(in: 10...500)),
            .produce(blockCount: 1, seconds: 10),
        ]
    }

    package func blockCount(of operation: ExternalOperation) -> Int {
        if case .produce(let blockCount, _) = operation { blockCount } else { 0 }
    }

    package func scriptArena(
        _ setup: TrialSetup, cast: [String]
    ) throws -> any ScriptArena<ExternalOperation, ExternalOracle, ExternalQuestion> {
        try ExternalArena(setup, cast: cast, connect: connect, greeting: greeting)
    }

    // MARK: Without scripts

    package func arena(
        _ setup: TrialSetup
    ) throws -> any TrialArena<ExternalOperation, ExternalOracle> {
        try ExternalArena(
            setup, cast: Self.fixedNames, connect: connect, greeting: greeting)
    }

    package func honestUse(
        _ random: inout ActorRandom, nodeCount: Int
    ) -> HonestUse<ExternalOperation> {
        var operations: [ExternalOperation] = []
        for _ in 0..<random.integer(in: 1...6) {
            let payer = random.integer(in: 0...1)
            let amount = random.integer(in: 1...1_000)
            operations.append(
                .pay(from: Self.fixedNames[payer], to: Self.fixedNames[1 - payer], amount: amount))
            if random.happens(permille: 500) {
                operations.append(.produce(blockCount: 1, seconds: 5))
            }
            if random.happens(permille: 200) { operations.append(.restart) }
        }
        return HonestUse(operations, needsDisk: false)
    }

    package func nullOracles(_ profile: Profile, nodeCount: Int) -> [ExternalOracle] {
        ExternalOracle.allCases
    }
}
