internal import Chains
internal import Cryptography
internal import GlyphChain
internal import Platform
package import Scenarios
package import Trials

/// The trials of the chain.
package struct ChainTrials: SystemTrials {
    package let name = "chain"
    package let entries = ["attempt", "block", "chain", "peer", "store", "transaction"]
    package let nullBudget = [
        (counter: "inferences", countMax: 64), (counter: "waiting", countMax: 8),
        (counter: "kept_blocks", countMax: 0), (counter: "peers", countMax: 8),
    ]
    /// Proves for all nodes and miners.
    private let model: TrialModel

    package init(model: TrialModel) {
        self.model = model
    }

    package func guards(_ profile: Profile) -> [Guard] {
        let own = profile == .published ? PublishedGuards.all : HardenedGuards.all
        let economy = profile == .hardened ? EconomyGuards.all : []
        return own + CommonGuards.of(profile).filter { !own.contains($0) }
            + GossipGuards.of(profile) + economy
    }

    /// Published targets leave exact integers at the first retarget: a hole, not an attack.
    package func nullOracles(_ profile: Profile) -> [ChainOracle] {
        ChainOracle.allCases.filter {
            $0 != .economyCost && ($0 != .timeExact || profile == .hardened)
        }
    }

    /// Blocks, payments, newcomers, a twin that hears it all, and a restart.
    package func honestUse(_ random: inout ActorRandom) -> HonestUse<ChainOperation> {
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
        let needsDisk = random.happens(permille: 100)
        if needsDisk { steps.append(.restart) }
        // Peers that were told of are not stored.
        steps.append(.newcomers(count: random.integer(in: 1...4), source: 2))
        steps.append(.mine(by: names[0], blockCount: 1, seconds: 20))
        return HonestUse(steps + [.twinOfAll], needsDisk: needsDisk)
    }

    /// As few bits as a trial needs: how much a stamp costs is not what is tried.
    static let stampBitCount = 6

    package func ground(
        _ setup: TrialSetup
    ) throws -> any TrialGround<ChainOperation, ChainOracle> {
        let (counter, modelSwitch) = (WorkCounter(), ModelSwitch())
        switch setup.profile {
        case .published:
            let rules = PublishedRules(
                proofs: CountingProofs(
                    FailingProofs(source: model.proofs, modelSwitch: modelSwitch), counter),
                weightsHash: model.weightsHash, guards: setup.guards, counter: counter)
            let forge = PublishedForge(
                rules: PublishedRules(
                    proofs: model.proofs, weightsHash: model.weightsHash),
                proofs: model.proofs)
            let olderTablesRules = PublishedRules(
                proofs: model.olderTablesProofs, weightsHash: model.weightsHash,
                guards: setup.guards)
            return try ground(
                in: setup, rules, olderTablesRules, forge,
                PublishedReading(proofs: model.proofs), counter, modelSwitch)
        case .hardened:
            var parameters = HardenedRules.Parameters(weightsHash: model.weightsHash)
            parameters.stampBitCount = Self.stampBitCount
            let rules = HardenedRules(
                parameters: parameters,
                evidence: CountingEvidence(
                    FailingEvidence(source: model.evidence, modelSwitch: modelSwitch),
                    counter),
                guards: setup.guards, counter: counter)
            let forge = HardenedForge(
                rules: HardenedRules(parameters: parameters, evidence: model.evidence))
            // Nobody writes text that the model reads, so that tables of letters say nothing.
            return try ground(
                in: setup, rules, rules, forge,
                HardenedReading(
                    chainID: forge.rules.chainID.bytes,
                    weightsHash: parameters.weightsHash.bytes,
                    proofs: { try forge.rules.proofs($0, $1) }), counter, modelSwitch)
        }
    }

    private func ground<Forge: ChainForge, Reading: ChainReading>(
        in setup: TrialSetup, _ rules: Forge.Rules, _ olderTablesRules: Forge.Rules,
        _ forge: Forge, _ reading: Reading, _ counter: WorkCounter, _ modelSwitch: ModelSwitch
    ) throws -> any TrialGround<ChainOperation, ChainOracle> {
        let peers = ChainArena<Forge, Reading>.honestPeers
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
        return ChainArena(
            setup: setup, model: model, forge: forge, reading: reading,
            olderTablesRules: olderTablesRules, system: system, counter: counter,
            modelSwitch: modelSwitch)
    }
}
