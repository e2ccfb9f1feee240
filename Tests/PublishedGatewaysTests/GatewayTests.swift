import BigInt
import Cryptography
import PublishedGateways
import PythonValues
import Routing
import Testing

@Suite("The published gateway")
struct GatewayTests {
    private func settled(tokens: [Int], total: String) throws -> PythonValue {
        try settled(Array(tokens.enumerated()), total: total)
    }

    /// An epoch of receipts of nodes 0, 1 and 2.
    private func settled(_ receipts: [(Int, Int)], total: String) throws -> PythonValue {
        let gateway = try GatewayWorld.gateway()
        for (place, (index, count)) in receipts.enumerated() {
            let node = "node-" + ["a", "b", "c"][index]
            let receipt = try GatewayWorld.receipt(
                node: node, tokens: count, session: "s-\(place)")
            guard case .stored = gateway.ledger.take(receipt.members) else {
                Issue.record("the receipt of \(node) was not stored")
                continue
            }
            try gateway.ledger.setAddress(
                PythonText("0x" + String(repeating: "0", count: 39) + "\(index + 1)"),
                ofNode: GatewayWorld.key(node), now: GatewayWorld.now)
        }
        let outcome = gateway.ask(
            "/epoch/settle", "{\"total_amount\": \(total)}", now: PythonFloat(1_700_000_100.5))
        return try #require(outcome.value)
    }

    private func amounts(_ snapshot: PythonValue) throws -> [BigInt] {
        try snapshot.member("payouts").elements().map {
            try $0.member("amount").convertedToInteger()
        }
    }

