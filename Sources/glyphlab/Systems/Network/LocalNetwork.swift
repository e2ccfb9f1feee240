import Encodings
import Platform
import PublishedGateways
import Reports

/// A published receipt network of processes on this machine, which end with this value.
final class LocalNetwork {
    /// The account that owns the token, which every gateway's stand-in of a chain has anew.
    private static let minterAccount = address(0xA)
    private static let tokenAddress = address(0xB)
    private static let firstNodeAddress = 0x11

    private let folder: String
    private let gateways: [ServedParty]
    private let nodes: [ServedParty]
    private let validators: [(file: String, key: String)]

    /// Starts all parties, and makes them known to each other.
    ///
    /// **Throws:** where a party does not begin or a gateway refuses one.
    init(folder: String, gatewayCount: Int, nodeCount: Int, validatorCount: Int) throws {
        if !Folder.exists(folder) { try Folder.create(folder) }
        let gateways = try (1...gatewayCount).map { number in
            try ServedParty(
                name: "gateway-\(number)", folder: folder,
                arguments: [
                    "--role", "gateway", "--db", "\(folder)/gateway-\(number).db",
                    "--minter-account", Self.minterAccount,
                ])
        }
        self.folder = folder
        self.gateways = gateways
        nodes = try (0..<nodeCount).map { index in
            try ServedParty(
                name: "node-\(index + 1)", folder: folder, arguments: ["--role", "node"])
        }
        validators = try (0..<validatorCount).map { index in
            let file = "\(folder)/validator-\(index + 1).key"
            return (file, try ServedIdentity.loaded(file).publicKey)
        }
        for gateway in gateways { try introduce(gateway) }
        for (index, node) in nodes.enumerated() {
            try Self.post(
                gateways[index % gateways.count], "/register",
                [
                    ("public_name", node.name), ("node_url", node.url),
                    ("node_pubkey", node.publicKey),
                ])
        }
    }

    /// Makes a gateway's peers, addresses, validators and token known to it.
    private func introduce(_ gateway: ServedParty) throws {
        for peer in gateways where peer.url != gateway.url {
            try Self.post(gateway, "/add_peer?url=" + PercentEncoding.text(of: peer.url), [])
        }
        for (index, node) in nodes.enumerated() {
            try Self.post(
                gateway, "/set_eth_address",
                [("node_pubkey", node.publicKey), ("eth_address", Self.nodeAddress(index))])
        }
        for validator in validators {
            try Self.post(gateway, "/validators/add", [("pubkey", validator.key)])
        }
        try Self.post(gateway, "/config/token", [("token_address", Self.tokenAddress)])
    }

    private static func post(
        _ gateway: ServedParty, _ path: String, _ members: [(name: String, text: String)]
    ) throws {
        let body = JSONValue.object(members.map { JSONMember($0.name, .string($0.text)) })
        _ = try GatewayCalls(gateway: gateway.url)
            .answer(.post, path, body: Array(body.compactText.utf8))
    }

    private static func nodeAddress(_ index: Int) -> String { address(firstNodeAddress + index) }

    /// `0x` and 40 digits that all but end in zeros.
    private static func address(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "0x" + String(repeating: "0", count: 40 - digits.count) + digits
    }

    /// The environment's variables by which a command finds the parties.
    var variables: [(name: String, value: String)] {
        func numbered(_ name: String, _ values: [String]) -> [(name: String, value: String)] {
            values.enumerated().map { ("\(name)_\($0 + 1)", $1) }
        }
        return numbered("GATEWAY", gateways.map(\.url)) + numbered("NODE", nodes.map(\.url))
            + numbered("VALIDATOR", validators.map(\.file))
    }

    /// The parties: where each is, its key, and the address that a node is paid at.
    var text: String {
        var table = ColumnTable(corner: "party", titles: ["place", "key", "is paid at"])
        for gateway in gateways {
            table.add(gateway.name, [gateway.url, gateway.publicKey, ""])
        }
        for (index, node) in nodes.enumerated() {
            table.add(node.name, [node.url, node.publicKey, Self.nodeAddress(index)])
        }
        for (index, validator) in validators.enumerated() {
            table.add("validator-\(index + 1)", [validator.file, validator.key, ""])
        }
        return table.text
    }

    /// Ends all parties.
    func stop() {
        for party in nodes + gateways { party.stop() }
    }
}
