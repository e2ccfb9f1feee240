import Encodings
import GatewayNetwork
import GatewayTrials
import Scenarios
import Testing
import Trials

@Suite("Scripts on the gateway network")
struct GatewayScriptTests {
    /// Steps and a part of the reason why none of them is done.
    private static let refused: [(step: String, why: String)] = [
        (#"{"do": "receipt", "session": "s", "node": "node-c"}"#, "honest parties here are node-a"),
        (#"{"do": "receipt", "session": "s", "node": "mallory"}"#, "honest parties"),
        (#"{"do": "receipt", "session": "s", "gateway": "gateway-b"}"#, "are gateway, no others"),
        (#"{"do": "receipt", "session": "a b"}"#, "a session has"),
        (#"{"do": "withhold", "as": "w", "session": "poll-1"}"#, "others'"),
        (#"{"do": "withhold", "as": "w", "session": "s", "seconds": 601}"#, "601 s ahead"),
        (#"{"do": "elsewhere", "as": "w", "session": "", "purpose": "login"}"#, "a session has"),
        (#"{"do": "vote", "by": ["validator-c"], "epoch": 2}"#, "honest parties"),
        (#"{"do": "vote", "by": ["validator-a", "validator-a"], "epoch": 2}"#, "each once"),
        (#"{"do": "vote", "by": [], "epoch": 2}"#, "each once"),
        (#"{"do": "vote", "by": ["validator-a"], "epoch": 1}"#, "the next epoch is 2"),
        (#"{"do": "settle", "epoch": 3}"#, "the next epoch is 2"),
        (#"{"do": "settle", "epoch": 2, "total": 0}"#, "not 0"),
        (#"{"do": "settle", "epoch": 2, "total": 1000000000001}"#, "not 1000000000001"),
        (#"{"do": "remember"}"#, "not of scripts"),
        (#"{"do": "submit", "what": "x", "to": "receipt"}"#, "not of scripts"),
        (
            #"{"do": "make", "as": "m", "session": "s", "node": "a b", "gateway": "gateway-b"}"#,
            "the attacker is granted"
        ),
        (
            """
            {"do": "make", "as": "m", "session": "s", "node": "node-c", "gateway": "a b",
            "gateway_signer": "gateway-b"}
            """, "a name has"
        ),
        (
            """
            {"do": "make", "as": "m", "session": "s", "node": "node-c", "gateway": "gateway-b",
            "count": 251}
            """, "at most 250"
        ),
        (
            """
            {"do": "make", "as": "m", "session": "s", "node": "node-c", "gateway": "gateway-b",
            "published": {"set": {"session_id": "\\"${repeat 3000000 ab}\\""}},
            "hardened": {"set": {"session_id": "\\"${repeat 3000000 ab}\\""}}}
            """, "words that stand for"
        ),
        (
            """
            {"do": "make", "as": "m", "session": "s", "node": "node-c", "gateway": "gateway-b",
            "count": 250,
            "published": {"set": {"input_tokens": "1${number}${number}${number}${number}${number}"}},
            "hardened": {"set": {"input_tokens": "1${number}${number}${number}${number}${number}"}}}
            """, "words that stand for"
        ),
        (#"{"do": "bytes", "as": "b", "hex": "0000", "times": 16777216}"#, "at most 16777216"),
        (#"{"do": "damage", "kind": "drop", "count": 1}"#, "by its bytes"),
        (
            """
            {"do": "damage", "kind": "balances", "row": 0, "column": "amount",
            "splice": {"kind": "append_text", "text": "0"}}
            """, "by its bytes"
        ),
        (#"{"do": "damage", "kind": "restore"}"#, "no snapshot"),
        (#"{"do": "hear", "as": "h"}"#, "sent nothing"),
        (#"{"do": "take", "as": "t", "kind": "vote", "index": 9999}"#, "no vote 9999"),
    ]

    @Test("A script is refused what honest parties would not do, and what costs too much")
    func obstacles() throws {
        for profile in Profile.allCases {
            let run = try GatewayScriptRun(
                profile, keys: ["gateway-b", "node-c", "validator-c"])
            for (step, why) in Self.refused {
                let found = try run.step(step)
                #expect(found?.contains(why) == true, "\(profile): \(step): \(found ?? "done")")
            }
            try run.steps(#"{"do": "withhold", "as": "w", "session": "twice"}"#)
            let again = try run.step(#"{"do": "receipt", "session": "twice", "node": "node-b"}"#)
            #expect(again?.contains("signed before") == true)
            #expect(try run.complaints() == [])
        }
    }

    @Test("An epoch without receipts is not asked for, nor time beyond all times")
    func ends() throws {
        let run = try GatewayScriptRun(.hardened)
        try run.steps(#"{"do": "settle", "epoch": 2}"#)
        let empty = try run.step(#"{"do": "settle", "epoch": 3}"#)
        #expect(empty?.contains("nobody contributed") == true)
        var why: String?
        for _ in 0..<4_000 where why == nil {
            why = try run.step(#"{"do": "advance", "seconds": 100000000}"#)
        }
        #expect(why?.contains("time ends") == true)
        #expect(try run.complaints() == [])
    }

    @Test("Bytes reach some surfaces of a gateway from an attacker's connections, and no others")
    func submissions() throws {
        let published = try GatewayScriptRun(.published)
        #expect(try published.submit([1, 2], to: "mint").refusals.map(\.by.name) == ["json"])
        for surface in ["http", "node", "store", "block"] {
            #expect(throws: StepFault.self) { try published.submit([], to: surface) }
        }
        let run = try GatewayScriptRun(.hardened, nodeCount: 2)
        #expect(throws: StepFault.self) { try run.submit([1, 2], to: "mint") }
        #expect(try run.submit([1, 2], to: "vote", at: 1).refusals.map(\.by.name) == ["json"])
        #expect(throws: StepFault.self) { try run.submit([], to: "store") }
        #expect(throws: StepFault.self) { try run.submit([], to: "block") }
        #expect(throws: StepFault.self) { try run.submit([], to: "vote", source: 801) }
        #expect(throws: StepFault.self) { try run.submit([], to: "vote", source: 0) }
        #expect(throws: StepFault.self) { try run.submit([], to: "vote", at: 2) }
        #expect(try run.complaints() == [])
    }

    @Test("Ledgers and what gateways read for a script have an end, after which honest use goes on")
    func bounds() throws {
        func receipts(_ count: Int) -> String {
            """
            {"do": "make", "as": "made", "session": "s", "gateway": "gateway-b",
            "node": "node-c", "count": \(count)}
            """
        }
        let many = try GatewayScriptRun(.published, nodeCount: 16)
        try many.steps(receipts(60))
        #expect(throws: StepFault.self) { try many.send("made", to: "receipt") }
        let why = try many.step(#"{"do": "receipt", "session": "more"}"#)
        #expect(why?.contains("at most 62") == true)
        #expect(try many.arena.poll() == nil)
        let large = try GatewayScriptRun(.published, nodeCount: 16)
        try large.steps(receipts(1))
        let spaces = [UInt8](repeating: 0x20, count: 600_000)
        let receipt = try spaces + large.arena.parts(of: "made")[0]
        #expect(try large.submit(receipt, to: "receipt").isAccepted)
        #expect(throws: StepFault.self) { try large.submit([0], to: "vote") }
        #expect(try large.arena.poll() == nil)
        let published = try GatewayScriptRun(.published)
        let long = [UInt8](repeating: 0x20, count: 8 << 20)
        for _ in 0..<15 { _ = try published.submit(long, to: "gossip") }
        // Each refusal of a batch is kept, and counts.
        let junk = (0..<60_000).map { _ in "{}" }.joined(separator: ",")
        let batch = Array("[\(junk)]".utf8)
        for _ in 0..<3 {
            #expect(try published.submit(batch, to: "gossip").refusals.count == 60_000)
        }
        #expect(throws: StepFault.self) { try published.submit(batch, to: "gossip") }
    }

    // MARK: Questions

    @Test("Questions are answered, and change nothing", arguments: Profile.allCases)
    func questions(_ profile: Profile) throws {
        let run = try GatewayScriptRun(profile, nodeCount: 2)
        let before = run.arena.standing(at: 0)
        let digest = run.arena.record.log.digest
        let head = try run.answer(#"{"do": "head"}"#)
        #expect(head.member("receipts")?.integerValue == 3)
        #expect(head.member("settlements")?.integerValue == 1)
        #expect(head.member("next_epoch")?.integerValue == 2)
        #expect(head.member("head")?.stringValue == before.head)
        #expect(head.member("milliseconds")?.integerValue ?? 0 > 1_700_000_000_000)
        for (kind, count) in [("receipt", 3), ("settlement", 1)] {
            let entry = try run.answer(#"{"do": "entry", "kind": "\#(kind)", "index": 0}"#)
            #expect(
                entry.member("bytes")?.stringValue.flatMap(Base64.bytes(of:))?.first == 0x7B)
            #expect(throws: StepFault.self) {
                try run.answer(#"{"do": "entry", "kind": "\#(kind)", "index": \#(count)}"#)
            }
        }
        let account = try run.answer(#"{"do": "account", "of": "node-a"}"#)
        #expect(account.member("address")?.stringValue?.wholeMatch(of: /0x[0-9a-f]{40}/) != nil)
        let nobody = try run.answer(#"{"do": "account", "of": "nobody"}"#)
        #expect(nobody.member("balance")?.stringValue == "0")
        try expectSnapshots(run)
        let tallies = try run.answer(#"{"do": "tallies"}"#)
        #expect(tallies.member("count")?.integerValue == 1)
        #expect(
            try run.answer(#"{"do": "peers"}"#).compactText == #"{"peers":[1,10001]}"#)
        #expect(run.arena.standing(at: 0) == before)
        #expect(run.arena.record.log.digest == digest)
        #expect(try run.complaints() == [])
    }

    /// A hardened gateway computes the snapshot of an epoch to come, a published one holds those
    /// that were settled.
    private func expectSnapshots(_ run: GatewayScriptRun) throws {
        let next = #"{"do": "snapshot", "epoch": 2, "total": 77}"#
        guard run.arena.profile == .published else {
            let snapshot = try run.answer(next)
            #expect(snapshot.member("first")?.integerValue == 2)
            #expect(snapshot.member("root")?.stringValue?.utf8.count == 64)
            #expect(snapshot.member("payouts")?.arrayValue?.count == 1)
            return
        }
        #expect(throws: StepFault.self) { try run.answer(next) }
        let snapshot = try run.answer(#"{"do": "snapshot", "epoch": 1}"#)
        #expect(
            snapshot.member("epoch")?.stringValue?.wholeMatch(of: /[0-9]+-[0-9]+-GLYPH/) != nil)
        #expect(snapshot.member("root")?.stringValue?.utf8.count == 64)
        #expect(snapshot.member("total")?.integerValue ?? 0 >= 1_000)
        #expect(snapshot.member("finalized")?.booleanValue == true)
        let signed = snapshot.member("signed")?.stringValue.flatMap(Base64.bytes(of:))
        #expect(signed?.first == 0x7B)
        #expect((1...2).contains(snapshot.member("payouts")?.arrayValue?.count ?? 0))
    }

    @Test("The challenge gives what a client needs, and the keys that were granted, no others")
    func challenge() throws {
        for profile in Profile.allCases {
            let run = try GatewayScriptRun(profile)
            let challenge = JSONValue.object(try run.arena.challenge())
            let keys = challenge.member("keys")?.arrayValue ?? []
            #expect(
                keys.map { $0.member("name")?.stringValue } == GatewayScriptRun.keys)
            #expect(keys.allSatisfy { $0.member("private")?.stringValue?.utf8.count == 64 })
            let cast = challenge.member("cast")?.arrayValue ?? []
            #expect(cast.map { $0.member("name")?.stringValue } == run.cast)
            #expect(cast.allSatisfy { $0.member("private") == nil })
            #expect(
                run.cast == [
                    "gateway", "node-a", "node-b", "validator-a", "validator-b", "validator-d",
                ])
            #expect(challenge.member("network")?.stringValue?.utf8.count == 64)
            let weights = challenge.member("validators")?.arrayValue ?? []
            #expect(weights.compactMap { $0.member("weight")?.integerValue } == [2, 2, 1, 1])
        }
    }

    @Test("An attacker has no keys of those who must go on, and less than a third of the weight")
    func excess() {
        func excess(_ keys: [String], _ surfaces: [String] = []) -> ScriptExcess? {
            GatewayScriptRun.trials.excess(
                of: Assumptions(workShare: "0/1", canWork: false, keys: keys, surfaces: surfaces))
        }
        let granted = ["gateway-b", "node-b", "node-c", "validator-d", "x.y-z_0"]
        #expect(excess(granted, ["mint", "store", "vote"]) == nil)
        for keys in [
            ["gateway"], ["node-a"], ["validator-a"], ["validator-c", "validator-d"], [""],
            ["caf\u{E9}"], ["a b"], (0..<65).map { "k\($0)" },
        ] {
            #expect(excess(keys) != nil, "\(keys)")
        }
        #expect(excess([], ["block"]) != nil)
        #expect(excess([], ["http"]) != nil)
    }
}
