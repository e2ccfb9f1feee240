internal import BigInt
internal import Cryptography
internal import PublishedGateways
internal import PythonValues
internal import Routing

/// The parties of the reference vectors.
enum VectorParty {
    /// The party whose seed is SHA-256 of `receipts/key/` and its name.
    static func identity(_ name: String) -> PublishedIdentity {
        PublishedIdentity(seed: Digests.sha256("receipts/key/\(name)".utf8).bytes)
    }

    static func key(_ name: String) -> PythonText { PythonText(identity(name).publicKey) }

    /// A receipt by a gateway and a node, who have signed it: 1 input token and 1 ms, unless others
    /// are given.
    static func receipt(
        gateway: String = "gateway", node: String, session: PythonValue, route: PythonValue? = nil,
        inputTokens: PythonValue = .integer(1), outputTokens: PythonValue,
        wallMilliseconds: PythonValue = .integer(1), createdAt: PythonValue
    ) throws(PythonError) -> PublishedReceipt {
        var members = PythonDictionary()
        members["gateway_pubkey"] = .string(key(gateway))
        members["node_pubkey"] = .string(key(node))
        members["session_id"] = session
        members["route"] = route ?? .string(key(node))
        members["input_tokens"] = inputTokens
        members["output_tokens"] = outputTokens
        members["wall_time_ms"] = wallMilliseconds
        members["created_at"] = createdAt
        var receipt = try PublishedReceipt(members)
        let payload = try receipt.payload()
        receipt.gatewaySignature = .text(identity(gateway).signature(of: payload))
        receipt.nodeSignature = .text(identity(node).signature(of: payload))
        return receipt
    }
}

extension PublishedGateway {
    /// Gossip of receipts; the number that was accepted, 0 where the request was refused.
    func accept(_ receipts: [PublishedReceipt], now: PythonFloat) throws -> Int {
        let list = PythonValue.list(receipts.map { .dictionary($0.members) })
        let body = try PythonJSONWriter.text(list, sortsKeys: false)
        let outcome = outcome(of: "/gossip/receipts", body, now: now)
        guard case .integer(let count)? = try outcome.value?.member("accepted") else { return 0 }
        return Int(exactly: count) ?? 0
    }

    /// The outcome of a POST with a body, or of a GET without one.
    func outcome(
        of path: String, _ body: String? = nil, query: String = "", now: PythonFloat
    ) -> GatewayOutcome {
        outcome(
            of: WebRequest(
                method: body == nil ? "GET" : "POST", path: path, query: query,
                body: Array((body ?? "").utf8)), now: now)
    }
}
