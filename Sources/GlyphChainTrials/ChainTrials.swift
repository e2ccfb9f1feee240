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
        switch profile {
        case .published:
            PublishedRules(proofs: model.proofs, weightsHash: model.weightsHash).nodeGuards
        case .hardened:
            HardenedRules(
                parameters: HardenedRules.Parameters(weightsHash: model.weightsHash),
                evidence: model.evidence
            ).nodeGuards + EconomyGuards.all
        }
    }

    /// Published targets leave exact integers at the first retarget: a hole, not an attack.
    package func nullOracles(_ profile: Profile, nodeCount: Int) -> [ChainOracle] {
        ChainOracle.allCases.filter {
            switch $0 {
            case .economyCost: false
            case .timeExact: profile == .hardened
            case .networkAgreement: nodeCount > 1
            // Nothing is restarted, and no twin hears anything, beside other nodes, which keep
            // branches of each other.
            case .storeState, .forkTwins, .resourcesBounded: nodeCount == 1
            default: true
            }
        }
    }

    package var nodeCountMax: Int { Scenario.nodeCountMax }

    package func honestUse(
        _ random: inout ActorRandom, nodeCount: Int
    ) -> HonestUse<ChainOperation> {
        nodeCount == 1 ? honestUse(&random) : honestUseOfSeveral(&random, nodeCount)
    }

    /// Blocks and payments at all nodes, while the network falls apart and fails.
    private func honestUseOfSeveral(
        _ random: inout ActorRandom, _ nodeCount: Int
    ) -> HonestUse<ChainOperation> {
        var faults = NetworkFaults.none
        faults.dropPermille = random.integer(in: 0...300)
        faults.duplicatePermille = random.integer(in: 0...200)
        faults.delayMilliseconds = 1...random.integer(in: 10...20_000)
        var steps: [(node: Int, operation: ChainOperation)] = [(0, .network(.faults(faults)))]
        // Miners of one name at several nodes, too.
        let miners = ["ada", "ben"]
        for round in 0..<random.integer(in: 3...8) {
            let node = random.integer(in: 0...nodeCount - 1)
            let blockCount = random.integer(in: 1...2)
            steps.append((node, .mine(by: miners[node % 2], blockCount: blockCount, seconds: 20)))
            if random.happens(permille: 300) {
                let sides = (0..<nodeCount).map { _ in random.integer(in: 0...1) }
                steps.append((0, .network(.divide(sides))))
            }
            if round > 1 {
                let amount = random.integer(in: 1...50)
                steps.append((node, .pay(from: miners[node % 2], to: "cleo", amount: amount)))
            }
        }
        return HonestUse(steps)
    }

    /// Blocks, payments, newcomers, a twin that hears it all, and a restart.
    private func honestUse(_ random: inout ActorRandom) -> HonestUse<ChainOperation> {
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

    package func arena(
        _ setup: TrialSetup
    ) throws -> any TrialArena<ChainOperation, ChainOracle> {
        try arena(setup, nil)
    }

    /// - Parameter script: nil for a scenario's trial.
    func arena(
        _ setup: TrialSetup, _ script: ChainScript?
    ) throws -> any ScriptArena<ChainOperation, ChainOracle, ChainQuestion> {
        let bounds: WorkBounds = script == nil ? .scenario : .script
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
                proofs: model.proofs, attemptCountMax: bounds.attemptCountMax)
            let olderTablesRules = PublishedRules(
                proofs: model.olderTablesProofs, weightsHash: model.weightsHash,
                guards: setup.guards)
            return try arena(
                in: setup, script, rules, olderTablesRules, forge,
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
                rules: HardenedRules(parameters: parameters, evidence: model.evidence),
                attemptCountMax: bounds.attemptCountMax)
            // Nobody writes text that the model reads, so that tables of letters say nothing.
            return try arena(
                in: setup, script, rules, rules, forge,
                HardenedReading(
                    chainID: forge.rules.chainID.bytes,
                    weightsHash: parameters.weightsHash.bytes,
                    stampBitCount: parameters.stampBitCount,
                    proofs: { try forge.rules.proofs($0, $1) }), counter, modelSwitch)
        }
    }

    private func arena<Forge: ChainForge, Reading: ChainReading>(
        in setup: TrialSetup, _ script: ChainScript?, _ rules: Forge.Rules,
        _ olderTablesRules: Forge.Rules, _ forge: Forge, _ reading: Reading,
        _ counter: WorkCounter, _ modelSwitch: ModelSwitch
    ) throws -> any ScriptArena<ChainOperation, ChainOracle, ChainQuestion> {
        let network = NodeNetwork(nodeCount: setup.nodeCount, seed: setup.seed)
        let systems = try (0..<setup.nodeCount).map { number in
            let others = network.sources(beside: number).map { PeerAddress($0.number) }
            let distant = script == nil ? [] : [PeerAddress(ChainScript.distantPeer)]
            let peers = ChainArena<Forge, Reading>.honestPeers + distant + others
            let address = PeerAddress(
                setup.nodeCount == 1 ? 0 : NodeNetwork.source(ofNode: number).number)
            if let folder = setup.folder, number == 0 {
                return try ChainSystem(
                    rules: rules, newAt: Folder.path(folder, "chain.db"), address: address,
                    peers: peers)
            }
            let store = try ChainStore(inMemoryFor: rules.pin)
            return ChainSystem(
                try ChainNode(rules: rules, beginningIn: store), address: address, peers: peers)
        }
        let start = LogicalClock(
            milliseconds: 1_000 * ChainArena<Forge, Reading>.startSeconds)
        let nodes = Nodes(
            systems, network, hearingAt: ChainSurfaces.peer, record: TrialRecord(clock: start))
        return ChainArena(
            setup: setup, model: model, forge: forge, reading: reading,
            olderTablesRules: olderTablesRules, nodes: nodes, counter: counter,
            modelSwitch: modelSwitch, script: script)
    }
}
