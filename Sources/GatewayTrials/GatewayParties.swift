/// The registered parties of the network under attack, by name and by key. A party of any other
/// name is a stranger.
package struct GatewayParties: Sendable {
    /// In the order of the names below.
    let gatewayKeys: [String]
    let nodeKeys: [String]
    let validatorKeys: [String]

    static let gateways = ["gateway", "gateway-b"]
    /// With their contribution for a token, in thousandths.
    static let nodes = [("node-a", 800), ("node-b", 1_000), ("node-c", 500)]
    /// With their weights: 6 in all, so that there are exact two thirds.
    static let validators = [
        ("validator-a", 2), ("validator-b", 2), ("validator-c", 1), ("validator-d", 1),
    ]
    static let totalWeight = validators.reduce(0) { $0 + $1.1 }

    /// Of a node above: its last letter, which is a digit of an address, again and again.
    static func address(_ node: String) -> String {
        "0x" + String(repeating: String(node.suffix(1)), count: 40)
    }

    /// - Parameter key: the public key of a name, in base64.
    package init(key: (String) -> String) {
        gatewayKeys = Self.gateways.map(key)
        nodeKeys = Self.nodes.map { key($0.0) }
        validatorKeys = Self.validators.map { key($0.0) }
    }

    func isGateway(_ key: String) -> Bool { gatewayKeys.contains(key) }

    func node(_ key: String) -> (name: String, permille: Int)? {
        nodeKeys.firstIndex(of: key).map { (Self.nodes[$0].0, Self.nodes[$0].1) }
    }

    func isValidator(_ key: String) -> Bool { validatorKeys.contains(key) }
}
