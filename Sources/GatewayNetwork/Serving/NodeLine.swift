/// A session that a gateway asks a node to compute.
package struct NodeRequest: Sendable, Equatable {
    /// The gateway's key, in base64.
    package let gateway: String
    package let session: String
    package let prompt: String
    /// The output tokens that the node may make: 1 to 10^7.
    package let maxTokens: Int

    package init(gateway: String, session: String, prompt: String, maxTokens: Int) {
        self.gateway = gateway
        self.session = session
        self.prompt = prompt
        self.maxTokens = maxTokens
    }
}

/// The text that a node computed, and what it took.
package struct NodeAnswer: Sendable, Equatable {
    package let text: String
    package let inputTokens: Int
    package let outputTokens: Int
    package let wallMilliseconds: Int

    package init(text: String, inputTokens: Int, outputTokens: Int, wallMilliseconds: Int) {
        self.text = text
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.wallMilliseconds = wallMilliseconds
    }
}

/// The way from a gateway to its nodes, which the operator lays: a node has a name, its key, and no
/// message says where it is.
package protocol NodeLine: AnyObject {
    /// Whether the node of this name answers at all.
    func answers(_ name: String) -> Bool

    /// Nil where the node does not answer, or refuses.
    func answer(_ request: NodeRequest, of name: String) -> NodeAnswer?

    /// The node's signature of a receipt that has the gateway's, in base64; nil where the node does
    /// not answer, or refuses.
    func countersignature(_ receipt: [UInt8], of name: String) -> String?
}
