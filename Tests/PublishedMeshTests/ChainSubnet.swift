import PublishedMeshChain

/// Small subnets for tests: nodes from 1 on, whose hotkeys are 1,001 and so on.
enum ChainSubnet {
    static let one = ChainFraction.one

    static func hotkey(_ id: UInt32) -> UInt64 { 1000 + UInt64(id) }

    /// Epochs of 20 blocks from block 3 on; the present is epoch 5 at its start, with node 1
    /// elected.
    static func chain(
        validators: UInt32, idle: UInt32 = 0, included: UInt32 = 0, queued: UInt32 = 0,
        threshold: UInt128 = 0, checks: ChainChecks = .all, curve: RewardCurve = .published
    ) -> StakeChain {
        var chain = StakeChain(
            ChainParameters(
                clock: ChainClock(length: 20, slot: 3), idleEpochs: 4, includedEpochs: 2,
                weightThreshold: threshold, stakeMin: 100 * one, immunityEpochs: 3),
            checks: checks, curve: curve)
        chain.block = 103
        var id: UInt32 = 0
        for (count, nodeClass) in [
            (validators, NodeClass.validator), (idle, .idle), (included, .included),
            (queued, .registered),
        ] {
            for _ in 0..<count {
                id += 1
                chain.add(
                    ChainNode(
                        id: id, hotkey: hotkey(id), coldkey: 500 + UInt64(id),
                        nodeClass: nodeClass, peers: [Array("peer\(id)".utf8)]),
                    stake: 1000 * one)
            }
        }
        if validators > 0 { chain.elect(epoch: 5, random: 0) }
        return chain
    }

    static func scores(_ nodes: [UInt32], _ score: UInt128 = one) -> [ChainScore] {
        nodes.map { ChainScore(node: $0, score: score) }
    }

    /// The end of epoch 5, which pays 1,000.
    @discardableResult
    static func end(_ chain: inout StakeChain) -> ChainEmission {
        chain.block = 123
        return chain.emission(epoch: 6, emissions: 1000 * one, weight: one, random: 0)
    }

    /// What the stake of a node has grown by.
    static func growth(_ id: UInt32, _ chain: StakeChain) -> Int {
        let stake = chain.stakes[hotkey(id)] ?? 0
        return Int(stake / (one / 1000)) - 1_000_000
    }
}