    @Test("The page's settlements come out, with their root")
    func settlements() throws {
        let snapshot = try settled(tokens: [333, 333, 334], total: "1000")
        #expect(try amounts(snapshot) == [333, 333, 334])
        #expect(
            try snapshot.member("root").equals(
                .text("c5bace434aa809edb73173f5849d339b9dc0c4963e47d4c8bd1ea51f5a9121ce")))
        let large = try amounts(
            settled(tokens: [333, 333, 334], total: "1" + String(repeating: "0", count: 18)))
        #expect(large.reduce(0, +) == BigInt(10).power(18) + 128)
        #expect(try amounts(settled(tokens: [1000, -999], total: "1000")) == [800_000, 0])
    }

    @Test("Payouts are CPython's, float by float")
    func floats() throws {
        for (total, receipts, paid) in SettlementVectors.all {
            let got = try amounts(settled(receipts, total: "\(total)"))
            #expect(got == paid.map { BigInt(max(0, $0)) }, "\(total) \(receipts)")
        }
    }

    @Test("As shipped, a body is asked for in the query; its name there crashes the handler")
    func shipped() throws {
        let gateway = try GatewayWorld.gateway(mode: .shipped)
        let body = #"{"pubkey": "k"}"#
        #expect(gateway.ask("/validators/add", body).answer.status == 422)
        #expect(
            gateway.ask("/validators/add", body, query: "v=1").exception == "PydanticUserError")
        #expect(gateway.ask("/validators/add", body, query: "x=1").answer.status == 422)
        #expect(try gateway.ledger.validators().count == 1)
        let meant = try GatewayWorld.gateway()
        #expect(meant.ask("/validators/add", body).answer.status == 200)
        #expect(try meant.ledger.validators().count == 2)
    }

    @Test("Paths and methods that are no endpoint are answered as the framework does")
    func unknown() throws {
        let gateway = try GatewayWorld.gateway()
        #expect(gateway.ask("/nothing").text == #"404 {"detail":"Not Found"}"#)
        #expect(gateway.ask("/register").text == #"405 {"detail":"Method Not Allowed"}"#)
        #expect(gateway.ask("/epoch/status/a%20b").text == #"404 {"detail":"epoch not found"}"#)
        #expect(gateway.ask("/epoch/status/a%2Fb").text == #"404 {"detail":"Not Found"}"#)
    }

    /// Source: fastapi 0.165.0 on starlette 1.10.0, asked for these paths.
    @Test("A path with a slash too many is redirected, and a wrong method told the first right one")
    func fields() throws {
        let gateway = try GatewayWorld.gateway()
        for (path, query, place) in [
            ("/peers/", "", "/peers"), ("/peers%2F", "", "/peers"),
            ("/peers/", "a=b&c=%20", "/peers?a=b&c=%20"),
            ("/epoch/status/a%20b/", "", "/epoch/status/a%20b"),
            ("/epoch/status/%C3%A9/", "", "/epoch/status/%C3%A9"),
            ("/epoch/status/a:b@c/", "", "/epoch/status/a:b@c"),
        ] {
            let answer = gateway.ask(path, query: query).answer
            #expect(answer.status == 307 && answer.body == [] && answer.contentType == "")
            #expect(answer.fields == [WebAnswer.Field("location", place)], "\(path)")
        }
        let refused = gateway.outcome(
            of: WebRequest(method: "DELETE", path: "/config/token"), now: GatewayWorld.now)
        #expect(refused.answer.status == 405)
        #expect(refused.answer.fields == [WebAnswer.Field("allow", "GET")])
    }

    @Test("A refusal that repeats a surrogate alone crashes")
    func surrogate() throws {
        let gateway = try GatewayWorld.gateway()
        let outcome = gateway.ask(
            "/set_eth_address", #"{"node_pubkey": "k", "eth_address": "\ud800"}"#)
        #expect(outcome.exception == "UnicodeEncodeError")
        #expect(outcome.text == "500 Internal Server Error")
    }

    /// A node at `http://n` that continues a prompt by nothing.
    private func node(_ call: OutgoingCall, _ tokens: Int = 5000) -> CallAnswer {
        if call.url == "http://n/generate" {
            let body =
                #"{"text": "t", "input_tokens": 0, "output_tokens": \#(tokens), "wall_time_ms": 0}"#
            return .answered(status: 200, body: Array(body.utf8))
        }
        guard call.url == "http://n/sign_receipt",
            case .dictionary(let members)? = try? PythonJSONParser.parse(
                call.body, byteCountMax: .max),
            let payload = try? PublishedReceipt(members).payload()
        else { return .unreachable }
        let signature = GatewayWorld.identity("node-a").signature(of: payload)
        return .answered(status: 200, body: Array(#"{"node_sig": "\#(signature)"}"#.utf8))
    }

    private func register(_ gateway: PublishedGateway) {
        let key = GatewayWorld.key("node-a").shown
        let body = #"{"public_name": "n", "node_url": "http://n", "node_pubkey": "\#(key)"}"#
        #expect(gateway.ask("/register", body).answer.status == 200)
    }

    @Test("A request for text is paid, signed by both, stored, and told to all peers")
    func inference() throws {
        let surroundings = TestSurroundings()
        let gateway = try GatewayWorld.gateway(surroundings: surroundings)
        surroundings.answers = { self.node($0) }
        register(gateway)
        #expect(gateway.ask("/add_peer", "", query: "url=http://p").answer.status == 200)
        let user = PythonText("u")
        try gateway.ledger.credit(user, amount: .integer(600), now: GatewayWorld.now)
        let body = #"{"prompt": "hi", "user_pubkey": "u"}"#
        #expect(gateway.ask("/inference", body).text == #"200 {"text":"t"}"#)
        #expect(try gateway.ledger.balance(of: user).equals(.integer(100)))
        let receipts = try gateway.ledger.receipts()
        #expect(receipts.count == 1)
        #expect(try receipts[0].isSigned())
        #expect(
            surroundings.urls == [
                "http://n/generate", "http://n/sign_receipt", "http://p/gossip/receipts",
            ])
        // The node works before it comes out that nobody pays.
        #expect(
            gateway.ask("/inference", body).text
                == #"402 {"detail":"insufficient GLYPH balance"}"#)
        #expect(surroundings.urls.count == 4)
    }

    @Test("While a call is out the gateway answers others, and sees then what they changed")
    func interruption() throws {
        let surroundings = TestSurroundings()
        let gateway = try GatewayWorld.gateway(surroundings: surroundings)
        register(gateway)
        surroundings.answers = { call in
            // Each call lets another peer in, up to three.
            if gateway.peers.count < 3 {
                _ = gateway.ask("/add_peer", "", query: "url=http://p\(gateway.peers.count)")
            }
            return self.node(call)
        }
        #expect(gateway.ask("/inference", #"{"prompt": "hi"}"#).answer.status == 200)
        #expect(
            surroundings.urls.suffix(3) == (0..<3).map { "http://p\($0)/gossip/receipts" })
        // What changes is never held over a call.
        surroundings.answers = { call in
            if call.url == "http://n/generate" {
                _ = gateway.ask("/validators/add", #"{"pubkey": "during"}"#)
            }
            return .unreachable
        }
        #expect(gateway.ask("/inference", #"{"prompt": "hi"}"#).exception == "ConnectError")
        #expect(try gateway.ledger.validators().count == 2)
    }

    @Test("A gateway that starts again has its tables, and forgets nodes, peers and proposals")
    func restart() throws {
        let gateway = try GatewayWorld.gateway()
        register(gateway)
        _ = gateway.ask("/validators/add", #"{"pubkey": "v"}"#)
        let key = GatewayWorld.key("gateway").shown
        _ = gateway.ask("/validators/remove", "{\"pubkey\": \"\(key)\"}")
        let next = try GatewayWorld.gateway(
            PublishedLedger(rows: gateway.ledger.document()))
        #expect(next.nodes.isEmpty)
        #expect(try next.ledger.validators().map { try $0.key.requiredText().shown } == ["v"])
        // Without any validator, it trusts itself again.
        _ = next.ask("/validators/remove", #"{"pubkey": "v"}"#)
        let last = try GatewayWorld.gateway(PublishedLedger(rows: next.ledger.document()))
        #expect(try last.ledger.validators().map { try $0.key.requiredText().shown } == [key])
    }

    @Test("An epoch is minted over HTTP without a signature, and again")
    func minting() throws {
        let owner = TokenAddress(number: 1)
        let chain = ChainStandIn(token: PublishedToken(owner: owner))
        let gateway = try PublishedGateway(
            identity: GatewayWorld.identity("gateway"), ledger: PublishedLedger(),
            surroundings: TestSurroundings(), minter: PublishedMinter(account: owner, chain: chain))
        let receipt = try GatewayWorld.receipt(node: "node-a", tokens: 10)
        _ = gateway.ledger.take(receipt.members)
        try gateway.ledger.setAddress(
            PythonText(TokenAddress(number: 2).text), ofNode: GatewayWorld.key("node-a"),
            now: GatewayWorld.now)
        let token = TokenAddress(number: 9).text
        #expect(
            gateway.ask("/config/token", "{\"token_address\": \"\(token)\"}").answer.status == 200)
        let settled = gateway.ask("/epoch/settle", #"{"total_amount": 1000}"#)
        let epoch = try #require(settled.value).member("epoch_id").requiredText().shown
        for supply in [1000, 2000] as [BigUInt] {
            #expect(
                gateway.ask("/mint/execute", "{\"epoch_id\": \"\(epoch)\"}").answer.status == 200)
            #expect(chain.token.supply == supply)
        }
        #expect(try gateway.ledger.epochRows()[0].finalized.equals(.integer(1)))
        #expect(gateway.ask("/token/supply").answer.status == 200)
        // Without a key, the service refuses in its own words.
        let keyless = try GatewayWorld.gateway()
        #expect(keyless.ask("/mint/execute", #"{"epoch_id": "e"}"#).answer.status == 500)
        #expect(keyless.ask("/token/supply").answer.status == 500)
    }

    @Test("The state of a gateway at its start has the digest of the published one")
    func digest() throws {
        // Reference vectors, api.json: the digest before any change.
        #expect(
            try GatewayWorld.gateway().stateDigest().text
                == "d88e77412295dd33fcedb096c5a30b11f4bc4e479610715090fcba2608f9e89c")
    }
}
