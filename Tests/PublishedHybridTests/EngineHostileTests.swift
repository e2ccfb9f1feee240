import PublishedHybrid
import TestSupport
import Testing

@Suite("The published engine and hostile bytes")
struct EngineHostileTests {
    private static let seeds = [
        EngineTests.choice(EngineTests.head), EngineTests.payload("0x0000000000000001"),
        EngineTests.body("engine_newPayloadV1", #"[{"a":[1.5e3,"\ud83d\ude00",null,true]}]"#),
        Array(#"{"id":{"b":[-1e-9,"<"],"a":{}},"method":"x"}"#.utf8),
    ]

    private static let marks = Array(#"{}[]",:\u0e-1"#.utf8)

    @Test("damaged bodies are answered or kill the call, and an answer is JSON again")
    func damaged() {
        var draws = SeededGenerator(seed: 22)
        var engine = PublishedEngine()
        for _ in 0..<20_000 {
            var body = Self.seeds[Int.random(in: 0..<Self.seeds.count, using: &draws)]
            for _ in 0...Int.random(in: 0..<4, using: &draws) where !body.isEmpty {
                let place = Int.random(in: 0..<body.count, using: &draws)
                switch Int.random(in: 0..<4, using: &draws) {
                case 0: body[place] = UInt8(Int.random(in: 0..<256, using: &draws))
                case 1: body.remove(at: place)
                case 2: body.insert(Self.marks.randomElement(using: &draws) ?? 0, at: place)
                default: body = Array(body.prefix(place))
                }
            }
            guard case .answer(let answer) = engine.handle(EngineRequest(body: body)) else {
                continue
            }
            #expect(GoDocument(answer.body)?.root.reencoded() != nil)
            #expect(answer.body.count <= 6 * body.count + 1_000)
        }
    }

    @Test("every beginning of a body")
    func beginnings() {
        for seed in Self.seeds {
            for count in 0..<seed.count {
                var engine = PublishedEngine()
                guard
                    case .answer(let answer) = engine.handle(
                        EngineRequest(body: Array(seed.prefix(count))))
                else {
                    Issue.record("\(count) bytes: no answer")
                    continue
                }
                #expect(String(decoding: answer.body, as: UTF8.self).contains("Parse error"))
            }
        }
    }

    @Test("long texts, numbers, names and lists take time in proportion")
    func long() {
        var engine = PublishedEngine()
        let count = 1 << 20
        for id in [
            "\"" + String(repeating: "é", count: count / 2) + "\"",
            String(repeating: "9", count: 300), "0." + String(repeating: "1", count: count),
            "[" + String(repeating: "1,", count: count / 2) + "1]",
            "{" + String(repeating: #""a":1,"#, count: count / 6) + #""a":2}"#,
            String(repeating: "[", count: 9_999) + String(repeating: "]", count: 9_999),
        ] {
            let body = Array(#"{"method":"engine_newPayloadV1","id":\#(id)}"#.utf8)
            guard case .answer(let answer) = engine.handle(EngineRequest(body: body)) else {
                Issue.record("no answer")
                continue
            }
            let end = Array(",\"result\":{\"status\":\"VALID\"}}\n".utf8)
            #expect(answer.body.suffix(end.count).elementsEqual(end))
        }
    }
}
