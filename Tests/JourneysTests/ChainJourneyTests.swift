import Encodings
import Foundation
import TestSupport
import Testing

/// A chain from its genesis to another node's copy of it.
@Suite("The journey of a chain")
struct ChainJourneyTests {
    @Test(
        "Begun, mined, paid on, exported, judged and imported where nothing was",
        arguments: ["published", "hardened"])
    func life(rules: String) throws {
        let journey = try Journey()
        let steps = [
            #"init --db a.db --model "$NANO" --rules \#(rules)"#,
            #"mine --db a.db --model "$NANO" --wallet me --blocks 2"#,
            "pay --db a.db --wallet me --to-wallet you --amount 7",
            #"mine --db a.db --model "$NANO" --wallet me --blocks 1"#,
            "show --db a.db", "export --db a.db --out chain.json",
            #"verify chain.json --model "$NANO" --rules \#(rules)"#,
            #"import chain.json --db b.db --model "$NANO" --rules \#(rules)"#,
            #"verify --db b.db --model "$NANO""#,
        ]
        for step in steps {
            let ending = try journey.run(#""$G" chain \#(step)"#)
            #expect(ending.code == 0, "chain \(step): \(ending.messages)\(ending.output)")
        }
        func tip(_ name: String) throws -> String {
            try journey.run(#""$G" chain show --db \#(name) --format json"#).json().at("tip")
                .string()
        }
        #expect(try tip("a.db") == tip("b.db"))
    }

    @Test("A changed block is refused with 1 and named")
    func changed() throws {
        let journey = try Journey()
        let ending = try journey.run(
            """
            set -e
            "$G" chain init --db a.db --model "$NANO" --rules published
            "$G" chain mine --db a.db --model "$NANO" --wallet me --blocks 2
            "$G" chain export --db a.db --out chain.json
            sed -i 's/"amount":700/"amount":701/' chain.json
            grep -q '"amount":701' chain.json
            "$G" chain verify chain.json --model "$NANO" --rules published --format json >judged
            """)
        #expect(ending.code == 1, "\(ending.messages)")
        let judged = try JSONParser.parse(
            Array(journey.text(of: "judged").utf8), byteCountMax: 1 << 20)
        #expect(try !judged.at("errors").elements().isEmpty)
    }
}
