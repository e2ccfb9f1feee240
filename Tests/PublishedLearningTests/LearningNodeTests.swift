import BigInt
import PublishedLearning
import PythonValues
import Routing
import TestSupport
import Testing

/// Surroundings that count ids, and a model that repeats the prompt.
private final class CountingSurroundings: LearningSurroundings {
    private var count = 0

    func uniqueID() -> String {
        count += 1
        return "id-\(count)"
    }

    func generatedText(
        prompt: PythonText, tokenCountMax: BigInt
    ) throws(PythonError) -> PythonText {
        guard tokenCountMax > 0 else { throw .value("\(tokenCountMax) tokens") }
        return prompt + PythonText(" and so on")
    }

    func hostSeconds() -> BigInt { 7 }

    func modelState() -> PythonValue { .object(["epoch": .integer(0)]) }
}

@Suite("The faces of a published node")
struct LearningNodeTests {
    private let now = PythonFloat(1_700_000_000)
    private let node: PublishedLearningNode

    init() throws {
        let ledger = PublishedLedger(now: PythonFloat(1_700_000_000))
        try ledger.balances.set(.text("a"), .integer(2))
        try ledger.balances.set(.text("worker"), .integer(1000))
        let id = PythonText("node")
        node = PublishedLearningNode(
            id: id, address: PythonText("0x1"), isAuthority: true, isTraining: true,
            ledger: ledger,
            engine: PublishedConsensus(
                nodeID: id, isAuthority: true, balances: ledger, sign: { $0 }),
            surroundings: CountingSurroundings())
    }

    private func answer(_ method: String, _ path: String, _ body: String = "") -> WebAnswer {
        node.answer(
            to: WebRequest(method: method, path: path, body: Array(body.utf8)), now: now)
    }

    private func text(_ answer: WebAnswer) -> String {
        String(decoding: answer.body, as: UTF8.self)
    }

    @Test(
        "Calls of JSON-RPC, all with the status 200",
        arguments: [
            (
                #"{"method":"eth_getBalance","params":["a"],"id":null}"#,
                #"{"id":null,"jsonrpc":"2.0","result":"0x1bc16d674ec80000"}"#
            ),
            (
                #"{"method":"eth_blockNumber","id":[1]}"#,
                #"{"id":[1],"jsonrpc":"2.0","result":"0x0"}"#
            ),
            (
                #"{"method":"eth_sendTransaction","params":[{"to":5,"value":" -0x_f "}]}"#,
                #"{"id":1,"jsonrpc":"2.0","result":"id-1"}"#
            ),
            (
                #"{"method":"eth_getBlockByNumber","params":["-1"]}"#,
                #"{"id":1,"jsonrpc":"2.0","result":null}"#
            ),
            (
                #"{"method":["x"]}"#,
                #"{"id":1,"jsonrpc":"2.0","error":{"code":-32603,"#
                    + #""message":"400: Method ['x'] not supported"}}"#
            ),
            (
                #"{"method":"eth_getBalance","params":[[]]}"#,
                #"{"id":1,"jsonrpc":"2.0","error":{"code":-32603,"#
                    + #""message":"unhashable type: 'list'"}}"#
            ),
        ])
    func calls(body: String, expected: String) {
        let answer = answer("POST", "/", body)
        #expect(answer.status == 200)
        #expect(text(answer) == expected)
        #expect(node.ledger.pending.isEmpty)
    }

