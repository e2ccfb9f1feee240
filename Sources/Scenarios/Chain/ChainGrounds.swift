internal import GlyphChain
internal import Platform
internal import Trials

/// How chains are made for trials.
enum ChainGrounds {
    static let description = GroundDescription(
        name: "chain", operations: ChainOperation.names,
        oracles: ChainOracle.allCases.map(\.rawValue),
        entries: ["attempt", "block", "chain", "peer", "store", "transaction"],
        guards: { profile in
            let own = profile == .published ? PublishedGuards.all : HardenedGuards.all
            let economy = profile == .hardened ? EconomyGuards.all : []
            return own + CommonGuards.of(profile).filter { !own.contains($0) }
                + GossipGuards.of(profile) + economy
        },
        read: ChainOperation.read, make: make, honestUse: honestUse,
        nullOracles: { profile in
            // Published targets leave exact integers at the first retarget: a hole, not an attack.
            ChainOracle.allCases.filter {
                $0 != .economyCost && ($0 != .timeExact || profile == .hardened)
            }.map(\.rawValue)
        },
        nullBudget: [("inferences", 64), ("waiting", 8), ("kept_blocks", 0), ("peers", 8)])

    /// Blocks, payments, newcomers, a twin that hears it all, and a restart.
    private static func honestUse(_ random: inout ActorRandom) -> [any StepOperation] {
        let names = ["ada", "ben", "cleo"]
        var steps: [ChainOperation] = []
        for _ in 0..<random.integer(in: 2...9) {
            let (miner, payer) = (random.integer(in: 0...2), random.integer(in: 0...2))
            let seconds = random.integer(in: 1...60)
            steps.append(.mine(by: names[miner], blockCount: 1, seconds: seconds))
            if payer == miner {
                steps.append(
                    .pay(
                        from: names[payer], to: names[(payer + 1) % 3],
                        amount: random.integer(in: 1...200)))
            }
        }
        // Each tenth from a file: what a disk costs is not what is tried.
        steps.append(.remember)
        if random.happens(permille: 100) { steps.append(.restart) }
        // Peers that were told of are not stored.
        steps.append(.newcomers(count: random.integer(in: 1...4), source: 2))
        steps.append(.mine(by: names[0], blockCount: 1, seconds: 20))
        return steps + [.twinOfAll]
    }

    /// As few bits as a trial needs: how much a stamp costs is not what is tried.
    static let stampBitCount = 6

    private static func make(_ setup: TrialSetup) throws -> any TrialGround {
        let (counter, modelSwitch) = (WorkCounter(), ModelSwitch())
        switch setup.profile {
        case .published:
            let rules = PublishedRules(
                proofs: CountingProofs(
                    FailingProofs(source: setup.model.proofs, modelSwitch: modelSwitch), counter),
                weightsHash: setup.model.weightsHash, guards: setup.guards, counter: counter)
            let forge = PublishedForge(
                rules: PublishedRules(
                    proofs: setup.model.proofs, weightsHash: setup.model.weightsHash),
                proofs: setup.model.proofs)
            let olderTablesRules = PublishedRules(
                proofs: setup.model.olderTablesProofs, weightsHash: setup.model.weightsHash,
                guards: setup.guards)
            return try ground(setup, rules, olderTablesRules, forge, counter, modelSwitch)
        case .hardened:
            var parameters = HardenedRules.Parameters(weightsHash: setup.model.weightsHash)
            parameters.stampBitCount = stampBitCount
            let rules = HardenedRules(
                parameters: parameters,
                evidence: CountingEvidence(
                    FailingEvidence(source: setup.model.evidence, modelSwitch: modelSwitch),
                    counter),
                guards: setup.guards, counter: counter)
            let forge = HardenedForge(
                rules: HardenedRules(parameters: parameters, evidence: setup.model.evidence))
            // Nobody writes text that the model reads, so that tables of letters say nothing.
            return try ground(setup, rules, rules, forge, counter, modelSwitch)
        }
    }

    private static func ground<Forge: ChainForge>(
        _ setup: TrialSetup, _ rules: Forge.Rules, _ olderTablesRules: Forge.Rules,
        _ forge: Forge, _ counter: WorkCounter, _ modelSwitch: ModelSwitch
    ) throws -> any TrialGround {
        let peers = ChainGround<Forge>.honestPeers
        let system =
            if let folder = setup.folder {
                try ChainSystem(
                    rules: rules, newAt: Folder.path(folder, "chain.db"), peers: peers)
            } else {
                ChainSystem(
                    try ChainNode(
                        rules: rules, beginningIn: ChainStore(inMemoryFor: rules.pin)),
                    peers: peers)
            }
        return ChainGround(
            setup: setup, forge: forge, olderTablesRules: olderTablesRules, system: system,
            counter: counter, modelSwitch: modelSwitch)
    }
}
