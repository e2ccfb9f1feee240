internal import BigInt
internal import Chains
internal import GlyphChain
internal import HardenedNode

/// A hardened node's chain as a ``NodeView`` has it. It is looked at with the node's turn.
struct HardenedSight {
    let height: Int
    let tip: String
    let work: String
    let waitingCount: Int
    /// The newest first.
    let blocks: [NodeView.Block]
    let tail: [ChainPlace]
    let peers: [NodeView.Peer]

    init(_ node: HardenedChainNode, atMilliseconds milliseconds: Int) {
        let chain = node.node.chain
        height = node.node.height
        tip = node.node.tipHash
        work = "\(node.node.work)"
        waitingCount = node.node.waitingTransactions.count
        tail = chain.indices.suffix(BranchMemory.tailCountMax).map { height in
            ChainPlace(height: height, hash: chain[height].hash)
        }
        blocks = chain.indices.suffix(NodeView.blockCountMax).reversed().map { height in
            Self.block(node.node, height, chain[height])
        }
        peers =
            node.peers.map { peer in
                let isPaused = node.isPaused(peer, atMilliseconds: milliseconds)
                return NodeView.Peer(
                    url: "http://\(peer)", state: isPaused ? .banned : .answers)
            }
            + node.candidates.map { NodeView.Peer(url: "http://\($0)", state: .unasked) }
    }

    private static func block(
        _ node: ChainNode<HardenedRules>, _ height: Int, _ link: HardenedLink
    ) -> NodeView.Block {
        let block = (try? node.blockBytes(atHeight: height)).flatMap {
            try? HardenedBlock(bytes: $0)
        }
        return NodeView.Block(
            height: height, hash: link.hash, miner: link.miner,
            timestampSeconds: link.timestampSeconds ?? 0,
            paymentCount: block?.transactions.count ?? 0)
    }
}
