/// The pallet that elects, hears proposals and attestations, pays and slashes, for one subnet.
///
/// A value: a copy goes its own way. Time is ``block``; chance comes with the calls.
/// **Source:** the pallet `network` of the published chain.
package struct StakeChain: Sendable {
    package let parameters: ChainParameters
    package let checks: ChainChecks
    package let curve: RewardCurve
    package var block: UInt32 = 0
    package var emergency: EmergencySet?
    /// Peer ids of nodes that watch all subnets, and those that the owner lists.
    package var overwatchPeers: [[UInt8]] = []
    package var bootnodes: [[UInt8]] = []

    /// The subnet's nodes: idle and above.
    package internal(set) var nodes = SortedTable<UInt32, ChainNode>()
    package internal(set) var queue: [ChainNode] = []
    /// The validators among which one is elected.
    package internal(set) var slots: [UInt32] = []
    /// Accounts that call for a node, and back.
    package internal(set) var nodeIDs = SortedTable<UInt64, UInt32>()
    package internal(set) var hotkeys = SortedTable<UInt32, UInt64>()
    /// By hotkey; it stays when the node goes.
    package internal(set) var stakes = SortedTable<UInt64, UInt128>()
    package internal(set) var totalStake: UInt128 = 0
    /// A node without an entry has one.
    package internal(set) var reputations = SortedTable<UInt32, UInt128>()
    package internal(set) var subnetReputation = ChainFraction.one
    package internal(set) var coldkeys = SortedTable<UInt64, ColdkeyRecord>()
    package internal(set) var paid = SortedTable<ChainAccount, UInt128>()
    /// By epoch.
    package internal(set) var elected = SortedTable<UInt32, UInt32>()
    package internal(set) var submissions = SortedTable<UInt32, ChainSubmission>()

    /// - Parameter curve: that of another library makes another chain.
    package init(
        _ parameters: ChainParameters, checks: ChainChecks = .all,
        curve: RewardCurve = .published
    ) {
        self.parameters = parameters
        self.checks = checks
        self.curve = curve
    }

    package var epoch: UInt32 { parameters.clock.epoch(at: block) }

    package func reputation(of node: UInt32) -> UInt128 {
        reputations[node] ?? ChainFraction.one
    }

    package func stake(of node: ChainNode) -> UInt128 { stakes[node.hotkey] ?? 0 }

    /// The node with an id, whether of the subnet or of its queue.
    package func node(_ id: UInt32) -> ChainNode? {
        nodes[id] ?? queue.first { $0.id == id }
    }

    /// Registers a node: one of the class 0 waits in the queue, a validator gets a slot.
    ///
    /// **Result:** false where the id or the hotkey has a node already.
    @discardableResult
    package mutating func add(_ node: ChainNode, stake: UInt128) -> Bool {
        guard hotkeys[node.id] == nil, nodeIDs[node.hotkey] == nil else { return false }
        hotkeys[node.id] = node.hotkey
        nodeIDs[node.hotkey] = node.id
        if coldkeys[node.coldkey] == nil { coldkeys[node.coldkey] = ColdkeyRecord() }
        addStake(stake, to: node.hotkey)
        if node.nodeClass == .registered {
            queue.append(node)
        } else {
            nodes[node.id] = node
            if node.nodeClass == .validator { slots.append(node.id) }
        }
        return true
    }

    /// Sets a stake, as staking and withdrawing do elsewhere.
    package mutating func setStake(_ amount: UInt128, of hotkey: UInt64) {
        takeStake(stakes[hotkey] ?? 0, from: hotkey)
        addStake(amount, to: hotkey)
    }

    package mutating func setReputation(_ value: UInt128, of node: UInt32) {
        reputations[node] = value
    }

    /// Takes a node out of the subnet or its queue. Its stake stays, and its words for proposals.
    package mutating func remove(_ id: UInt32) -> [ChainEvent] {
        guard let hotkey = hotkeys[id] else { return [] }
        hotkeys[id] = nil
        nodeIDs[hotkey] = nil
        nodes[id] = nil
        reputations[id] = nil
        queue.removeAll { $0.id == id }
        if let place = slots.firstIndex(of: id) {
            slots.swapAt(place, slots.count - 1)
            slots.removeLast()
        }
        return [.subnetNodeRemoved(node: id)]
    }

    mutating func addStake(_ amount: UInt128, to hotkey: UInt64) {
        stakes[hotkey, default: 0] = stakes[hotkey, default: 0].saturatingSum(amount)
        totalStake = totalStake.saturatingSum(amount)
    }

    mutating func takeStake(_ amount: UInt128, from hotkey: UInt64) {
        stakes[hotkey, default: 0] = stakes[hotkey, default: 0].saturatingDifference(amount)
        totalStake = totalStake.saturatingDifference(amount)
    }

    mutating func pay(_ amount: UInt128, to account: ChainAccount) {
        paid[account, default: 0] = paid[account, default: 0].saturatingSum(amount)
    }
}
