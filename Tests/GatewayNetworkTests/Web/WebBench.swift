import Encodings
import GatewayNetwork
import Routing
import Trials

/// Nodes that say a prompt backwards.
final class EchoLine: NodeLine {
    var nodes: [HardenedNode]
    var isSilent = false
    let clock = LogicalClock(milliseconds: Bench.milliseconds)

    init(parameters: GatewayParameters) {
        nodes = Bench.nodes.map {
            HardenedNode(identity: $0, parameters: parameters) { request in
                NodeAnswer(
                    text: String(request.prompt.reversed()),
                    inputTokens: request.prompt.utf8.count, outputTokens: 5, wallMilliseconds: 9)
            }
        }
    }

    func answers(_ name: String) -> Bool { !isSilent }

    func answer(_ request: NodeRequest, of name: String) -> NodeAnswer? {
        guard !isSilent, let place = nodes.firstIndex(where: { $0.key == name }) else {
            return nil
        }
        return try? nodes[place].serve(request)
    }

    func countersignature(_ receipt: [UInt8], of name: String) -> String? {
        guard let place = nodes.firstIndex(where: { $0.key == name }) else { return nil }
        return try? nodes[place].countersign(receipt, at: clock)
    }
}

/// A whole gateway behind its router.
struct WebBench {
    let bench: Bench
    let line: EchoLine
    let whole: WholeGateway
    let router: HardenedRouter

    init() throws {
        bench = try Bench(peers: [Source(7)])
        let parameters = bench.builder.parameters
        line = EchoLine(parameters: parameters)
        let token = try TokenSystem(parameters: parameters, minter: MintBench.minter.key)
        whole = WholeGateway(
            ledger: bench.system,
            serving: HardenedGateway(
                system: bench.system, identity: Bench.gateway, line: line),
            desk: MintDesk(ledger: bench.system, token: token, minter: MintBench.minter),
            directory: RecordDirectory(parameters: parameters))
        router = HardenedRouter(whole)
    }

    func post(_ path: String, _ body: [UInt8]) -> WebAnswer {
        router.answer(
            WebRequest(method: "POST", path: path, body: body),
            atMilliseconds: Bench.milliseconds)
    }

    func get(_ path: String, _ query: String = "") -> WebAnswer {
        router.answer(
            WebRequest(method: "GET", path: path, query: query),
            atMilliseconds: Bench.milliseconds)
    }

    /// A request that an epoch's next batch be minted.
    func mint(_ epoch: Int = 1) -> [UInt8] {
        RawObject([
            ("epoch", String(epoch)), ("network", RawObject.text(bench.builder.networkID)),
        ]).bytes
    }

    func record(_ sequence: Int = 0) -> [UInt8] {
        TokenBuilder.signed(
            record: bench.tokens.record(
                kind: "receipts", body: "{}", sequence: sequence, gateway: Bench.gateway),
            by: Bench.gateway
        ).bytes
    }

    func credit(_ amount: Int, to user: String, payment: String = "p") throws -> [UInt8] {
        try bench.signed(
            bench.requests.credit(amount, to: user, payment: payment), .credit, Bench.treasury)
    }

    /// A message for each surface, in an order in which all are taken.
    func messages() throws -> [(path: String, body: () throws -> [UInt8])] {
        let bench = bench
        return [
            ("/receipt", { try bench.receipt("s-0") }),
            ("/gossip", { ReceiptBuilder.batch([try bench.receipt("s-1", node: 1)]) }),
            (
                "/note",
                {
                    try bench.signed(
                        bench.requests.address(
                            "0x" + String(repeating: "e", count: 40), node: Bench.nodes[0].key),
                        .note, Bench.nodes[0])
                }
            ),
            ("/credit", { try credit(1_000, to: Bench.users[0].key) }),
            (
                "/ask",
                {
                    try bench.signed(
                        bench.requests.ask(7, gateway: Bench.gateway.key),
                        .ask, Bench.gateway)
                }
            ),
            ("/order", { try bench.message(bench.order()) }),
            ("/vote", { try bench.vote(try bench.snapshot(), 0) }),
            ("/vote", { try bench.vote(try bench.snapshot(), 1) }),
            ("/vote", { try bench.vote(try bench.snapshot(), 2) }),
            ("/settlement", { bench.builder.settlement(try bench.snapshot()).bytes }),
            (
                "/proposal",
                {
                    TokenBuilder.signed(
                        proposal: bench.proposal(try bench.batch), by: Bench.gateway
                    ).bytes
                }
            ),
            (
                "/partial",
                {
                    bench.tokens.partialSignature(
                        batch: try bench.batch, signer: Bench.validators[0]
                    ).bytes
                }
            ),
            ("/mint", { mint() }),
            ("/pause", { bench.tokens.pause(true, round: 0, minter: MintBench.minter).bytes }),
            ("/record", { record() }),
        ]
    }
}

extension WebAnswer {
    var value: JSONValue? { try? JSONParser.parse(body, byteCountMax: 1 << 24) }

    /// The guard that refused; nil where nothing did.
    var refused: String? { value?.member("refused")?.stringValue }
}
