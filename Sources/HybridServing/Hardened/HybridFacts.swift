/// Facts about a served node that its operator gave.
package struct HybridFacts: Sendable {
    /// The program and its version.
    package let client: String
    /// URLs of other nodes, without a slash at the end; nil while nobody knows one.
    package let peers: [@Sendable () -> String?]
    /// The token that a caller of the engine shows; nil for a node without an engine.
    package let token: [UInt8]?

    package init(client: String, peers: [@Sendable () -> String?], token: [UInt8]?) {
        self.client = client
        self.peers = peers
        self.token = token
    }
}
