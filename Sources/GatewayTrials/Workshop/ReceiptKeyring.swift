internal import ReceiptNetwork

/// The keys of all names in a trial, which follow from its seed.
package struct ReceiptKeyring: Sendable {
    let seed: String
    /// Made once, for they are asked for again and again.
    package let parties: ReceiptParties

    package init(seed: String) {
        self.seed = seed
        parties = ReceiptParties { Self.identity(seed, $0).key }
    }

    private static func identity(_ seed: String, _ name: String) -> ReceiptIdentity {
        ReceiptIdentity(seed: "\(seed)/\(name)")
    }

    func identity(_ name: String) -> ReceiptIdentity { Self.identity(seed, name) }

    package func key(_ name: String) -> String { identity(name).key }

    func parameters(network: String) throws -> ReceiptParameters {
        try ReceiptParameters(
            name: network, gateways: parties.gatewayKeys,
            nodes: zip(parties.nodeKeys, ReceiptParties.nodes).map { key, node in
                .init(key: key, address: ReceiptParties.address(node.0), qualityPermille: node.1)
            },
            validators: zip(parties.validatorKeys, ReceiptParties.validators).map {
                .init(key: $0, weight: $1.1)
            }, quorum: 3)
    }
}
