/// Facts about a served node that its pages tell.
package struct ServedNodeFacts: Sendable {
    /// The name that the operator gave it.
    package let name: String
    /// The program and its version.
    package let client: String
    /// URLs of other nodes.
    package let peers: [String]
    /// The key that votes here; nil without one.
    package let validator: String?
    /// The address that blocks made here pay; nil where none are made.
    package let miner: String?

    package init(
        name: String, client: String, peers: [String], validator: String?, miner: String?
    ) {
        self.name = name
        self.client = client
        self.peers = peers
        self.validator = validator
        self.miner = miner
    }
}
