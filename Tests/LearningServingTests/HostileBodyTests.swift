import BigInt
import Foundation
import LearningNetwork
import Platform
import PublishedLearning
import PythonValues
import Routing
import Serving
import TestSupport
import Testing
import Training
import Trials

/// Surroundings that answer at once.
private final class EchoSurroundings: LearningSurroundings {
    func uniqueID() -> String { "uuid" }
    func generatedText(
        prompt: PythonText, tokenCountMax: BigInt
    ) throws(PythonError) -> PythonText { prompt }
    func hostSeconds() -> BigInt { 0 }
    func modelState() -> PythonValue { .object([:]) }
}

/// Requests that are almost good ones, each by its number alone.
struct HostileRequests {
    private let seeds: [(path: String, body: [UInt8])]
    private static let pages = [
        "/api/v1/balance/", "/api/v1/block/", "/api/v1/transactions/", "/v1/models/", "/api/v1/",
        "/",
    ]
    private static let fragments: [[UInt8]] = [
        "null", "true", "-1", "1e999", "NaN", "9223372036854775808", "\"\"", "\"\\ud800\"", "[]",
        "{}", "\"0x\"", "0x", ",", "\"", "}", "{\"a\":", "latest", "\u{0}", "\u{FFFD}",
        String(repeating: "[", count: 2_000), String(repeating: "9", count: 5_000),
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_getBlockByNumber\",\"params\":[",
    ].map { Array($0.utf8) }

