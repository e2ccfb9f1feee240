/// The referee's notes on a published node.
package struct PublishedBooks {
    /// Coins at the start, by address or by a node's name.
    let coins: [(owner: String, coins: Int)]
    /// Addresses and names whose coins are the attacker's to spend.
    let grantedOwners: [String]
    /// Hashes of blocks that the honest miner made.
    private(set) var mined: [String] = []
    /// Hashes of the training chain: its first block, and those of the node's own trainings.
    private(set) var trained: [String] = []
    /// Proofs of trainings that were done, whoever did them.
    private(set) var done: [[UInt8]] = []

    package init(coins: [(owner: String, coins: Int)], grantedOwners: [String]) {
        self.coins = coins
        self.grantedOwners = grantedOwners
    }

    package mutating func note(mined hash: String) { mined.append(hash) }
    package mutating func note(trained hash: String) { trained.append(hash) }
    package mutating func note(done proof: [UInt8]) { done.append(proof) }
}
