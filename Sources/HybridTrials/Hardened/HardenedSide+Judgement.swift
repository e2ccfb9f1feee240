internal import Encodings
internal import HybridChain
internal import NetworkTrials
internal import Scenarios
internal import Trials

/// Judgement of a hardened network by the referee's own books.
extension HardenedSide {
    func finding(of oracle: HybridOracle, in arena: any NetworkStage) throws -> Finding {
        let network = try network(arena)
        switch oracle {
        case .serviceAlive:
            if arena.hasDied || network.isEndless { return .violated("a node does not answer") }
            return .intact("\(network.nodes.count) nodes answer")
        case .determinismReplay: return .intact("a replay gives the same state")
        case .blocksAgree, .blocksHonest:
            return try agreement(network, arena)
        default: break
        }
        let referee = try referee(arena)
        let kinds = Self.kinds(oracle)
        if let fault = referee.faults.first(where: { kinds.contains($0.kind) }) {
            return .violated(fault.text)
        }
        switch oracle {
        case .acknowledgementsKept: return try agreement(network, arena)
        case .finalityOneHistory: return finality(referee, network)
        case .trainingAlive: return alive(referee)
        default: break
        }
        return .intact("\(referee.blocks.count) blocks keep every rule")
    }

    private static func kinds(_ oracle: HybridOracle) -> [RefereeFault.Kind] {
        switch oracle {
        case .acknowledgementsConsent: [.consent]
        case .acknowledgementsQuorum: [.quorum, .consent]
        case .acknowledgementsKept: [.consent, .quorum]
        case .blocksForm: [.form, .finality]
        case .finalityOneHistory: [.finality]
        case .stakeInnocent: [.innocent]
        case .stakeGuilty: [.guilty, .form]
        case .trainingGain: [.gain, .content]
        case .trainingMajority: [.majority, .content]
        case .trainingContent, .trainingAlive: [.content, .majority, .gain]
        case .encodingOneMeaning: [.form, .engine]
        case .engineJobs: [.engine, .consent]
        default: []
        }
    }

    /// Whether all nodes, and one that comes late, hold one chain.
    private func agreement(
        _ network: HardenedHybridSystem, _ arena: any NetworkStage
    ) throws -> Finding {
        let heads = network.nodes.map(\.head)
        guard heads.allSatisfy({ $0 == heads[0] }) else {
            return .violated("nodes hold different heads")
        }
        let late = try network.read(anewAt: arena.record.clock)
        if let refusal = late.refusals.first {
            return .violated("one who came late refuses history: \(refusal)")
        }
        guard late.head == network.head else {
            return .violated("one who came late holds another head")
        }
        let referee = try referee(arena)
        if let fault = referee.faults.first(where: { [.consent, .quorum].contains($0.kind) }) {
            return .violated(fault.text)
        }
        guard Hexadecimal.text(of: referee.head.hash) == network.head else {
            return .violated("the referee's books have another head")
        }
        return .intact("\(heads.count) nodes and a late one hold \(referee.blocks.count) blocks")
    }

    private func finality(
        _ referee: HardenedReferee, _ network: HardenedHybridSystem
    ) -> Finding {
        guard Hexadecimal.text(of: referee.head.hash) == network.head else {
            return .violated("the head is not the one that the rules choose")
        }
        for checkpoint in books.finalised {
            guard referee.places.contains(checkpoint.root, onChainTo: referee.head) else {
                return .violated("the final checkpoint \(checkpoint.epoch) was left")
            }
        }
        return .intact("\(books.finalised.count) final checkpoints are on the chain")
    }

    /// Whether the last block of an honest proposer has an update, as long as enough train and
    /// honest trainers still find a gain.
    private func alive(_ referee: HardenedReferee) -> Finding {
        let active = referee.head.state.isSlashed.count { !$0 }
        guard active >= 2 * parties.genesis.faultCount + 3,
            let last = referee.blocks.last(where: { parties.isHonest($0.proposer) })
        else { return .intact("too few trainers for an update") }
        guard last.hasNoUpdate else { return .intact("the last honest round has an update") }
        if let weights = referee.places[last.parent]?.state.weights(of: parties.genesis.shape) {
            let candidate = HonestTraining(parties.genesis, seed: setup.seed).candidate(
                weights, slot: last.slot)
            if candidate.allSatisfy({ $0 == 0 }) {
                return .intact("no honest trainer finds a gain")
            }
        }
        return .violated("the last honest round has no update")
    }
}
