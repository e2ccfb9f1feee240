internal import GatewayNetwork

/// The keys of all names in a trial, which follow from its seed.
package struct GatewayKeyring: Sendable {
    let seed: String
    /// Made once, for they are asked for again and again.
    package let parties: GatewayParties

    package init(seed: String) {
        self.seed = seed
        parties = GatewayParties { Self.identity(seed, $0).key }
    }

    private static func identity(_ seed: String, _ name: String) -> ReceiptIdentity {
        ReceiptIdentity(seed: "\(seed)/\(name)")
    }

    func identity(_ name: String) -> ReceiptIdentity { Self.identity(seed, name) }

    package func key(_ name: String) -> String { identity(name).key }

    func parameters(network: String) throws -> GatewayParameters {
        try GatewayParameters(
            name: network, gateways: parties.gatewayKeys,
            nodes: zip(parties.nodeKeys, GatewayParties.nodes).map { key, node in
                .init(
                    key: key, address: GatewayParties.address(ofKey: key),
                    qualityPermille: node.1)
            },
            validators: zip(parties.validatorKeys, GatewayParties.validators).map {
                .init(key: $0, weight: $1.1)
            }, treasury: key(GatewayParties.treasury))
    }
}