    /// - Parameter goods: canonical bytes by the name of the page that takes them.
    init(goods: [(String, [UInt8])]) {
        let payment = goods.first { $0.0 == "transaction" }?.1 ?? []
        let hex = payment.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let address = LearningParty.trainer.address
        let calls = [
            #"{"jsonrpc":"2.0","id":1,"method":"eth_getBalance","params":["\#(address)"]}"#,
            #"{"jsonrpc":"2.0","id":1,"method":"eth_getBlockByNumber","params":["0x1",true]}"#,
            #"{"jsonrpc":"2.0","id":1,"method":"eth_sendRawTransaction","params":["0x\#(hex)"]}"#,
            #"{"id":1,"method":"eth_sendTransaction","params":[{"to":"a","value":"0x1"}]}"#,
            #"[{"jsonrpc":"2.0","id":1,"method":"eth_blockNumber"},{"jsonrpc":"2.0","id":2}]"#,
        ]
        let chats = [
            #"{"model":"echo","messages":[{"role":"user","content":"a b"}],"max_tokens":3}"#,
            #"{"messages":[{"role":"user","content":[{"type":"text","text":"x"}]}],"stream":true}"#,
        ]
        seeds =
            calls.map { ("/", Array($0.utf8)) }
            + chats.map { ("/v1/chat/completions", Array($0.utf8)) }
            + [("/api/v1/transaction", Array(#"{"to":"a","value":1.5,"gas":0.1}"#.utf8))]
            + goods.map { ("/api/v1/" + $0.0, $0.1) }
            + goods.filter { $0.0 != "gossip" }.map {
                ("/api/v1/gossip", Array(($0.0 + "\n").utf8) + $0.1)
            }
    }

    func request(_ number: Int) -> WebRequest {
        var generator = SeededGenerator(seed: UInt64(number))
        func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
        if below(8) == 0 {
            let page = Self.pages[below(Self.pages.count)]
            let name = (0..<below(90)).map { _ in
                ["%", "f", "0", "x", "/", "a", "é", "-", "9", "latest"][below(10)]
            }.joined()
            return WebRequest(method: below(4) == 0 ? "PUT" : "GET", path: page + name)
        }
        let seed = seeds[below(seeds.count)]
        var body = seed.body
        for _ in 0...below(3) {
            let place = below(body.count + 1)
            switch below(5) {
            case 0 where place < body.count: body[place] ^= UInt8(1 + below(255))
            case 1: body.removeSubrange(place..<min(body.count, place + 1 + below(12)))
            case 2: body.insert(contentsOf: Self.fragments[below(Self.fragments.count)], at: place)
            case 3: body = Array(body[..<place])
            default:
                let end = min(body.count, place + below(60))
                body.insert(contentsOf: body[place..<end], at: below(body.count + 1))
            }
        }
        return WebRequest(method: "POST", path: seed.path, body: body)
    }
}

@Suite("Hostile bodies: no trap, no hang", .serialized)
struct HostileBodyTests {
    private static let count = 100_000
    private static let socketCount = Thoroughness.count(count, else: 3_000)

    /// A hardened node in the midst of an epoch, and goods that it would take.
    private static func hardened() throws -> (SharedLearningNode, HostileRequests) {
        let node = LearningParty.node()
        node.mine(1)
        let trainer = LearningTrainer(
            rules: LearningRules(genesis: LearningParty.genesis), signer: LearningParty.trainer,
            data: LearningParty.data)
        let state = node.read(\.state)
        let run = try #require(
            try trainer.run(state, from: LearningParty.genesis.model.initialWeights))
        let training = try trainer.training(run, epoch: state.epoch)
        let proof = trainer.proof(training.claim)
        #expect(node.post("/api/v1/proof", proof).status == 200)
        node.mine(2)
        let read = try LearningProof(proof, .all)
        let beacon = try #require(node.read { $0.state.proof(read.digest)?.beacon })
        let opening = try trainer.opening(training, of: read, beacon: beacon)
        let vote = LearningVote.signed(
            by: LearningParty.validators[0], epoch: state.epoch, proof: read.digest,
            beacon: beacon, isValid: true, network: LearningParty.genesis.network)
        let block = try #require(node.read { $0.tree.head.block?.bytes })
        let tip = #"{"hash":"\#(String(repeating: "0", count: 64))","index":9}"#
        let ask = #"{"known":["\#(String(repeating: "0", count: 64))"]}"#
        return (
            node,
            HostileRequests(goods: [
                ("transaction", LearningParty.payment(nonce: 0)), ("proof", proof),
                ("opening", opening), ("vote", vote), ("block", block),
                ("gossip", Array("tip\n\(tip)".utf8)), ("gossip", Array("ask\n\(ask)".utf8)),
            ])
        )
    }

    private static func published() throws -> PublishedLearningNode {
        let ledger = PublishedLedger(now: PythonFloat(1_700_000_000))
        try ledger.balances.set(.text("a"), .float(PythonFloat(10)))
        return PublishedLearningNode(
            id: PythonText("node"), address: PythonText("0x0"), isAuthority: true,
            isTraining: true, ledger: ledger,
            engine: PublishedConsensus(
                nodeID: PythonText("node"), isAuthority: true, balances: ledger,
                sign: { _ in PythonText("s") }),
            surroundings: EchoSurroundings())
    }

    /// Answers whose statuses are none of a router's.
    private static func isStrange(_ answer: WebAnswer) -> Bool {
        ![200, 204, 307, 400, 404, 405, 409, 413, 422, 429, 500].contains(answer.status)
    }

    @Test("The hardened node goes on after 100,000 requests, and takes little memory")
    func hardenedInProcess() async throws {
        try await onThread {
            let (node, requests) = try Self.hardened()
            let head = node.read(\.head)
            let before = Machine.memoryBytesPeak ?? 0
            for number in 0..<Self.count {
                let answer = node.answer(
                    requests.request(number), from: "10.\(number % 251).0.1",
                    atMilliseconds: 1_700_000_000_000 + number * 100)
                if Self.isStrange(answer) || answer.status == 500 {
                    Issue.record("request \(number): \(answer.status)")
                }
            }
            #expect(node.read(\.head) == head)
            #expect((Machine.memoryBytesPeak ?? 0) - before < 512 << 20)
            #expect(node.get("/api/v1/status").status == 200)
            node.mine(1)
            #expect(node.read(\.head) != head)
        }
    }

    @Test("The published node answers 100,000 requests")
    func publishedInProcess() async throws {
        try await onThread {
            let (_, requests) = try Self.hardened()
            let node = try Self.published()
            let before = Machine.memoryBytesPeak ?? 0
            for number in 0..<Self.count {
                let answer = node.answer(
                    to: requests.request(number), now: PythonFloat(1_700_000_000))
                if Self.isStrange(answer) { Issue.record("request \(number): \(answer.status)") }
            }
            #expect((Machine.memoryBytesPeak ?? 0) - before < 512 << 20)
            #expect(
                node.answer(
                    to: WebRequest(method: "GET", path: "/api/v1/peers"), now: PythonFloat(0)
                ).status == 200)
        }
    }

    @Test("Both answer over a socket")
    func socket() async throws {
        try await onThread {
            let (hardened, requests) = try Self.hardened()
            nonisolated(unsafe) let published = try Self.published()
            let turn = Turn()
            let limits = ServingLimits(
                bodyByteCountMax: 1 << 20, connectionCountMax: 8, requestMilliseconds: 60_000)
            let routers: [@Sendable (WebRequest, RequestOrigin) -> WebAnswer] = [
                { request, origin in
                    hardened.answer(
                        request, from: origin.peerAddress, atMilliseconds: origin.milliseconds)
                },
                { request, _ in
                    turn.held {
                        unsafe published.answer(to: request, now: PythonFloat(1_700_000_000))
                    }
                },
            ]
            for router in routers {
                let listener = try Listener(
                    at: ListeningAddress(port: 0), limits: limits, router: router)
                defer { listener.stop() }
                var client = try RawHTTPClient(port: listener.address.port, receiveSeconds: 60)
                for number in 0..<Self.socketCount {
                    let request = requests.request(number)
                    let path =
                        request.path.utf8.allSatisfy { (0x21...0x7E).contains($0) }
                        ? request.path : "/"
                    let answer = try client.exchange(request.method, path, request.body)
                    #expect(answer != nil, "request \(number)")
                    if answer?.keepsAlive != true {
                        client = try RawHTTPClient(
                            port: listener.address.port, receiveSeconds: 60)
                    }
                }
            }
        }
    }
}
