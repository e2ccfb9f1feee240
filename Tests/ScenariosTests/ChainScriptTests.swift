import Encodings
import GlyphChainTrials
import Scenarios
import Testing
import Trials

/// The steps that scripts may ask for, their questions, and what breaks.
@Suite("Scripts on the chain")
struct ChainScriptTests {
    private static let ones = String(repeating: "f", count: 128)
    private static let zeros = String(repeating: "0", count: 64)

    /// Steps and a part of the reason why none of them is done.
    private static let refused: [(step: String, why: String)] = [
        (#"{"do": "mine", "by": "attacker"}"#, "honest actors"),
        (#"{"do": "mine", "by": "poll payer"}"#, "honest actors"),
        (#"{"do": "withhold", "as": "w", "by": "attacker"}"#, "honest actors"),
        (#"{"do": "pay", "from": "attacker", "to": "ada", "amount": 1}"#, "honest actors"),
        (#"{"do": "pay", "from": "ada", "to": "poll payee", "amount": 1}"#, "a name has"),
        (#"{"do": "pay", "from": "ada", "to": "", "amount": 1}"#, "nobody"),
        (#"{"do": "pay", "from": "ada", "to": "ben", "amount": 5000}"#, "units"),
        (
            #"{"do": "payment", "as": "p", "from": "attacker", "to": "poll payee", "amount": 1}"#,
            "a name has"
        ),
        (
            """
            {"do": "payment", "as": "p", "from": "poll payer", "signer": "attacker", "to": "x",
            "amount": 1}
            """, "a name has"
        ),
        (#"{"do": "damage", "kind": "sql", "sql": "SELECT 1"}"#, "no file"),
        (#"{"do": "restart"}"#, "no file"),
        (#"{"do": "remember"}"#, "not of scripts"),
        (#"{"do": "blind"}"#, "not of scripts"),
        (#"{"do": "newcomers", "count": 1, "source": 1}"#, "not of scripts"),
        (#"{"do": "measure", "kind": "together", "allowed_millionths": 1}"#, "not of scripts"),
        (
            """
            {"do": "forge", "as": "b", "by": "attacker",
            "published": {"set": {"target": "\\"00\\""}, "seal": ["proof"]},
            "hardened": {"set": {"target": "\(zeros)"}, "seal": ["proof"]}}
            """, "no proof in 16384 attempts"
        ),
        (
            """
            {"do": "forge", "as": "b", "by": "attacker",
            "hardened": {"set": {"proof": "${repeat 5000000 a}"}},
            "published": {"add": {"note": "\\"${repeat 5000000 a}\\""}}}
            """, "bytes"
        ),
        (#"{"do": "bytes", "as": "b", "hex": "00", "times": 16777217}"#, "integer"),
        (#"{"do": "bytes", "as": "b", "hex": "0000", "times": 16777216}"#, "at most 16777216"),
        (#"{"do": "take", "as": "t", "height": 9999}"#, "no height"),
        (#"{"do": "hear", "as": "t", "source": 7}"#, "sent no block"),
        (
            """
            {"do": "payment", "as": "p", "from": "attacker", "to": "x", "amount": 1, "s": "other",
            "hardened": {"set": {"signature": "\(ones)"}},
            "published": {"set": {"signature": "\\"\(ones)\\""}}}
            """, "beyond the curve's order"
        ),
    ]

    @Test("A script is refused what honest actors would not do, and what costs too much")
    func obstacles() throws {
        for profile in Profile.allCases {
            let run = try ChainScriptRun(profile)
            for (step, why) in Self.refused {
                let found = try run.step(step)
                #expect(found?.contains(why) == true, "\(profile): \(step): \(found ?? "done")")
            }
            #expect(try run.complaints() == [])
        }
    }

    @Test("A search, many edits, many splices and long lists are refused before they are done")
    func costs() throws {
        let run = try ChainScriptRun(.hardened)
        try run.steps(#"{"do": "bytes", "as": "long", "hex": "61", "times": 16000000}"#)
        func why(_ step: String) throws -> String { try run.step(step) ?? "done" }
        let text = String(repeating: "a", count: 1_000)
        #expect(
            try why(
                """
                {"do": "bytes", "as": "x", "of": "long",
                "splices": [{"kind": "replace", "text": "\(text)b", "with": ""}]}
                """
            ).contains("search"))
        let splices = Array(repeating: #"{"kind": "append", "hex": "00"}"#, count: 65)
            .joined(separator: ",")
        #expect(
            try why(#"{"do": "bytes", "as": "x", "splices": [\#(splices)]}"#).contains("splices"))
        let edits = (0..<65).map { "\"m\($0)\": \"1\"" }.joined(separator: ",")
        #expect(
            try why(
                """
                {"do": "forge", "as": "x", "by": "attacker", "hardened": {"set": {\(edits)}}}
                """
            ).contains("edits"))
        #expect(
            try why(#"{"do": "message", "as": "x", "kind": "blocks", "what": ["long", "long"]}"#)
                .contains("bytes"))
        let ranges = Array(repeating: "\"main:0-6\"", count: 400).joined(separator: ",")
        #expect(
            try why(#"{"do": "file", "as": "x", "blocks": [\#(ranges)]}"#).contains("strings"))
        #expect(try why(#"{"do": "divide", "sides": [0, 1]}"#).contains("number for each"))
        for _ in 0..<2 { try run.steps(#"{"do": "advance", "seconds": 100000000}"#) }
        #expect(try run.complaints() == [])
    }

    @Test("Bytes reach the four surfaces of a node from an attacker's connections, and no others")
    func submissions() throws {
        let run = try ChainScriptRun(.hardened, nodeCount: 2)
        #expect(try run.submit([1, 2], to: "block", at: 1).refusals.map(\.by.name) == ["encoding"])
        #expect(throws: StepFault.self) { try run.submit([], to: "store") }
        #expect(throws: StepFault.self) { try run.submit([], to: "block", source: 10_000) }
        #expect(throws: StepFault.self) { try run.submit([], to: "block", source: 0) }
        #expect(throws: StepFault.self) { try run.submit([], to: "block", at: 2) }
        #expect(try run.complaints() == [])
    }

    @Test("A room full of waiting payments keeps honest ones out, and is no break")
    func fullRoom() throws {
        let run = try ChainScriptRun(.hardened)
        try run.steps(#"{"do": "forge", "as": "b", "by": "attacker", "blocks": 2}"#)
        #expect(try run.send("b", to: "block") == [])
        try run.steps(
            """
            {"do": "payment", "as": "many", "from": "attacker", "to": "mallory", "amount": 1,
            "count": 1001}
            """)
        #expect(try run.send("many", to: "transaction") == ["waiting_room"])
        let step = #"{"do": "pay", "from": "ada", "to": "ben", "amount": 1}"#
        #expect(try run.step(step)?.contains("wait already") == true)
        #expect(try run.complaints() == [])
    }

    // MARK: Questions

    @Test("Questions are answered, and change nothing", arguments: Profile.allCases)
    func questions(_ profile: Profile) throws {
        let run = try ChainScriptRun(profile)
        let before = run.arena.standing(at: 0)
        let digest = run.arena.record.log.digest
        let head = try run.answer(#"{"do": "head"}"#)
        #expect(head.member("height")?.integerValue == 6)
        #expect(head.member("hash")?.stringValue == before.head)
        #expect(head.member("target")?.stringValue?.utf8.count == 64)
        #expect(head.member("seconds")?.integerValue ?? 0 > 1_700_000_000)
        let block = try run.answer(#"{"do": "block", "height": 6}"#).member("bytes")
        #expect(block?.stringValue.flatMap(Base64.bytes(of:))?.isEmpty == false)
        #expect(throws: StepFault.self) { try run.answer(#"{"do": "block", "height": 7}"#) }
        let account = try run.answer(#"{"do": "account", "of": "\#(run.victim)"}"#)
        #expect(account.member("nonce")?.integerValue == 1)
        #expect(account.member("balance")?.integerValue ?? 0 > 800)
        let address = try #require(account.member("address")?.stringValue)
        #expect(
            try run.answer(#"{"do": "account", "of": "\#(address)"}"#).compactText
                == account.compactText)
        #expect(throws: StepFault.self) {
            try run.answer(#"{"do": "account", "of": "poll payer"}"#)
        }
        #expect(
            try run.answer(#"{"do": "peers"}"#).compactText == #"{"peers":[1,2,9001]}"#)
        #expect(try run.answer(#"{"do": "waiting"}"#).member("count")?.integerValue == 0)
        #expect(run.arena.standing(at: 0) == before)
        #expect(run.arena.record.log.digest == digest)
        try run.steps(#"{"do": "pay", "from": "ada", "to": "ben", "amount": 3}"#)
        let waiting = try run.answer(#"{"do": "waiting"}"#)
        #expect(waiting.member("payments")?.arrayValue?.count == 1)
    }

    @Test("The attacker's own computing gives the proofs that blocks need")
    func proofs() throws {
        let content = String(repeating: "ab", count: 32)
        let hardened = try ChainScriptRun(.hardened)
        let ask = #"{"do": "prove", "content": "\#(content)", "nonce": 5, "count": 3}"#
        let proofs = try hardened.answer(ask).member("proofs")?.arrayValue
        #expect(proofs?.count == 3)
        #expect(
            try hardened.answer(#"{"do": "prove", "content": "\#(content)", "nonce": 7}"#)
                .member("proofs")?.arrayValue?.first?.stringValue == proofs?.last?.stringValue)
        let published = try ChainScriptRun(.published)
        let prompt = #"{"do": "prove", "salt": "salt_0123456789abcdef", "prompt": "YQ=="}"#
        let proof = try published.answer(prompt).member("proofs")?.arrayValue
        #expect(proof?.first?.stringValue?.utf8.count == 64)
        #expect(throws: StepFault.self) { try published.answer(ask) }
        #expect(throws: StepFault.self) { try hardened.answer(prompt) }
        for wrong in [
            #"{"do": "prove", "content": "ab", "nonce": 5}"#,
            #"{"do": "prove", "content": "\#(content)", "nonce": 5, "count": 65}"#,
            #"{"do": "prove", "content": "\#(content)", "nonce": -1}"#,
            #"{"do": "prove", "salt": "s", "prompt": "a"}"#,
        ] {
            #expect(throws: ScenarioError.self) { try hardened.answer(wrong) }
        }
    }

    @Test("The challenge gives all that a miner needs, and the keys that were granted, no others")
    func challenge() throws {
        for profile in Profile.allCases {
            let run = try ChainScriptRun(profile)
            let challenge = JSONValue.object(try run.arena.challenge())
            let keys = challenge.member("keys")?.arrayValue ?? []
            #expect(
                keys.map { $0.member("name")?.stringValue } == ["attacker", "mallory"])
            #expect(keys.allSatisfy { $0.member("private")?.stringValue?.utf8.count == 64 })
            let cast = challenge.member("cast")?.arrayValue ?? []
            #expect(cast.map { $0.member("name")?.stringValue } == run.cast)
            #expect(cast.allSatisfy { $0.member("private") == nil })
            #expect(challenge.member("genesis_hash")?.stringValue?.utf8.count == 64)
            #expect((challenge.member("chain_id") == nil) == (profile == .published))
        }
    }

    @Test("Names of the cast are drawn, and their keys are nobody's")
    func cast() {
        let trials = ChainScriptRun.trials
        func cast(_ seed: String) -> [String] {
            var random = ActorRandom(seed: seed, actor: "cast")
            return trials.cast(&random)
        }
        #expect(cast("a") == cast("a"))
        #expect(cast("a")[...1] == ["ada", "ben"])
        #expect(Set(cast("a") + cast("b")).count == 6)
        func excess(_ keys: [String], _ surfaces: [String] = []) -> ScriptExcess? {
            trials.excess(
                of: Assumptions(workShare: "1/1", canWork: true, keys: keys, surfaces: surfaces))
        }
        #expect(excess(["attacker", "x.y-z_0"], ["block", "store"]) == nil)
        for key in ["ada", "ben", "victim-1", "payee-", "poll payer", "", "caf\u{E9}"] {
            #expect(excess([key]) != nil, "\(key)")
        }
        #expect(excess((0..<65).map { "k\($0)" }) != nil)
        #expect(excess([], ["attempt"]) != nil)
        #expect(excess([], ["receipts"]) != nil)
    }

    // MARK: Breaks

    @Test(
        "What is a hole of published rules is seen, and held by hardened ones",
        arguments: [
            (
                Claim.ledger,
                #"{"set": {"amount": "NaN"}}"#, "transaction"
            ),
            (Claim.encoding, #"{"add": {"memo": "1"}}"#, "transaction"),
        ])
    func payments(_ claim: Claim, _ edits: String, _ surface: String) throws {
        for profile in Profile.allCases {
            let run = try ChainScriptRun(profile)
            try run.steps(#"{"do": "forge", "as": "b", "by": "attacker"}"#)
            #expect(try run.send("b", to: "block") == [])
            try run.steps(
                """
                {"do": "payment", "as": "p", "from": "attacker", "to": "x", "amount": 1,
                "published": \(edits)}
                """)
            _ = try run.send("p", to: surface)
            try run.steps(#"{"do": "mine", "by": "ada"}"#)
            let complaints = try run.complaints(of: [claim])
            #expect(complaints.isEmpty == (profile == .hardened), "\(complaints)")
        }
    }

    @Test("Blocks that claim another place, and blocks without end, are seen")
    func blocks() throws {
        for (claim, edits) in [
            (Claim.forkChoice, #"{"set": {"index": "3"}}"#),
            (.time, #"{"set": {"index": "3"}}"#),
            (.resources, #"{"add": {"note": "\"${repeat 200000 a}\""}}"#),
            (.encoding, #"{"add": {"note": "1"}}"#),
        ] {
            let run = try ChainScriptRun(.published)
            try run.steps(#"{"do": "forge", "as": "b", "by": "attacker", "published": \#(edits)}"#)
            #expect(try run.send("b", to: "block") == [])
            #expect(try run.complaints(of: [claim]) != [], "\(claim)")
        }
    }

    /// Without its guard each claim's oracle speaks.
    @Test(
        "A guard that is missing is seen",
        arguments: [
            ("signature", Claim.signatures), ("balance", .ledger), ("proof", .proofOfInference),
            ("proof", .model), ("proof", .forkChoice), ("future_time", .time),
        ])
    func missing(_ name: String, _ claim: Claim) throws {
        let run = try ChainScriptRun(.hardened, guards: Guards.all.without(Guard(name)))
        switch name {
        case "proof":
            try run.steps(
                """
                {"do": "forge", "as": "b", "by": "attacker",
                "hardened": {"seal": ["stamp", "zero_proof"]}}
                """)
        case "future_time":
            try run.steps(#"{"do": "forge", "as": "b", "by": "attacker", "seconds": 900000}"#)
        default:
            let (from, amount) = name == "signature" ? (run.victim, 5) : ("attacker", 5)
            try run.steps(
                """
                {"do": "payment", "as": "p", "from": "\(from)", "signer": "attacker", "to": "x",
                "amount": \(amount)}
                """,
                #"{"do": "forge", "as": "b", "by": "mallory", "transactions": ["p"]}"#)
        }
        #expect(try run.send("b", to: "block") == [])
        #expect(try run.complaints(of: [claim]) != [])
    }
}
