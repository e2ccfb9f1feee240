package import Cryptography
internal import Encodings
internal import PythonValues

/// The parameters of a gateway network: its name, and the parties that take part.
///
/// The network knows these parties and nobody else. Its id is a digest of all of this, so that
/// nothing signed for another network is worth anything here.
package struct GatewayParameters: Sendable, Equatable {
    /// The quality of a node's tokens where none is given, in thousandths.
    package static let defaultQualityPermille = 800

    /// A party that computes, and the address that its payment goes to.
    package struct Node: Sendable, Equatable {
        /// Base64.
        package let key: String
        package let address: String
        package let qualityPermille: Int

        package init(
            key: String, address: String,
            qualityPermille: Int = GatewayParameters.defaultQualityPermille
        ) {
            self.key = key
            self.address = address
            self.qualityPermille = qualityPermille
        }
    }

    /// A party whose signatures of snapshots count.
    package struct Validator: Sendable, Equatable {
        /// Base64.
        package let key: String
        package let weight: Int

        package init(key: String, weight: Int) {
            self.key = key
            self.weight = weight
        }
    }

    package let name: String
    package let gateways: [String]
    package let nodes: [Node]
    package let validators: [Validator]
    /// The key that gives users their credit, in base64; nil for a network without users, in which
    /// no credit and so no order is taken.
    package let treasury: String?

    /// **Throws:** ``ParameterError``, also for a key that is not in its one spelling, and for a
    /// node whose address cannot be paid.
    package init(
        name: String, gateways: [String], nodes: [Node], validators: [Validator],
        treasury: String? = nil
    ) throws(ParameterError) {
        self.name = name
        self.gateways = gateways
        self.nodes = nodes
        self.validators = validators
        self.treasury = treasury
        for keys in [gateways, nodes.map(\.key), validators.map(\.key)] {
            var seen: Set<[UInt8]> = []  // membership only, never iterated
            for key in keys where !seen.insert(key.bytes).inserted { throw .twice(key: key) }
        }
        for validator in validators
        where !(1...GatewayLimits.validatorWeightMax).contains(validator.weight) {
            throw .weight(key: validator.key, got: validator.weight)
        }
        for node in nodes
        where !(0...GatewayLimits.qualityPermilleMax).contains(node.qualityPermille) {
            throw .weight(key: node.key, got: node.qualityPermille)
        }
        guard nodes.count <= GatewayLimits.nodeCountMax,
            validators.count <= GatewayLimits.validatorCountMax
        else { throw .tooMany(nodeCount: nodes.count, validatorCount: validators.count) }
        for key in gateways + nodes.map(\.key) + validators.map(\.key)
            + [treasury].compactMap(\.self)
        where Base64.bytes(of: key)?.count != Ed25519.publicKeyByteCount {
            throw .key(key)
        }
        for node in nodes where !TextForm.isAddress(node.address) {
            throw .address(key: node.key, got: node.address)
        }
    }

    /// **Bounds:** at most 1,024 · 2^32.
    package var totalWeight: Int { validators.reduce(0) { $0 + $1.weight } }

    /// Golden-bearing: the digest of the name and all parties in canonical JSON, in a domain of its
    /// own.
    package var networkID: Digest {
        let document = JSONValue.object([
            JSONMember("gateways", .array(gateways.map { .string($0) })),
            JSONMember("name", .string(name)),
            JSONMember(
                "nodes",
                .array(
                    nodes.map {
                        .array([
                            .string($0.key), .string($0.address),
                            .integer($0.qualityPermille),
                        ])
                    })),
            JSONMember("treasury", .string(treasury ?? "")),
            JSONMember(
                "validators",
                .array(validators.map { .array([.string($0.key), .integer($0.weight)]) })),
        ])
        return HardenedDomain.network.digest(document.compactText.bytes)
    }
}

/// The reason why there is no network of such parameters.
package enum ParameterError: Error, Equatable, CustomStringConvertible {
    case twice(key: String)
    case weight(key: String, got: Int)
    case tooMany(nodeCount: Int, validatorCount: Int)
    case key(String)
    case address(key: String, got: String)
    /// A gateway's own key that is none of the network's.
    case gateway(key: String)

    package var description: String {
        switch self {
        case .twice(let key): "expected each key once, got \(key) again"
        case .weight(let key, let got): "\(key): expected a weight within its bounds, got \(got)"
        case .tooMany(let nodeCount, let validatorCount):
            "expected at most \(GatewayLimits.nodeCountMax) nodes and "
                + "\(GatewayLimits.validatorCountMax) validators, got \(nodeCount) and "
                + "\(validatorCount)"
        case .gateway(let key): "expected a gateway of the network, got \(key)"
        case .key(let key): "expected the base64 of a key of 32 bytes, got \(key)"
        case .address(let key, let got):
            "\(key): expected an address of 0x and 40 of 0-9a-f, not all of them 0, got "
                + JSONValue.quoted(got, scalarCountMax: 64)
        }
    }
}
