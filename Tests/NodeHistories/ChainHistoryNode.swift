package import Chains
package import Cryptography
package import Trials

/// A chain's node in a history, with a wallet for each node's number.
package struct ChainHistoryNode<Rules: ChainRules>: HistoryNode {
    private static var attemptCountMax: Int { 4_096 }

    private let gossip: GossipNode<Rules>
    private let number: Int
    /// By node.
    private let wallets: [Wallet]

    /// A node that was given its two neighbours in a ring, so that everybody is reached; who else
    /// is there, peers tell.
    package init(number: Int, wallets: [Wallet], rules: Rules) throws(StoreError) {
        let nodeCount = wallets.count
        let store = try ChainStore(inMemoryFor: rules.pin)
        let given = [1, nodeCount - 1].map { PeerAddress(UInt32((number + $0) % nodeCount)) }
        gossip = GossipNode(
            node: try ChainNode(rules: rules, beginningIn: store),
            address: PeerAddress(UInt32(number)), peers: given)
        self.number = number
        self.wallets = wallets
    }

    private var holding: Holding { gossip.node.holding(of: wallets[number].address) }

    package var tip: EntryID { gossip.node.tip }
    package var height: Int { gossip.node.height }
    package var stateDigest: Digest { gossip.node.stateDigest }
    package var units: UInt64 { holding.units }

    package func commonHeight(with tip: EntryID) -> Int {
        gossip.node.mainHeight(ofFirstIn: [tip]) ?? gossip.node.commonHeight(with: tip)
    }

    package func heartbeat() -> [HistoryMessage] { Self.messages(gossip.heartbeat()) }

    package func mine(clockSeconds: Int, random: inout ActorRandom) throws -> [HistoryMessage] {
        Self.messages(
            try gossip.mine(
                miner: wallets[number].address, clockSeconds: clockSeconds,
                attemptCountMax: Self.attemptCountMax, random: &random))
    }

    package func pay(_ amount: UInt64, to receiver: Int) throws -> [HistoryMessage] {
        let transaction = try gossip.node.rules.payment(
            from: wallets[number], to: wallets[receiver].address, amount: amount,
            nonce: holding.nextNonce)
        return Self.messages(try gossip.pay(transaction).envelopes)
    }

    package func receive(
        _ bytes: [UInt8], from source: Int, clockSeconds: Int
    ) throws -> [HistoryMessage] {
        Self.messages(
            try gossip.receive(
                bytes, from: PeerAddress(UInt32(source)), clockSeconds: clockSeconds
            ).envelopes)
    }

    private static func messages(_ envelopes: [GossipNode<Rules>.Envelope]) -> [HistoryMessage] {
        envelopes.map {
            HistoryMessage(
                target: Int($0.target.number), name: $0.message.name, bytes: $0.message.bytes)
        }
    }
}

extension NetworkHistory {
    /// A history of nodes that have a chain of these rules each. **Throws:** ``StoreError``.
    package init<Rules: ChainRules>(
        seed: String, nodeCount: Int, rules: Rules
    ) throws where Node == ChainHistoryNode<Rules> {
        let wallets = (0..<nodeCount).map { Wallet(seed: "\(seed) node \($0)") }
        try self.init(seed: seed, nodeCount: nodeCount) { number in
            try ChainHistoryNode(number: number, wallets: wallets, rules: rules)
        }
    }
}
