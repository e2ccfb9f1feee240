internal import BigInt
internal import Conformance
internal import Encodings
internal import PublishedGateways
internal import PythonValues
internal import Routing

/// The replay of an attack on the published code, for the steps that it is told in.
struct AttackReplay: Sendable {
    let id: String
    let steps: String
    /// The outcome, as the vectors tell it.
    let run: @Sendable () throws -> PythonValue

    init(
        _ id: String, _ steps: String,
        _ run: @escaping @Sendable () throws -> [(String, PythonValue)]
    ) {
        self.id = id
        self.steps = steps
        self.run = {
            var members = PythonDictionary()
            for (name, value) in try run() { members[name] = value }
            return .dictionary(members)
        }
    }
}

/// A gateway, three nodes and a clock, for one replay.
final class AttackWorld {
    static let time = 1_700_000_000

    let network: VectorNetwork
    let gateway: PublishedGateway
    /// Seconds since 1970.
    var now = PythonFloat(1_700_000_200)

    init(name: String = "gateway", directory: PublishedDirectory? = nil) throws {
        network = VectorNetwork(seed: "attack")
        gateway = try PublishedGateway(
            identity: VectorParty.identity(name), ledger: PublishedLedger(),
            surroundings: network, directory: directory)
    }

    var ledger: PublishedLedger { gateway.ledger }

    /// A POST of an object, or of a list.
    func post(_ path: String, _ value: PythonValue) throws -> GatewayOutcome {
        network.now = now
        return gateway.outcome(
            of: path, try PythonJSONWriter.text(value, sortsKeys: false), now: now)
    }

    func post(
        _ path: String, _ members: KeyValuePairs<String, PythonValue>
    ) throws -> GatewayOutcome {
        try post(path, Self.object(members))
    }

    static func object(_ members: KeyValuePairs<String, PythonValue>) -> PythonValue {
        var object = PythonDictionary()
        for (name, value) in members { object[name] = value }
        return .dictionary(object)
    }

    /// `float(text)`, such as of `nan`.
    static func float(_ text: String) throws -> PythonValue {
        .float(try PythonText(text).float())
    }

    // MARK: Receipts

    /// A receipt of a node's tokens, gossiped; its id.
    @discardableResult
    func take(
        _ node: String, tokens: PythonValue, session: String = "s",
        createdAt: PythonValue = .integer(BigInt(time + 50)), gateway name: String = "gateway"
    ) throws -> String {
        let receipt = try VectorParty.receipt(
            gateway: name, node: node, session: .text(session), outputTokens: tokens,
            createdAt: createdAt)
        _ = try gateway.accept([receipt], now: now)
        return try receipt.id()
    }

    /// Addresses 0x..01, 0x..02 and so on, in the order of the nodes.
    func setAddresses(_ nodes: String...) throws {
        for (index, node) in nodes.enumerated() {
            _ = try post(
                "/set_eth_address",
                [
                    "node_pubkey": .string(VectorParty.key(node)),
                    "eth_address": .text(
                        "0x" + String(repeating: "0", count: 39) + "\(index + 1)"),
                ])
        }
    }

    // MARK: Epochs

    func settle(
        total: PythonValue, from start: PythonValue = .none, until end: PythonValue = .none,
        ticker: String = "GLYPH"
    ) throws -> GatewayOutcome {
        try post(
            "/epoch/settle",
            [
                "total_amount": total, "start_time": start, "end_time": end,
                "token_ticker": .text(ticker),
            ])
    }

    /// A settled epoch of one receipt; its id.
    func settledEpoch() throws -> PythonText {
        try take("node-a", tokens: .integer(10))
        try setAddresses("node-a")
        let snapshot = try settle(
            total: .integer(1000), from: .integer(BigInt(Self.time)),
            until: .integer(BigInt(Self.time + 100))
        ).value
        return try (snapshot ?? .none).member("epoch_id").requiredText()
    }

    /// The canonical bytes of the stored snapshot, which validators sign.
    func voteBytes(_ epoch: PythonText) throws -> [UInt8] {
        Array(try PythonJSONWriter.text(ledger.epoch(epoch) ?? .none).utf8)
    }

    func sign(_ epoch: PythonText, key: String, signature: String) throws -> GatewayOutcome {
        try post(
            "/epoch/sign",
            [
                "epoch_id": .string(epoch), "validator_pubkey": .text(key),
                "signature": .text(signature),
            ])
    }

    // MARK: Inference

    /// Registers node-a, which answers with these numbers.
    func registerNode(inputTokens: Int = 0, outputTokens: Int) throws {
        network.faults.append(
            VectorNetwork.Fault(
                node: "node-a", path: "/generate", status: 200,
                body: Array(
                    (#"{"text": "t", "input_tokens": \#(inputTokens), "#
                        + #""output_tokens": \#(outputTokens), "wall_time_ms": 0}"#).utf8)))
        try register(url: "http://node-a")
    }

    func register(url: String) throws {
        _ = try post(
            "/register",
            [
                "public_name": .text("n"), "node_url": .text(url),
                "node_pubkey": .string(VectorParty.key("node-a")),
            ])
    }

    func infer(user: String, tokenCountMax: Int = 256) throws -> GatewayOutcome {
        try post(
            "/inference",
            [
                "prompt": .text("hi"), "max_new_tokens": .integer(BigInt(tokenCountMax)),
                "user_pubkey": .text(user),
            ])
    }

    func credit(_ user: String, _ amount: Int) throws {
        try ledger.credit(PythonText(user), amount: .integer(BigInt(amount)), now: now)
    }

    func balance(_ user: String) throws -> PythonValue {
        try ledger.balance(of: PythonText(user))
    }
}

extension GatewayOutcome {
    var statusValue: PythonValue { .integer(BigInt(answer.status)) }

    /// The exception's name where the request crashed, else the status.
    var fate: PythonValue {
        if case .crashed(let error) = verdict { return .text(error.name) }
        return statusValue
    }

    func member(_ name: String) throws -> PythonValue { try (value ?? .none).member(name) }

    func count(_ name: String) throws -> PythonValue {
        .integer(BigInt(try member(name).elements().count))
    }

    /// The amounts of a snapshot's payouts, those beyond 2⁵³ as texts.
    func payouts() throws -> PythonValue {
        try OutcomeText.vectorForm(
            .list(try member("payouts").elements().map { try $0.member("amount") }))
    }

    func isEqual(_ other: GatewayOutcome, in name: String) throws -> PythonValue {
        .boolean(try member(name).equals(other.member(name)))
    }
}

/// The identity point as a key in base64, and the signature by which it signs every message.
enum IdentityPoint {
    static let key = Base64.text(of: [1] + [UInt8](repeating: 0, count: 31))
    static let signature = Base64.text(of: [1] + [UInt8](repeating: 0, count: 63))
}
