package import BigInt
package import Cryptography

/// The values of a node by which a referee judges. An attack sees none of them.
extension ChainSystem {
    package var rules: Rules { node.rules }
    package var height: Int { node.height }
    /// The work of the main chain.
    package var work: BigInt { node.work }
    /// The main chain's blocks as later blocks read them: target, time, work and miner.
    package var chain: ChainView<Rules.Link> { node.chain }
    package var peers: [PeerAddress] { gossip.peers.peers }
    /// Blocks that are known but not on the main chain.
    package var keptBlockCount: Int { node.keptBlockCount }
    /// Blocks that are known, genesis and the main chain among them.
    package var knownBlockCount: Int { node.height + 1 + node.keptBlockCount }
    package var waitingTransactionCount: Int { node.waitingTransactions.count }

    /// The main chain's blocks as they are stored, from genesis on. **Throws:** ``StoreError``.
    package func blocks() throws(StoreError) -> [[UInt8]] {
        var blocks: [[UInt8]] = []
        for height in 0...node.height { blocks.append(try node.blockBytes(atHeight: height)) }
        return blocks
    }

    /// The accounts, in the order in which they were first paid.
    package var accounts: [(owner: String, balance: String)] {
        node.accounts.map { ($0.ownerText, $0.balanceText) }
    }

    /// The accounts as they are stored and as the state's digest covers them.
    package var accountRows: [[UInt8]] { node.accounts.map(\.row) }
    /// The state's digest after each block of the main chain.
    package var stateDigests: [Digest] { node.stateDigests }
}
