import Encodings
import Foundation
import LearningNetwork
import Platform
import TestSupport
import Testing
import Trials

@Suite("The faces of a hardened node, in process")
struct FaceTests {
    @Test("JSON-RPC 2.0: the examples of its page, batches and notifications")
    func calls() throws {
        let node = LearningParty.node()
        for (body, answer) in [
            (
                #"{"jsonrpc":"2.0","id":"a","method":"eth_blockNumber"}"#,
                #"{"jsonrpc":"2.0","id":"a","result":"0x0"}"#
            ),
            (
                #"{"jsonrpc":"2.0","id":1.5,"method":"eth_blockNumber","params":[]}"#,
                #"{"jsonrpc":"2.0","id":1.5,"result":"0x0"}"#
            ),
            (
                #"{"jsonrpc":"2.0","id":null,"method":"eth_accounts"}"#,
                #"{"jsonrpc":"2.0","id":null,"result":[]}"#
            ),
        ] {
            #expect(node.post("/", body) == (200, answer))
        }
        for (body, code, id) in [
            (#"{"jsonrpc":"2.0","method":"foobar,"params"#, -32700, "null"),
            (#"{"jsonrpc":"2.0","method":1,"params":"bar"}"#, -32600, "null"),
            (#"{"jsonrpc":"1.0","id":7,"method":"eth_accounts"}"#, -32600, "7"),
            (#"{"jsonrpc":"2.0","id":[],"method":"eth_accounts"}"#, -32600, "null"),
            (#"{"jsonrpc":"2.0","id":"1","method":"foobar"}"#, -32601, #""1""#),
            (
                #"{"jsonrpc":"2.0","id":3,"method":"eth_sendTransaction","params":[{}]}"#, -32601,
                "3"
            ),
            (#"{"jsonrpc":"2.0","id":3,"method":"eth_getBalance","params":{}}"#, -32602, "3"),
            (#"{"jsonrpc":"2.0","id":3,"method":"eth_getBalance","params":["0x1"]}"#, -32602, "3"),
            (
                #"{"jsonrpc":"2.0","id":3,"method":"eth_getBlockByNumber","params":[1]}"#, -32602,
                "3"
            ),
            ("[]", -32600, "null"), ("1", -32600, "null"),
            ("[" + Array(repeating: "1", count: 65).joined(separator: ",") + "]", -32600, "null"),
        ] {
            let (status, text) = node.post("/", body)
            #expect(status == 200)
            #expect(
                text.hasPrefix(#"{"jsonrpc":"2.0","id":\#(id),"error":{"code":\#(code),"#),
                "\(text)")
        }
        #expect(node.post("/", #"{"jsonrpc":"2.0","method":"eth_accounts"}"#) == (204, ""))
        #expect(node.post("/", #"[{"jsonrpc":"2.0","method":"foobar"}]"#) == (204, ""))
        let (_, batch) = node.post(
            "/",
            """
            [{"jsonrpc":"2.0","id":1,"method":"net_listening"},
            {"jsonrpc":"2.0","method":"net_listening"},1,
            {"jsonrpc":"2.0","id":2,"method":"eth_syncing"}]
            """)
        let answers = try JSONParser.parse(Array(batch.utf8), byteCountMax: 1 << 20).elements()
        #expect(answers.count == 3)
        #expect(answers[1].member("error")?.member("code")?.integerValue == -32600)
        #expect(node.get("/").status == 405)
    }

    @Test("A payment by its bytes in hexadecimal, the balance in wei, and where it stands")
    func payment() throws {
        let node = LearningParty.node()
        let bytes = LearningParty.payment(nonce: 0)
        func send(_ bytes: [UInt8]) -> String {
            let hex = "0x" + Hexadecimal.text(of: bytes)
            return node.post(
                "/",
                #"{"jsonrpc":"2.0","id":1,"method":"eth_sendRawTransaction","params":["\#(hex)"]}"#
            ).text
        }
        let id = try LearningTransaction(bytes, .all).id
        #expect(send(bytes) == #"{"jsonrpc":"2.0","id":1,"result":"0x\#(id)"}"#)
        #expect(
            send(bytes).contains(#""code":-32000"#) && send(bytes).contains(#""guard":"nonce""#))
        var forged = bytes
        forged[10] = forged[10] == 0x35 ? 0x36 : 0x35
        #expect(send(forged).contains("error"))
        let trainer = LearningParty.trainer.address
        func balance(_ tag: String) -> String {
            let parameters = #"["\#(trainer)","\#(tag)"]"#
            return node.post(
                "/",
                #"{"jsonrpc":"2.0","id":1,"method":"eth_getBalance","params":\#(parameters)}"#
            ).text
        }
        #expect(balance("latest").hasSuffix(#""result":"0x0"}"#))
        // 5 units, each 10^12 wei.
        #expect(balance("pending").hasSuffix(#""result":"0x48c27395000"}"#))
        node.mine(1)
        #expect(balance("latest").hasSuffix(#""result":"0x48c27395000"}"#))
        #expect(balance("earliest").hasSuffix(#""result":"0x0"}"#))
        #expect(node.get("/api/v1/transactions/\(trainer)").text.contains(#""block":1}"#))
        let block = node.get("/api/v1/block/latest")
        #expect(block.status == 200 && block.text.contains(id))
        #expect(node.get("/api/v1/block/1") == block)
        let hash = node.read(\.head)
        #expect(node.get("/api/v1/block/0x\(hash)") == block)
        #expect(node.get("/api/v1/block/\(hash)") == block)
        #expect(node.get("/api/v1/block/2").status == 404)
        #expect(node.get("/api/v1/block/x").status == 400)
        #expect(node.get("/api/v1/balance/\(trainer.dropFirst(2))").status == 400)
        #expect(node.get("/api/v1/transaction").status == 405)
        #expect(node.post("/api/v1/status", "").status == 405)
        for path in ["status", "peers", "training/status", "network/info", "balance/\(trainer)"] {
            #expect(node.get("/api/v1/" + path).status == 200, "\(path)")
        }
    }

    @Test("A chat whole and as a stream, and refusals in the form that clients expect")
    func chat() throws {
        let node = LearningParty.node()
        func ask(_ more: String) -> (status: Int, text: String) {
            node.post(
                "/v1/chat/completions", #"{"messages":[{"role":"user","content":"añb"}]\#(more)}"#)
        }
        let whole = ask("")
        #expect(whole.status == 200)
        #expect(whole.text.contains(#""usage":{"prompt_tokens":4,"completion_tokens":4,"#))
        #expect(whole.text.contains(#""finish_reason":"stop""#))
        #expect(ask(#","max_tokens":1,"max_completion_tokens":9"#).text.contains(#""length""#))
        let stream = ask(#","stream":true,"stream_options":{"include_usage":true}"#)
        #expect(stream.text.hasSuffix("data: [DONE]\n\n"))
        #expect(stream.text.contains(#"{"content":"\u00f1"}"#))
        for (more, status, words) in [
            (#","model":"gpt-4""#, 404, "model_not_found"), (#","n":2"#, 400, "n: expected"),
            (#","max_tokens":0"#, 400, "max_tokens"), (#","stream":1"#, 400, "stream"),
        ] {
            let refused = ask(more)
            #expect(refused.status == status && refused.text.contains(words), "\(refused)")
            #expect(refused.text.hasPrefix(#"{"error":{"message":"#))
        }
        let long = String(repeating: "a", count: 1_000)
        let (status, text) = node.post(
            "/v1/chat/completions", #"{"messages":[{"role":"user","content":"\#(long)"}]}"#)
        #expect(status == 400 && text.contains("context_length_exceeded"))
        #expect(node.get("/v1/models").text.contains(#""id":"echo""#))
        #expect(node.get("/v1/models/echo").status == 200)
        #expect(node.get("/v1/models/none").status == 404)
    }

    @Test("A store brings the chain back; a torn line is cut off, other damage is refused")
    func store() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/node.store"
        let rules = LearningRules(genesis: LearningParty.genesis)
        var head = ""
        do {
            let node = LearningParty.node(store: try LearningStoreFile(path: path, rules))
            _ = node.post("/api/v1/transaction", LearningParty.payment(nonce: 0))
            node.mine(3)
            head = node.read(\.head)
            #expect(throws: PlatformError.locked(path: path)) {
                try LearningStoreFile(path: path, rules)
            }
        }
        let whole = try Data(contentsOf: URL(filePath: path))
        func reopened(_ bytes: Data) throws -> (head: String, cut: Int) {
            try bytes.write(to: URL(filePath: path))
            let store = try LearningStoreFile(path: path, rules)
            return (LearningParty.node(store: store).read(\.head), store.cutByteCount)
        }
        #expect(try reopened(whole) == (head, 0))
        #expect(try reopened(whole + Data("{\"certificates\":[".utf8)) == (head, 17))
        #expect(try Data(contentsOf: URL(filePath: path)) == whole)
        #expect(try reopened(Data(whole.prefix(20))).cut == 20)
        #expect(try reopened(Data()).cut == 0)
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<200 {
            var damaged = whole
            let place = Int.random(in: 0..<whole.count - 1, using: &generator)
            damaged[place] ^= UInt8.random(in: 1...255, using: &generator)
            #expect(throws: Refusal.self, "byte \(place)") { try reopened(damaged) }
            #expect(try Data(contentsOf: URL(filePath: path)) == damaged)
        }
    }
}
