package import BigInt
package import Cryptography

/// What a referee reads of a node to judge by. An attack sees none of it.
extension ChainSystem {
    package var rules: Rules { node.rules }
    package var height: Int { node.height }
    /// Of the main chain.
    package var work: BigInt { node.work }
    /// What each block of the main chain is for those on it: its target, time, work and miner.
    package var chain: ChainView<Rules.Link> { node.chain }
    package var peers: [PeerAddress] { gossip.peers.peers }
    /// Blocks that are known but not on the main chain.
    package var keptBlockCount: Int { node.keptBlockCount }
    /// With those of the main chain, genesis among them.
    package var knownBlockCount: Int { node.height + 1 + node.keptBlockCount }
    package var waitingTransactionCount: Int { node.waitingTransactions.count }

    /// The main chain's blocks as they are stored, from genesis on. **Throws:** ``StoreError``.
    package func blocks() throws(StoreError) -> [[UInt8]] {
        var blocks: [[UInt8]] = []
        for height in 0...node.height { blocks.append(try node.blockBytes(atHeight: height)) }
        return blocks
    }

    /// In the order in which they were first paid.
    package var accounts: [(owner: String, balance: String)] {
        node.accounts.map { ($0.ownerText, $0.balanceText) }
    }

    /// The same as they are stored, and as the state's digest has them.
    package var accountRows: [[UInt8]] { node.accounts.map(\.row) }
    /// After each block of the main chain.
    package var stateDigests: [Digest] { node.stateDigests }
}
