extension StakeChain {
    /// Whether a peer may take part in the network: as a node with stake enough, by any of its
    /// names, as one that watches all subnets, or as a bootnode that the owner lists.
    ///
    /// - Parameter leastClass: the number of a class; others are refused.
    package func proofOfStake(subnet: UInt32, peer: [UInt8], leastClass: UInt8) -> Bool {
        guard subnet == parameters.subnet, let least = NodeClass(rawValue: leastClass) else {
            return false
        }
        let isStaked = { (node: ChainNode) in
            node.peers.contains(peer) && node.has(least, epoch: epoch)
                && stake(of: node) >= parameters.stakeMin
        }
        return nodes.entries.contains { isStaked($0.value) } || queue.contains(where: isStaked)
            || overwatchPeers.contains(peer) || bootnodes.contains(peer)
    }
}
