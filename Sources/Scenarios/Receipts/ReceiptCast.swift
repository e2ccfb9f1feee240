internal import ReceiptNetwork

/// Who takes part in the network that is attacked; whoever has another name is a stranger.
struct ReceiptCast: Sendable {
    /// What all keys follow from.
    let seed: String

    static let gateways = ["gateway", "gateway-b"]
    /// With what they contribute a token, in thousandths.
    static let nodes = [("node-a", 800), ("node-b", 1_000), ("node-c", 500)]
    /// With their weights: 6 in all, so that there are exact two thirds.
    static let validators = [
        ("validator-a", 2), ("validator-b", 2), ("validator-c", 1), ("validator-d", 1),
    ]
    static let totalWeight = validators.reduce(0) { $0 + $1.1 }

    func identity(_ name: String) -> ReceiptIdentity { ReceiptIdentity(seed: "\(seed)/\(name)") }

    func key(_ name: String) -> String { identity(name).key }

    static func address(_ node: String) -> String { "purse of \(node)" }

    func parameters(network: String) throws -> ReceiptParameters {
        try ReceiptParameters(
            name: network, gateways: Self.gateways.map(key),
            nodes: Self.nodes.map { name, permille in
                .init(key: key(name), address: Self.address(name), qualityPermille: permille)
            },
            validators: Self.validators.map { .init(key: key($0), weight: $1) }, quorum: 3)
    }

    // MARK: By key, as the referee looks parties up

    func isGateway(_ key: String) -> Bool { Self.gateways.contains { self.key($0) == key } }

    func node(_ key: String) -> (name: String, permille: Int)? {
        Self.nodes.first { self.key($0.0) == key }.map { ($0.0, $0.1) }
    }

    func validator(_ key: String) -> (name: String, weight: Int)? {
        Self.validators.first { self.key($0.0) == key }.map { ($0.0, $0.1) }
    }
}