    @Test(
        "Statuses of REST",
        arguments: [
            ("GET", "/api/v1/block/0", "", 200), ("GET", "/api/v1/block/1", "", 404),
            ("GET", "/api/v1/block/%200", "", 200), ("GET", "/api/v1/block/x", "", 400),
            ("GET", "/api/v1/block/0xabc", "", 404), ("GET", "/api/v1/balance/x/y", "", 404),
            ("POST", "/api/v1/transaction", #"{"to":"b","value":"1e3"}"#, 200),
            ("POST", "/api/v1/transaction", #"{"to":"b","value":1,"gas":null}"#, 500),
            ("POST", "/api/v1/transaction", #"{"to":"b"}"#, 422),
            ("GET", "/api/v1/transaction", "", 405), ("POST", "/", "[]", 422),
            ("POST", "/", "{\"id\":NaN}", 500), ("POST", "/", "", 422),
        ])
    func statuses(method: String, path: String, body: String, status: Int) {
        #expect(answer(method, path, body).status == status)
    }

    @Test("A balance that is no number: null in REST, an error in a call, 500 in the sum")
    func notANumber() throws {
        try node.ledger.balances.set(.text("a"), .float(PythonText("nan").float()))
        #expect(text(answer("GET", "/api/v1/balance/a")) == #"{"address":"a","balance":null}"#)
        let call = answer("POST", "/", #"{"method":"eth_getBalance","params":["a"]}"#)
        #expect(text(call).contains("cannot convert float NaN to integer"))
        #expect(answer("GET", "/api/v1/network/info").status == 500)
    }

    @Test("A chat answers the user's last message without the prompt, and counts words")
    func chat() {
        let answer = answer(
            "POST", "/v1/chat/completions",
            #"{"messages":[{"role":"user","content":"a"},{"role":"user","content":"b c"},"#
                + #"{"role":"system","content":"d"}],"max_tokens":"3"}"#)
        #expect(answer.status == 200)
        #expect(text(answer).contains(#""content":"and so on""#))
        #expect(
            text(answer).contains(
                #""usage":{"prompt_tokens":2,"completion_tokens":3,"total_tokens":5}"#))
        let failed = self.answer(
            "POST", "/v1/chat/completions",
            #"{"messages":[{"role":"user","content":"a"}],"max_tokens":-1}"#)
        #expect(failed.status == 500)
        #expect(text(failed) == #"{"detail":"-1 tokens"}"#)
    }

    @Test("No text of a peer is processed")
    func messages() {
        for (text, name) in [
            ("{", "JSONDecodeError"), ("[]", "TypeError"), (#"{"type":"heartbeat"}"#, "TypeError"),
            (#"{"type":"heartbeat","from_node":"p"}"#, "KeyError"),
            (#"{"type":"heartbeat","from_node":{}}"#, "TypeError"),
            (String(repeating: "[", count: 5000), "RecursionError"),
        ] {
            #expect(node.receive(Array(text.utf8)).exceptionName == name)
        }
    }

    @Test("A proof's handler always fails, whatever becomes of the proof")
    func proofs() {
        let proof = PythonValue.object([
            "node_id": .text("worker"), "model_state_hash": .none, "gradient_hash": .none,
            "dataset_chunk_hash": .none, "computation_proof": .none, "timestamp": .none,
            "signature": .none,
        ])
        let caught = node.handle(.trainingProof, data: proof, now: now)
        #expect(caught.map(\.place) == [.contribution, .trainingProof])
        #expect(node.engine.pendingProofCount == 0)
        #expect(node.handle(.trainingProof, data: .none, now: now).map(\.place) == [.trainingProof])
        #expect(node.handle(.consensusVote, data: .none, now: now).isEmpty)
    }

    @Test("4,000 hostile requests and messages are answered")
    func hostile() {
        let bodies = [
            #"{"method":"eth_getBalance","params":["a"],"id":1}"#,
            #"{"method":"eth_sendTransaction","params":[{"to":"b","value":"0x1","gas":"0x2"}]}"#,
            #"{"method":"eth_getBlockByNumber","params":["latest",false]}"#,
            #"{"to":"b","value":1,"gas":0.5}"#,
            #"{"messages":[{"role":"user","content":"x"}],"max_tokens":5}"#,
            #"{"id":"t","from_address":"a","to_address":"b","amount":1,"fee":0}"#,
        ].map { Array($0.utf8) }
        let paths = [
            "/", "/api/v1/transaction", "/v1/chat/completions", "/api/v1/block/0",
            "/api/v1/balance/a", "/api/v1/transactions/a", "/api/v1/network/info",
        ].map { Array($0.utf8) }
        let pieces = [
            "null", "NaN", "1e999", "-", "\"\\ud800\"", "[]", "{}", "[[[[", "0x", "%FF", "\u{0}",
            String(repeating: "9", count: 500), "\"", ",", "true",
        ].map { Array($0.utf8) }
        let seed: UInt64 = 20
        var random = SeededGenerator(seed: seed)
        func edited(_ bytes: [UInt8]) -> [UInt8] {
            var bytes = bytes
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                let start = Int.random(in: 0...bytes.count, using: &random)
                let end = min(bytes.count, start + Int.random(in: 0...6, using: &random))
                bytes.replaceSubrange(
                    start..<end, with: pieces.randomElement(using: &random) ?? [])
            }
            return bytes
        }
        for attempt in 0..<4000 {
            let body = edited(bodies[attempt % bodies.count])
            let path = edited(paths[attempt % paths.count])
            let answer = node.answer(
                to: WebRequest(
                    method: attempt % 3 == 0 ? "GET" : "POST",
                    path: String(decoding: path, as: UTF8.self), body: body),
                now: now)
            #expect((200...500).contains(answer.status), "seed \(seed), attempt \(attempt)")
            _ = node.receive(body)
            if let value = try? PythonJSONParser.parse(body, byteCountMax: .max) {
                for message: HandledMessage in [.transaction, .blockProposal, .trainingProof] {
                    _ = node.handle(message, data: value, now: now)
                }
            }
        }
    }
}
