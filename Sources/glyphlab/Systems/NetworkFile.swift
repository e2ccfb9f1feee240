import Encodings
import GatewayNetwork
import Platform

/// A hardened network's parties, in a JSON file that all of them have: `name`, `gateways` (keys),
/// `nodes` (`key`, `address`, and `permille` if it is not 800), `validators` (`key`, `weight`), and
/// `treasury`, the key that gives users their credit.
enum NetworkFile {
    private static let byteCountMax = 1 << 20
    private static let keys = ["gateways", "name", "nodes", "treasury", "validators"]

    /// **Throws:** ``PlatformError``; ``Failure`` where the file is no such network.
    static func parameters(_ path: String) throws -> GatewayParameters {
        let bytes = try InputFile.bytes(path, byteCountMax: byteCountMax)
        func bad(_ expected: String) -> Failure {
            Failure(outcome: .badInput, message: "\(path): expected \(expected)")
        }
        let document: JSONValue
        do {
            document = try JSONParser.parse(bytes, byteCountMax: byteCountMax)
        } catch {
            throw bad("a JSON document, got: \(error)")
        }
        func expect(_ keys: [String], of value: JSONValue, _ what: String) throws {
            for member in value.objectValue ?? [] where !keys.contains(member.key) {
                throw bad(
                    "\(what) with the members \(keys.joined(separator: ", ")), got "
                        + JSONValue.quoted(member.key, scalarCountMax: 40))
            }
        }
        try expect(keys, of: document, "a network")
        guard let name = document.member("name")?.stringValue,
            let gateways = document.member("gateways")?.arrayValue?.map(\.stringValue),
            let nodes = document.member("nodes")?.arrayValue,
            let validators = document.member("validators")?.arrayValue
        else { throw bad("the members name, gateways, nodes and validators") }
        for node in nodes { try expect(["key", "address", "permille"], of: node, "nodes") }
        for one in validators { try expect(["key", "weight"], of: one, "validators") }
        do throws(ParameterError) {
            return try GatewayParameters(
                name: name, gateways: gateways.compactMap(\.self), nodes: nodes.compactMap(node),
                validators: validators.compactMap(validator),
                treasury: document.member("treasury")?.stringValue
            ).checked(
                gateways.count, nodes.count, validators.count,
                hasTreasury: document.member("treasury") != nil)
        } catch {
            throw bad("a network: \(error)")
        }
    }

    private static func node(_ value: JSONValue) -> GatewayParameters.Node? {
        guard let key = value.member("key")?.stringValue,
            let address = value.member("address")?.stringValue
        else { return nil }
        return GatewayParameters.Node(
            key: key, address: address,
            qualityPermille: value.member("permille")?.integerValue
                ?? GatewayParameters.defaultQualityPermille)
    }

    private static func validator(_ value: JSONValue) -> GatewayParameters.Validator? {
        guard let key = value.member("key")?.stringValue,
            let weight = value.member("weight")?.integerValue
        else { return nil }
        return GatewayParameters.Validator(key: key, weight: weight)
    }
}

extension GatewayParameters {
    /// These parameters, where no party of the file was lost on the way.
    fileprivate func checked(
        _ gatewayCount: Int, _ nodeCount: Int, _ validatorCount: Int, hasTreasury: Bool
    ) throws(ParameterError) -> GatewayParameters {
        guard gateways.count == gatewayCount, nodes.count == nodeCount,
            validators.count == validatorCount, !hasTreasury || treasury != nil
        else {
            throw .key(
                "a party without its members (nodes: key, address; validators: key, weight)")
        }
        return self
    }
}
