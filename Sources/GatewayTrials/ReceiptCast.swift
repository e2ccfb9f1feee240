internal import ReceiptNetwork
internal import Scenarios

/// Who takes part in the network that is attacked; whoever has another name is a stranger.
struct ReceiptCast: Sendable {
    /// What all keys follow from.
    let seed: String
    /// In the order of the names below; made once, for they are asked for again and again.
    private let gatewayKeys: [String]
    private let nodeKeys: [String]
    private let validatorKeys: [String]

    static let gateways = ["gateway", "gateway-b"]
    /// With what they contribute a token, in thousandths.
    static let nodes = [("node-a", 800), ("node-b", 1_000), ("node-c", 500)]
    /// With their weights: 6 in all, so that there are exact two thirds.
    static let validators = [
        ("validator-a", 2), ("validator-b", 2), ("validator-c", 1), ("validator-d", 1),
    ]
    static let totalWeight = validators.reduce(0) { $0 + $1.1 }

    init(seed: String) {
        self.seed = seed
        func key(_ name: String) -> String { Self.identity(seed, name).key }
        gatewayKeys = Self.gateways.map(key)
        nodeKeys = Self.nodes.map { key($0.0) }
        validatorKeys = Self.validators.map { key($0.0) }
    }

    private static func identity(_ seed: String, _ name: String) -> ReceiptIdentity {
        ReceiptIdentity(seed: "\(seed)/\(name)")
    }

    func identity(_ name: String) -> ReceiptIdentity { Self.identity(seed, name) }

    func key(_ name: String) -> String { identity(name).key }

    static func address(_ node: String) -> String { "purse of \(node)" }

    func parameters(network: String) throws -> ReceiptParameters {
        try ReceiptParameters(
            name: network, gateways: gatewayKeys,
            nodes: zip(nodeKeys, Self.nodes).map { key, node in
                .init(key: key, address: Self.address(node.0), qualityPermille: node.1)
            },
            validators: zip(validatorKeys, Self.validators).map {
                .init(key: $0, weight: $1.1)
            }, quorum: 3)
    }

    // MARK: By key, as the referee looks parties up

    func isGateway(_ key: String) -> Bool { gatewayKeys.contains(key) }

    func node(_ key: String) -> (name: String, permille: Int)? {
        nodeKeys.firstIndex(of: key).map { (Self.nodes[$0].0, Self.nodes[$0].1) }
    }

    func isValidator(_ key: String) -> Bool { validatorKeys.contains(key) }
}
