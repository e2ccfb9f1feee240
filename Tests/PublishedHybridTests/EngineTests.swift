import PublishedHybrid
import Testing

@Suite("The published engine")
struct EngineTests {
    static let head = "0x" + String(repeating: "11", count: 32)

    static func body(_ method: String, _ parameters: String) -> [UInt8] {
        Array(#"{"id":1,"method":"\#(method)","params":\#(parameters)}"#.utf8)
    }

    static func choice(_ head: String, timestamp: String? = "0x61cf9980") -> [UInt8] {
        let attributes = timestamp.map { #"{"timestamp":"\#($0)"}"# } ?? "null"
        return body(
            "engine_forkchoiceUpdatedV1",
            #"[{"forkchoiceState":{"headBlockHash":"\#(head)"},"payloadAttributes":\#(attributes)}]"#
        )
    }

    static func payload(_ id: String) -> [UInt8] {
        body("engine_getPayloadV1", #"["\#(id)"]"#)
    }

    static func text(_ answer: EngineAnswer?) -> String? {
        answer.map { String(decoding: $0.body, as: UTF8.self) }
    }

    private static func ask(
        _ engine: inout PublishedEngine, _ body: [UInt8], from second: Int? = nil,
        looksAtLast: Bool = true, value: [UInt8] = [1]
    ) -> EngineExchange {
        engine.exchange(EngineRequest(body: body), looksAtLast: looksAtLast) { _, now in
            second.map { now >= $0 } ?? false ? value : nil
        }
    }

    private static let update = "e631a991881c33f74d5e751a774beccdd8fa480321aec86c8b6f137fcf99832e"
    private static let hash = "001f6b0cdd0608179f89ba26219b3dbf3e935546ba2e975aad2548395d22dc72"
    private static let emptyHash =
        "00320d85fda69b0710b9c7bcf752f122030c6d9514cc17683c64411bf4d4c6f1"

    @Test("the page's block, with its update and without it")
    func goldens() throws {
        var engine = PublishedEngine()
        _ = Self.ask(&engine, Self.choice(Self.head))
        var other = engine
        let found = Self.ask(&engine, Self.payload("0x0000000000000001"), from: 3)
        #expect(found.wait?.keys.map(\.text) == ["ack:\(Self.update.prefix(32)):79dfbb2e5e1a98cc"])
        #expect(found.wait?.seconds == 3)
        let text = try #require(Self.text(found.answer))
        #expect(text.contains(#""blockHash":"0x\#(Self.hash)""#))
        #expect(text.contains(#""nonce":"0xb13""#))
        #expect(text.contains("\(String(repeating: "11", count: 32))\(Self.update)\""))
        let empty = Self.ask(&other, Self.payload("0x0000000000000001"))
        #expect(empty.wait?.seconds == 30)
        let emptyText = try #require(Self.text(empty.answer))
        #expect(emptyText.contains(#""blockHash":"0x\#(Self.emptyHash)""#))
        #expect(emptyText.contains(#""nonce":"0x186""#))
    }

    @Test("second 30 is a race that the caller decides")
    func race() throws {
        var engine = PublishedEngine()
        _ = Self.ask(&engine, Self.choice(Self.head))
        var other = engine
        let id = "0x0000000000000001"
        let late = Self.ask(&engine, Self.payload(id), from: 30, looksAtLast: false)
        #expect(late.wait?.lookCount == 29)
        #expect(try #require(Self.text(late.answer)).contains(Self.emptyHash))
        let seen = Self.ask(&other, Self.payload(id), from: 30, looksAtLast: true)
        #expect(seen.wait?.lookCount == 30)
        #expect(try #require(Self.text(seen.answer)).contains(Self.hash))
    }

    @Test("a built block is answered again, acknowledged or not")
    func again() {
        var engine = PublishedEngine()
        _ = Self.ask(&engine, Self.choice(Self.head))
        let id = "0x0000000000000001"
        let first = Self.ask(&engine, Self.payload(id))
        let second = Self.ask(&engine, Self.payload(id), from: 1)
        #expect(second.wait == nil)
        #expect(second.answer == first.answer)
    }

    @Test("a timeout erases the update of another call that still waits")
    func twoCalls() throws {
        var engine = PublishedEngine()
        _ = Self.ask(&engine, Self.choice(Self.head))
        let request = EngineRequest(body: Self.payload("0x0000000000000001"))
        guard case .wait(let first) = engine.handle(request),
            case .wait(let second) = engine.handle(request)
        else {
            Issue.record("expected two calls that wait")
            return
        }
        #expect(first.keys == second.keys)
        let late = engine.finish(first, isAcknowledged: false)
        let found = engine.finish(second, isAcknowledged: true)
        #expect(try #require(Self.text(late)).contains(Self.emptyHash))
        #expect(found == late)
    }

    @Test("the counter rises before a short timestamp kills the call")
    func counter() throws {
        var engine = PublishedEngine()
        #expect(Self.ask(&engine, Self.choice("0x" + "1111111", timestamp: "0x1")).answer == nil)
        #expect(Self.ask(&engine, Self.choice(Self.head, timestamp: "1")).answer == nil)
        #expect(engine.jobCount == 0)
        let next = Self.ask(&engine, Self.choice(Self.head))
        #expect(try #require(Self.text(next.answer)).contains(#""0x0000000000000002""#))
        for id in [
            "0x0000000000000001", "0x2", "0X0000000000000002", "2", "", "0x00000000000000020",
        ] {
            let answer = Self.ask(&engine, Self.payload(id)).answer
            #expect(try #require(Self.text(answer)).contains("Unknown payload"), "\(id)")
        }
        #expect(engine.jobCount == 1)
    }

    @Test("the head's 16 bytes are bytes of UTF-8")
    func heads() {
        var engine = PublishedEngine()
        #expect(Self.ask(&engine, Self.choice("ééééééé1", timestamp: nil)).answer == nil)
        #expect(Self.ask(&engine, Self.choice("éééééééé", timestamp: nil)).answer != nil)
    }

    @Test("names in any case, with the letters that Unicode folds; null and duplicates")
    func names() throws {
        var engine = PublishedEngine()
        let state = #"{"headbloc\u212aha\u017fh":"\#(Self.head)","HEADBLOCKHASH":null}"#
        let attributes = #""payloadattribute\u017f":{"TIMESTAMP":"0x5"},"payloadAttributes":{}"#
        let body =
            #"{"METHOD":"x","method":"engine_forkchoiceUpdatedV1","method":null,"id":4,"ID":null,"#
            + #""Param\u017f":[{"FORKCHOICESTATE":\#(state),"forkchoiceState":null,"#
            + #"\#(attributes)}],"metho\u0501":5,"paramz":3}"#
        let answer = Self.ask(&engine, Array(body.utf8)).answer
        let text = try #require(Self.text(answer))
        #expect(text.contains(#"{"id":null,"result":{"payloadId":"0x0000000000000001""#))
        let block = Self.ask(&engine, Self.payload("0x0000000000000001"), from: 1).answer
        #expect(try #require(Self.text(block)).contains(#""timestamp":"0x5""#))
    }

    @Test(
        "members of a wrong kind",
        arguments: [
            #"{"id":1,"method":["x"]}"#, #"{"method":"x","method":5}"#, #"{"id":1e400,"id":1}"#,
            #"{"params":"x"}"#, #"{"params":5}"#, "true", "[]", "5",
        ])
    func kinds(body: String) {
        var engine = PublishedEngine()
        #expect(
            Self.text(Self.ask(&engine, Array(body.utf8)).answer)
                == "{\"id\":null,\"error\":{\"code\":-32700,\"message\":\"Parse error\"}}\n")
    }
}
