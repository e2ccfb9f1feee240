import BigInt
import Cryptography
import PublishedGateways
import PythonValues
import Routing

/// Parties with the seeds of the page, and other machines that tests answer for.
enum GatewayWorld {
    static let now = PythonFloat(1_700_000_100)

    static func identity(_ name: String) -> PublishedIdentity {
        PublishedIdentity(seed: Digests.sha256("receipts/key/\(name)".utf8).bytes)
    }

    static func key(_ name: String) -> PythonText { PythonText(identity(name).publicKey) }

    /// A receipt by `gateway` and a node, signed by both, of 1 input token and 1 ms.
    static func receipt(
        node: String, tokens: Int, session: String = "s",
        createdAt: PythonValue = .integer(1_700_000_000)
    ) throws -> PublishedReceipt {
        var members = PythonDictionary()
        members["gateway_pubkey"] = .string(key("gateway"))
        members["node_pubkey"] = .string(key(node))
        members["session_id"] = .text(session)
        members["route"] = .string(key(node))
        members["input_tokens"] = .integer(1)
        members["output_tokens"] = .integer(BigInt(tokens))
        members["wall_time_ms"] = .integer(1)
        members["created_at"] = createdAt
        var receipt = try PublishedReceipt(members)
        let payload = try receipt.payload()
        receipt.gatewaySignature = .text(identity("gateway").signature(of: payload))
        receipt.nodeSignature = .text(identity(node).signature(of: payload))
        return receipt
    }

    static func gateway(
        _ ledger: PublishedLedger? = nil, mode: GatewayMode = .meant,
        surroundings: any Surroundings = TestSurroundings()
    ) throws -> PublishedGateway {
        try PublishedGateway(
            identity: identity("gateway"), ledger: ledger ?? PublishedLedger(), mode: mode,
            surroundings: surroundings)
    }
}

/// Machines that a test answers for; without an answer, nobody is reached.
final class TestSurroundings: Surroundings {
    var answers: (OutgoingCall) -> CallAnswer = { _ in .unreachable }
    private(set) var urls: [String] = []

    func answer(to call: OutgoingCall) -> CallAnswer {
        urls.append(call.url)
        return answers(call)
    }

    func uniqueID() -> String { "8ea494f8-93ee-464a-b427-eb02bc69341a" }
}

extension PublishedGateway {
    /// A POST with a body, or a GET without one.
    func ask(
        _ path: String, _ body: String? = nil, query: String = "",
        now: PythonFloat = GatewayWorld.now
    ) -> GatewayOutcome {
        outcome(
            of: WebRequest(
                method: body == nil ? "GET" : "POST", path: path, query: query,
                body: Array((body ?? "").utf8)), now: now)
    }
}

extension GatewayOutcome {
    var text: String { "\(answer.status) " + String(decoding: answer.body, as: UTF8.self) }

    /// The exception's name where the request crashed.
    var exception: String? {
        guard case .crashed(let error) = verdict else { return nil }
        return error.name
    }
}
