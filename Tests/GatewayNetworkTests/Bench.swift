import Encodings
import GatewayNetwork
import Trials

/// A small network, and what may be sent to it.
struct Bench {
    static let gateway = ReceiptIdentity(seed: "gateway")
    static let nodes = ["a", "b", "c"].map { ReceiptIdentity(seed: "node \($0)") }
    static let validators = (0..<3).map { ReceiptIdentity(seed: "validator \($0)") }
    static let outsider = ReceiptIdentity(seed: "outsider")
    static let treasury = ReceiptIdentity(seed: "treasury")
    static let users = (0..<2).map { ReceiptIdentity(seed: "user \($0)") }
    static let milliseconds = 1_700_000_000_250

    /// The address with which a node is registered.
    static func address(_ node: Int) -> String {
        "0x" + String(repeating: "\(node + 1)", count: 40)
    }

    let system: GatewaySystem
    let builder: ReceiptBuilder
    var clock = LogicalClock(milliseconds: Self.milliseconds)

    static func parameters(name: String = "test") throws -> GatewayParameters {
        try GatewayParameters(
            name: name, gateways: [gateway.key],
            nodes: nodes.enumerated().map { .init(key: $1.key, address: address($0)) },
            validators: validators.map { .init(key: $0.key, weight: 1) }, treasury: treasury.key)
    }

    init(
        without missing: [Guard] = [], path: String? = nil, peers: [Source] = []
    ) throws {
        let parameters = try Self.parameters()
        builder = ReceiptBuilder(parameters: parameters)
        system = try GatewaySystem(
            parameters: parameters, guards: Self.guards(without: missing), newAt: path,
            peers: peers)
    }

    static func guards(without missing: [Guard]) -> Guards {
        missing.reduce(.all) { $0.without($1) }
    }

    /// A receipt without signatures.
    func plain(_ session: String, node: Int = 0, tokens: Int = 5) -> RawObject {
        builder.receipt(
            gateway: Self.gateway.key, node: Self.nodes[node].key, session: session,
            outputTokens: tokens, createdMilliseconds: Self.milliseconds)
    }

    func sign(_ receipt: RawObject, node: Int = 0) throws -> RawObject {
        try builder.signed(receipt, gateway: Self.gateway, node: Self.nodes[node])
    }

    func receipt(_ session: String, node: Int = 0, tokens: Int = 5) throws -> [UInt8] {
        try sign(plain(session, node: node, tokens: tokens), node: node).bytes
    }

    func send(
        _ bytes: [UInt8], _ surface: Surface, from source: Source = Source(1)
    ) throws -> Reply {
        try system.submit(bytes, to: surface, from: source, at: clock)
    }

    /// Three nodes' receipts: 5, 7 and 9 tokens.
    func fill() throws {
        for (node, tokens) in [5, 7, 9].enumerated() {
            _ = try taken(send(receipt("s-\(node)", node: node, tokens: tokens), .receipt))
        }
    }

    func taken(_ reply: Reply) throws -> Reply {
        if let refusal = reply.refusals.first { throw refusal }
        return reply
    }

    /// Of everything so far.
    func snapshot(epoch: String = "1", total: Int = 1_000) throws -> EpochSnapshot {
        guard
            let snapshot = system.snapshot(
                epoch: epoch, receiptCount: system.receipts.count, total: total)
        else { throw NoSnapshot() }
        return snapshot
    }

    func vote(_ snapshot: EpochSnapshot, _ validator: Int, round: Int = 0) throws -> [UInt8] {
        let one = Self.validators[validator]
        return try builder.signed(
            vote: builder.vote(snapshot, validator: one.key, round: round), validator: one
        ).bytes
    }

    func voteAll(_ snapshot: EpochSnapshot, round: Int = 0) throws {
        for validator in Self.validators.indices {
            _ = try taken(send(vote(snapshot, validator, round: round), .vote))
        }
    }

    /// Receipts, votes and a settlement of epoch 1.
    func settle() throws {
        try fill()
        let snapshot = try snapshot()
        try voteAll(snapshot)
        _ = try taken(send(builder.settlement(snapshot).bytes, .settlement))
    }

    struct NoSnapshot: Error {}

    // MARK: Stores

    /// The system's store with one row or account changed, or the last row gone.
    func store(
        rows: ([[String]]) -> [[String]] = { $0 }, accounts: ([[String]]) -> [[String]] = { $0 }
    ) throws -> [UInt8] {
        let document = try JSONParser.parse(system.storeDocument, byteCountMax: 1 << 24)
        func table(_ key: String) -> [[String]] {
            (document.member(key)?.arrayValue ?? []).map {
                ($0.arrayValue ?? []).compactMap(\.stringValue)
            }
        }
        func value(_ table: [[String]]) -> JSONValue {
            .array(table.map { .array($0.map { .string($0) }) })
        }
        return Array(
            JSONValue.object([
                JSONMember("accounts", value(accounts(table("accounts")))),
                JSONMember("balances", value(table("balances"))),
                JSONMember("log", value(rows(table("log")))),
            ]).compactText.utf8)
    }
}

extension Surface {
    static let receipt = GatewaySurfaces.receipt
    static let gossip = GatewaySurfaces.gossip
    static let vote = GatewaySurfaces.vote
    static let settlement = GatewaySurfaces.settlement
    static let note = GatewaySurfaces.note
    static let credit = GatewaySurfaces.credit
    static let order = GatewaySurfaces.order
    static let ask = GatewaySurfaces.ask
    static let store = GatewaySurfaces.store
}

/// Base64 that says the same with other bits behind the end.
func respelled(_ text: String) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var characters = Array(text)
    if let place = characters.lastIndex(where: { $0 != "=" }),
        let digit = digits.firstIndex(of: characters[place])
    {
        characters[place] = digits[digit ^ 1]
    }
    return String(characters)
}
