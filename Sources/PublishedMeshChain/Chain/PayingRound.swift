/// The end of a proposal that holds: classes change, and validators are paid.
struct PayingRound {
    let submission: ChainSubmission
    let ratio: UInt128
    let rewards: SubnetRewards
    let epoch: UInt32
    /// The set under which the proposal was made.
    let emergencyNodes: [UInt32]?
    private var events: [ChainEvent] = []
    private var paid: [(node: UInt32, amount: UInt128)] = []
    private var pools: [(node: UInt32, amount: UInt128)] = []

    init(
        submission: ChainSubmission, ratio: UInt128, rewards: SubnetRewards, epoch: UInt32,
        emergencyNodes: [UInt32]?
    ) {
        self.submission = submission
        self.ratio = ratio
        self.rewards = rewards
        self.epoch = epoch
        self.emergencyNodes = emergencyNodes
    }

    mutating func run(on chain: inout StakeChain) -> [ChainEvent] {
        payValidator(&chain)
        if ratio >= ChainRates.superMajority { changeQueue(&chain) }
        if chain.subnetReputation != ChainFraction.one,
            submission.data.count >= ChainRates.dataCountMin
        {
            chain.subnetReputation = ChainFraction.increased(
                chain.subnetReputation, by: ChainRates.subnetChange)
        }
        chain.pay(rewards.owner, to: .coldkey(chain.parameters.owner))
        let sum = submission.data.reduce(0 as UInt128) { $0.saturatingSum($1.score) }
        for node in submission.nodes { settle(node, sum: sum, &chain) }
        if rewards.delegates != 0 { chain.pay(rewards.delegates, to: .delegatePool) }
        events.append(.subnetRewards(nodes: paid, delegates: rewards.delegates, pools: pools))
        return events
    }

    private func payValidator(_ chain: inout StakeChain) {
        guard let hotkey = chain.hotkeys[submission.validator],
            let node = chain.node(submission.validator)
        else { return }
        chain.coldkeys[node.coldkey, default: ColdkeyRecord()].rise(ratio: ratio, epoch: epoch)
        chain.addStake(
            SubnetRewards.validatorReward(ratio: ratio, factor: submission.factor), to: hotkey)
    }

    private mutating func changeQueue(_ chain: inout StakeChain) {
        if let id = submission.prioritized,
            let place = chain.queue.firstIndex(where: { $0.id == id })
        {
            chain.queue.insert(chain.queue.remove(at: place), at: 0)
            events.append(.queuedNodePrioritized(node: id))
        }
        if let id = submission.removed, chain.hotkeys[id] != nil {
            events += chain.remove(id)
            events.append(.queuedNodeRemoved(node: id))
        }
    }

    /// A node of the proposal's list, with the class that it had then.
    private mutating func settle(
        _ node: ChainNode, sum: UInt128, _ chain: inout StakeChain
    ) {
        if chain.reputation(of: node.id) < ChainRates.reputationMin {
            events += chain.remove(node.id)
            return
        }
        if node.nodeClass == .idle, emergencyNodes == nil {
            chain.nodes[node.id]?.idleEpochs.increase()
            if let idle = chain.nodes[node.id]?.idleEpochs, idle >= chain.parameters.idleEpochs {
                graduate(node.id, &chain)
            }
            return
        }
        guard let entry = submission.data.first(where: { $0.node == node.id }) else {
            decrease(node.id, &chain)
            if node.nodeClass == .included { chain.nodes[node.id]?.includedEpochs = 0 }
            return
        }
        if chain.reputation(of: node.id) != ChainFraction.one {
            events.append(
                chain.changeReputation(of: node.id) {
                    ChainFraction.increased($0, by: ChainRates.nodeChange)
                })
        }
        let weight = ChainFraction.quotient(entry.score, sum)
        if weight < chain.parameters.weightThreshold { decrease(node.id, &chain) }
        if node.nodeClass == .included, emergencyNodes == nil {
            include(node.id, &chain)
            return
        }
        pay(node, weight: weight, factor: factor(of: node.id, &chain), &chain)
    }

    /// Counts an epoch of an included node, which may become a validator by it.
    private mutating func include(_ id: UInt32, _ chain: inout StakeChain) {
        chain.nodes[id]?.includedEpochs.increase()
        guard chain.reputation(of: id) == ChainFraction.one,
            let streak = chain.nodes[id]?.includedEpochs,
            streak >= chain.parameters.includedEpochs
        else { return }
        graduate(id, &chain)
        chain.slots.append(id)
        chain.nodes[id]?.includedEpochs = 0
    }

    private mutating func graduate(_ id: UInt32, _ chain: inout StakeChain) {
        guard var node = chain.nodes[id] else { return }
        node.nodeClass = node.nodeClass.next
        node.startEpoch = epoch
        chain.nodes[id] = node
        events.append(
            .nodeClassGraduation(node: id, nodeClass: node.nodeClass, startEpoch: epoch))
    }

    private mutating func decrease(_ id: UInt32, _ chain: inout StakeChain) {
        events.append(
            chain.changeReputation(of: id) {
                ChainFraction.decreased($0, by: ChainRates.nodeChange)
            })
    }

    /// The part of its payment that a node earned: all of it without a word for the proposal, and
    /// less with one that came late.
    private mutating func factor(of id: UInt32, _ chain: inout StakeChain) -> UInt128 {
        if let emergencyNodes, !emergencyNodes.contains(id) { return ChainFraction.one }
        if let attestation = submission.attests[id] { return attestation.factor }
        if ratio >= ChainRates.superMajority { decrease(id, &chain) }
        return ChainFraction.one
    }

    private mutating func pay(
        _ node: ChainNode, weight: UInt128, factor: UInt128, _ chain: inout StakeChain
    ) {
        guard factor != 0 else { return }
        guard chain.reputation(of: node.id) >= ChainRates.reputationMin else {
            events += chain.remove(node.id)
            return
        }
        guard weight != 0 else { return }
        var amount = ChainFraction.product(
            ChainFraction.product(weight, rewards.nodes), factor)
        guard amount != 0 else { return }
        if node.delegateRate != 0, node.delegateShares != 0 {
            let share = min(amount, ChainFraction.product(amount, node.delegateRate))
            amount -= share
            chain.pay(share, to: .nodePool(node.id))
            pools.append((node.id, share))
        }
        chain.addStake(amount, to: node.hotkey)
        paid.append((node.id, amount))
    }
}
