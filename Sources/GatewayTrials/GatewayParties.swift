internal import Cryptography

/// The registered parties of the network under attack, by name and by key. A party of any other
/// name is a stranger.
package struct GatewayParties: Sendable {
    /// In the order of the names below.
    let gatewayKeys: [String]
    let nodeKeys: [String]
    let validatorKeys: [String]
    let treasuryKey: String
    let minterKey: String

    static let gateways = ["gateway", "gateway-b"]
    /// With their contribution for a token, in thousandths.
    static let nodes = [("node-a", 800), ("node-b", 1_000), ("node-c", 500)]
    /// With their weights: 6 in all, so that there are exact two thirds.
    static let validators = [
        ("validator-a", 2), ("validator-b", 2), ("validator-c", 1), ("validator-d", 1),
    ]
    /// The party whose word gives users their credit, and the one that may call the token.
    package static let treasury = "treasury"
    package static let minter = "minter"
    static let totalWeight = validators.reduce(0) { $0 + $1.1 }

    /// The address that a key's holder is paid at, as Ethereum has it: 20 bytes that follow from
    /// the key.
    package static func address(ofKey key: String) -> String {
        "0x" + Digests.sha256("glyphlab/receipts/address/\(key)".utf8).text.prefix(40)
    }

    /// In the order of ``nodes``.
    var addresses: [String] { nodeKeys.map { Self.address(ofKey: $0) } }

    /// A node's, by its name; nil for a stranger's.
    package func address(_ name: String) -> String? {
        Self.nodes.firstIndex { $0.0.utf8.elementsEqual(name.utf8) }
            .map { Self.address(ofKey: nodeKeys[$0]) }
    }

    /// - Parameter key: the public key of a name, in base64.
    package init(key: (String) -> String) {
        gatewayKeys = Self.gateways.map(key)
        nodeKeys = Self.nodes.map { key($0.0) }
        validatorKeys = Self.validators.map { key($0.0) }
        treasuryKey = key(Self.treasury)
        minterKey = key(Self.minter)
    }

    func isGateway(_ key: String) -> Bool { gatewayKeys.contains(key) }

    func node(_ key: String) -> (name: String, permille: Int)? {
        nodeKeys.firstIndex(of: key).map { (Self.nodes[$0].0, Self.nodes[$0].1) }
    }

    func isValidator(_ key: String) -> Bool { validatorKeys.contains(key) }
}
