import Encodings
import HybridChain
import HybridServing
import Routing
import Testing

@Suite("The engine of a hardened node")
struct HardenedEngineTests {
    private typealias World = HardenedWorld

    private static func text(_ hash: [UInt8]) -> String { "0x" + Hexadecimal.text(of: hash) }

    private static func choice(_ head: String, hasJob: Bool = true) -> String {
        #"{"forkchoiceState":{"headBlockHash":"\#(head)"}"#
            + (hasJob ? #","payloadAttributes":{}}"# : "}")
    }

    private static func member(_ text: String, _ names: String...) -> JSONValue? {
        var value = try? JSONParser.parse(Array(text.utf8), byteCountMax: 1 << 24)
        for name in names { value = value?.member(name) }
        return value
    }

    @Test("A call without the token, or with another, is not looked at")
    func token() throws {
        let one = try World.Served(World("token", count: 1), 0, World.Places())
        defer { one.stop() }
        for authorization in [
            "", "Bearer", "Bearer t", "bearer \(World.bearer.dropFirst(7))",
            World.bearer + "t", "Basic dDp0", String(World.bearer.dropLast()) + "u",
        ] {
            let answer = World.engine(
                one.node, "engine_forkchoiceUpdatedV1", "", authorization: authorization)
            #expect(answer.status == 401, "\(authorization)")
        }
        #expect(World.engine(one.node, "x", "", contentType: "text/plain").status == 415)
        #expect(World.get(one.node, "/engine").status == 401)
        let right = World.engine(one.node, "x", "")
        #expect(right.status == 200)
        #expect(
            right.text == #"{"id":7,"error":{"code":-32601,"message":"Method not found"}}"# + "\n")
    }

    @Test("A node without a token has no engine")
    func none() {
        let world = World("none", count: 1)
        let node = SharedHybridNode(
            HybridNode(genesis: world.genesis), store: nil,
            facts: HybridFacts(client: "test", peers: [], token: nil), caller: World.caller)
        #expect(World.engine(node, "engine_getPayloadV1", "").status == 404)
    }

    @Test("Hashes in another form than 0x and 64 lower-case digits are refused")
    func form() throws {
        let one = try World.Served(World("form", count: 1), 0, World.Places())
        defer { one.stop() }
        let head = Self.text(one.head)
        let wrong = [
            "", "0x", "0x1", String(head.dropFirst(2)), head.uppercased(), head + "0",
            String(head.dropLast()), " " + head.dropFirst(), String(head.dropLast()) + "g",
            "0X" + head.dropFirst(2),
        ]
        for text in wrong {
            for (method, parameter) in [
                ("engine_forkchoiceUpdatedV1", Self.choice(text)),
                ("engine_getPayloadV1", "\"\(text)\""),
            ] {
                let answer = World.engine(one.node, method, parameter).text
                #expect(Self.member(answer, "error", "code")?.integerValue == -32602, "\(text)")
            }
        }
        for body in ["", "null", "[]", "7", "{", #"{"params":{}}"#, #"{"method":7}"#] {
            let answer = one.node.answer(
                .init(
                    WebRequest(method: "POST", path: "/engine", body: Array(body.utf8)),
                    authorization: World.bearer))
            #expect(answer.status == 200)
            #expect(String(decoding: answer.body, as: UTF8.self).contains("\"error\""))
        }
        let unknown = Self.text([UInt8](repeating: 7, count: 32))
        for (method, parameter, code) in [
            ("engine_forkchoiceUpdatedV1", Self.choice(unknown), -32602),
            ("engine_getPayloadV1", "\"\(unknown)\"", -38001),
            ("engine_forkchoiceUpdatedV1", Self.choice(head), -38003),
            ("engine_newPayloadV1", #"{"block":"0xAB"}"#, -32602),
            ("engine_newPayloadV1", "", -32602),
        ] {
            let answer = World.engine(one.node, method, parameter).text
            #expect(Self.member(answer, "error", "code")?.integerValue == code, "\(answer)")
        }
    }

    @Test("A job has one id, its block is the slot's, and another node judges it valid")
    func job() throws {
        let world = World("job", count: 1)
        let one = try World.Served(world, 0, World.Places())
        defer { one.stop() }
        let genesis = one.head
        let head = Self.text(genesis)
        try one.node.begin(slot: 1)
        let ids = (0..<2).map { _ in
            Self.member(
                World.engine(one.node, "engine_forkchoiceUpdatedV1", Self.choice(head)).text,
                "result", "payloadId")?.stringValue
        }
        let id = try #require(ids[0])
        #expect(ids[1] == id)
        #expect(id == Self.text(HybridEngine.jobID(head: genesis, slot: 1, proposer: 0)))
        try one.node.tick(HybridNodeLimits.quorumTicks)
        let payload = World.engine(one.node, "engine_getPayloadV1", "\"\(id)\"").text
        let result = try #require(Self.member(payload, "result"))
        #expect(result.member("blockHash")?.stringValue == Self.text(one.head))
        #expect(World.engine(one.node, "engine_getPayloadV1", "\"\(id)\"").text == payload)

        let other = SharedHybridNode(
            HybridNode(genesis: world.genesis), store: nil,
            facts: HybridFacts(client: "test", peers: [], token: World.token),
            caller: World.caller)
        let valid = World.engine(other, "engine_newPayloadV1", result.compactText)
        #expect(Self.member(valid.text, "result", "status")?.stringValue == "VALID")
        #expect(other.read { $0.tree.head.number } == 1)
        // The last byte of the votes' count is another's.
        let block = try #require(result.member("block")?.stringValue)
        let spoilt = String(block.dropLast()) + (block.hasSuffix("0") ? "1" : "0")
        let invalid = World.engine(other, "engine_newPayloadV1", #"{"block":"\#(spoilt)"}"#)
        #expect(Self.member(invalid.text, "result", "status")?.stringValue == "INVALID")
        #expect(Self.member(invalid.text, "result", "guard")?.stringValue == "roots")
    }

    @Test("A flood of jobs leaves 64, and no slot gets two headers")
    func flood() throws {
        let world = World("flood", count: 1)
        let node = HybridNode(genesis: world.genesis, key: world.keys[0])
        var engine = HybridEngine()
        let genesis = node.tree.head.hash
        for slot in UInt64(1)...40 {
            _ = node.begin(slot: slot)
            _ = try engine.begin(head: genesis, at: node)
            _ = try engine.begin(head: node.tree.head.hash, at: node)
            _ = node.tick(HybridNodeLimits.quorumTicks)
        }
        #expect(node.tree.head.number == 40)
        #expect(engine.jobCount == HybridEngine.jobCountMax)
        let first = HybridEngine.jobID(head: genesis, slot: 1, proposer: 0)
        #expect(throws: HybridEngineError.unknownPayload) {
            try engine.payload(first, at: node)
        }
        // The validator's header of slot 40 is on the head, so that there is none on the genesis.
        let last = HybridEngine.jobID(head: genesis, slot: 40, proposer: 0)
        engine.tick(HybridNodeLimits.quorumTicks)
        #expect(throws: HybridEngineError.notBuilt) { try engine.payload(last, at: node) }
        // A slot out of a head's reach begins no job there.
        _ = node.begin(slot: 65)
        #expect(throws: HybridEngineError.noProposer) {
            try engine.begin(head: genesis, at: node)
        }
    }

    @Test("On another branch the engine builds the empty block, once")
    func branch() throws {
        let world = World("branch", count: 1)
        let node = HybridNode(genesis: world.genesis, key: world.keys[0])
        var engine = HybridEngine()
        let genesis = node.tree.head.hash
        _ = node.begin(slot: 1)
        _ = node.tick(HybridNodeLimits.quorumTicks)
        #expect(node.tree.head.number == 1)
        _ = node.begin(slot: 2)
        let id = try engine.begin(head: genesis, at: node)
        #expect(try engine.payload(id, at: node).block == nil)
        engine.tick(HybridNodeLimits.quorumTicks)
        let block = try #require(try engine.payload(id, at: node).block)
        #expect(block.header.parent == genesis)
        #expect(block.header.slot == 2)
        #expect(node.record.proposalSlot == 2)
        // The node's own proposal of the slot has none beside it.
        let count = node.tree.order.count
        _ = node.tick(HybridNodeLimits.quorumTicks)
        #expect(node.tree.order.count == count)
    }
}
