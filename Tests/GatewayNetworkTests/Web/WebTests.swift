import Encodings
import GatewayNetwork
import Routing
import Testing
import Trials

@Suite("A hardened gateway over HTTP")
struct WebTests {
    @Test("Every surface takes its message by POST, and refuses the same again with 409")
    func surfaces() throws {
        let web = try WebBench()
        var paths: [String] = []
        for (path, body) in try web.messages() {
            let bytes = try body()
            let answer = web.post(path, bytes)
            #expect(
                answer.status == 200, "\(path): \(String(decoding: answer.body, as: UTF8.self))")
            let digest = web.whole.stateDigest
            let again = web.post(path, bytes)
            #expect(again.status == 409, "\(path): \(again.refused ?? "taken")")
            #expect(web.whole.stateDigest == digest, "\(path)")
            paths.append(path)
        }
        // All but the token's own call, which the desk makes, pulls, and the store.
        for surface in web.whole.surfaces
        where ![TokenSurfaces.token, .pull, .store].contains(surface) {
            #expect(paths.contains("/\(surface.name)"), "\(surface.name)")
        }
        let cursor = PullCursor(parameters: web.bench.builder.parameters)
        let pulled = web.post("/pull", cursor.request())
        #expect(pulled.status == 200)
        #expect(pulled.value?.member("receipts")?.arrayValue?.count == 3)
    }

    @Test("Statuses: path, method, size, budget, and every other refusal by its guard's name")
    func statuses() throws {
        let web = try WebBench()
        #expect(web.post("/receipts/", []).status == 404)
        #expect(web.get("/").status == 404)
        #expect(web.post("/store", []).status == 404)
        #expect(web.get("/store").status == 404)
        #expect(web.get("/receipt").status == 405)
        #expect(web.post("/receipts", []).status == 405)
        #expect(web.get("/mint/preview").status == 405)
        let long = [UInt8](repeating: 0x20, count: GatewayLimits.receiptByteCountMax + 1)
        #expect(web.post("/receipt", long).status == 413)
        let receipts = try (0...64).map { try web.bench.receipt("s-\($0)") }
        #expect(web.post("/gossip", ReceiptBuilder.batch(receipts)).status == 413)
        let empty = web.post("/receipt", [])
        #expect(empty.status == 400 && empty.refused == "json")
        var bad = try web.bench.sign(web.bench.plain("bad"))
        bad["node_sig"] = bad["gateway_sig"]
        for _ in 0..<GatewayLimits.wastedCountMax {
            let answer = web.post("/receipt", bad.bytes)
            #expect(answer.status == 400 && answer.refused == "node_signature")
        }
        let spent = web.post("/receipt", bad.bytes)
        #expect(spent.status == 429 && spent.refused == "source_budget")
    }

    @Test("Of a batch some receipts are taken and others refused, and both are told")
    func partly() throws {
        let web = try WebBench()
        let good = try web.bench.receipt("a")
        var bad = web.bench.plain("b")
        bad["output_tokens"] = "-1"
        let batch = ReceiptBuilder.batch([good, try web.bench.sign(bad).bytes])
        let answer = web.post("/gossip", batch)
        #expect(answer.status == 200)
        #expect(answer.value?.member("taken")?.integerValue == 1)
        #expect(
            answer.value?.member("refused")?.arrayValue?.compactMap(\.stringValue)
                == ["token_range"])
        #expect(web.whole.takeOutgoing().map(\.message.target) == [Source(7)])
        #expect(web.whole.takeOutgoing().isEmpty)
    }

    @Test("A preview says what minting does; a paused token makes a batch wait, not fail")
    func minting() throws {
        let web = try WebBench()
        try web.bench.settle()
        let digest = web.whole.stateDigest
        let preview = web.post("/mint/preview", web.mint())
        #expect(preview.status == 200)
        #expect(preview.value?.member("supply")?.stringValue == "1000")
        #expect(preview.value?.member("batches")?.arrayValue?.count == 1)
        #expect(web.whole.stateDigest == digest)
        #expect(web.post("/mint", web.mint(2)).refused == "quorum")
        let pause = web.bench.tokens.pause(true, round: 0, minter: MintBench.minter)
        #expect(web.post("/pause", pause.bytes).status == 200)
        #expect(web.post("/mint/preview", web.mint()).refused == "paused")
        let paused = web.whole.stateDigest
        #expect(web.post("/mint", web.mint()).refused == "paused")
        #expect(web.whole.stateDigest == paused)
        #expect(web.get("/epochs/1").value?.member("stage")?.stringValue == "quorate")
        let onward = web.bench.tokens.pause(false, round: 1, minter: MintBench.minter)
        #expect(web.post("/pause", onward.bytes).status == 200)
        #expect(web.post("/mint", web.mint()).status == 200)
        #expect(web.get("/epochs/1").value?.member("stage")?.stringValue == "minted")
        #expect(web.get("/supply").value?.member("supply")?.stringValue == "1000")
        #expect(web.post("/mint", web.mint()).refused == "epoch_minted")
    }

    @Test("The pages show receipts by position, accounts, epochs, nodes, sessions and records")
    func pages() throws {
        let web = try WebBench()
        #expect(
            web.get("/receipts").value?.member("head")?.stringValue
                == web.bench.builder.networkID)
        for (path, body) in try web.messages() { _ = web.post(path, try body()) }
        let page = web.get("/receipts", "from=1&count=1").value
        let receipts = web.bench.system.receipts
        #expect(page?.member("head")?.stringValue == receipts[1].chainHash)
        #expect(page?.member("receipt_count")?.integerValue == 3)
        #expect(
            page?.member("receipts")?.arrayValue?.compactMap {
                $0.member("receipt_id")?.stringValue
            } == [receipts[1].id])
        #expect(
            web.get("/receipts", "from=3").value?.member("receipts")?.arrayValue?.count == 0)
        for query in ["from=4", "from=-1", "count=0", "count=65", "count=+1", "count=1.0"] {
            #expect(web.get("/receipts", query).refused == "pull_range", "\(query)")
        }
        let nodes = web.get("/nodes").value?.arrayValue ?? []
        #expect(
            nodes.first?.member("address")?.stringValue == "0x" + String(repeating: "e", count: 40))
        let account = web.get("/accounts", "user=\(Self.encoded(Bench.users[0].key))").value
        #expect(account?.member("nonce")?.integerValue == 1)
        let session = try #require(web.bench.system.sessions.first)
        let price = try #require(
            web.get("/sessions/\(session.id)").value?.member("price")?.integerValue)
        #expect(account?.member("balance")?.stringValue == String(1_000 - price))
        #expect(web.get("/accounts").refused == "fields")
        #expect(web.get("/sessions/none").status == 404)
        #expect(web.get("/epochs/9").status == 404)
        #expect(web.get("/epochs/1").value?.member("votes")?.arrayValue?.count == 1)
        #expect(web.get("/price").value?.member("millis")?.integerValue == 7)
        #expect(web.get("/proposals").value?.arrayValue?.count == 1)
        let record = web.get("/records", "gateway=\(Self.encoded(Bench.gateway.key))&kind=receipts")
        #expect(record.body == web.record())
        let epoch = try #require(web.bench.system.settlements.first)
        let payout = epoch.payouts[0]
        #expect(
            web.get("/balances", "address=\(payout.address)").value?
                .member("balance")?.stringValue == String(payout.amount))
    }

    @Test("Without a token, a directory or nodes, nothing is served of them")
    func without() throws {
        let bench = try Bench()
        let router = HardenedRouter(WholeGateway(ledger: bench.system))
        func status(_ method: String, _ path: String) -> Int {
            router.answer(
                WebRequest(method: method, path: path), atMilliseconds: Bench.milliseconds
            ).status
        }
        for path in ["/mint", "/mint/preview", "/token", "/pause", "/record"] {
            #expect(status("POST", path) == 404, "\(path)")
        }
        for path in ["/supply", "/balances", "/records"] { #expect(status("GET", path) == 404) }
        try bench.credit(100)
        let answer = router.answer(
            WebRequest(
                method: "POST", path: "/order",
                body: try bench.message(bench.order())),
            atMilliseconds: Bench.milliseconds)
        #expect(answer.status == 200)
        #expect(
            answer.value?.member("session")?.stringValue == bench.system.sessions.first?.id)
    }

    @Test("No damage to a request makes the gateway fail or changes what it holds")
    func damaged() throws {
        let web = try WebBench()
        var random = ActorRandom(seed: "web", actor: "attacker")
        let allowed = [200, 400, 404, 405, 409, 413, 429]
        var taken: [(path: String, bytes: [UInt8])] = []
        for (path, body) in try web.messages() {
            let bytes = try body()
            for _ in 0..<12 {
                var damaged = bytes
                let place = random.integer(in: 0...damaged.count - 1)
                switch random.integer(in: 0...3) {
                case 0: damaged[place] ^= UInt8(1 << random.integer(in: 0...7))
                case 1: damaged.remove(at: place)
                case 2: damaged.insert(UInt8(random.integer(in: 0...255)), at: place)
                default: damaged.removeLast(damaged.count - place)
                }
                let digest = web.whole.stateDigest
                let router = HardenedRouter(
                    web.whole, source: Source(UInt32(random.integer(in: 100...1 << 20))))
                let answer = router.answer(
                    WebRequest(method: "POST", path: path, body: damaged),
                    atMilliseconds: Bench.milliseconds)
                #expect(allowed.contains(answer.status))
                #expect(answer.status != 200 || damaged == bytes, "\(path)")
                #expect(web.whole.stateDigest == digest, "\(path)")
                #expect(answer.value != nil)
            }
            #expect(web.post(path, bytes).status == 200, "\(path)")
            taken.append((path, bytes))
        }
        for query in ["%", "from=%00", "user=%ff%fe", "&&==", "from=\u{0}"] {
            for path in ["/receipts", "/accounts", "/records", "/balances", "/epochs/%"] {
                #expect(allowed.contains(web.get(path, query).status))
            }
        }
        #expect(taken.count == 15)
    }

    static func encoded(_ key: String) -> String {
        key.replacing("+", with: "%2B").replacing("/", with: "%2F").replacing("=", with: "%3D")
    }
}
