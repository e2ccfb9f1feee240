import BigInt
import Cryptography
import Encodings
import Foundation
import GatewayTrials
import Scenarios
import Testing
import Trials

/// Doings of scripts that are no break of hardened rules, though each looks like one to some
/// oracle, or stops honest use by nothing but its own oddness.
@Suite("Scripts on the gateway network break nothing that holds")
struct GatewayScriptSilenceTests {
    private func expectSilence(
        _ profile: Profile = .hardened, nodeCount: Int = 1, keys: [String] = GatewayScriptRun.keys,
        _ attack: (GatewayScriptRun) throws -> Void
    ) throws {
        let run = try GatewayScriptRun(profile, nodeCount: nodeCount, keys: keys)
        try attack(run)
        let complaints = try run.complaints()
        #expect(complaints == [])
    }

    @Test("Honest use alone leaves all oracles silent", arguments: Profile.allCases, [1, 3])
    func nothing(_ profile: Profile, _ nodeCount: Int) throws {
        for seed in 0..<3 {
            let run = try GatewayScriptRun(
                profile, seed: "\(seed)", nodeCount: nodeCount, keys: [])
            #expect(try run.complaints() == [], "seed \(seed)")
        }
    }

    @Test("Honest steps, again and again", arguments: Profile.allCases, [1, 2])
    func honest(_ profile: Profile, _ nodeCount: Int) throws {
        try expectSilence(profile, nodeCount: nodeCount, keys: []) { run in
            for epoch in 2...7 {
                try run.steps(
                    #"{"do": "receipt", "session": "s\#(epoch)", "seconds": 600, "output": 5}"#,
                    #"{"do": "vote", "by": ["validator-d"], "epoch": \#(epoch), "total": 7}"#,
                    #"{"do": "receipt", "session": "t\#(epoch)", "node": "node-c"}"#,
                    """
                    {"do": "vote", "by": ["validator-d", "validator-a"], "epoch": \(epoch),
                    "total": 1000000000000}
                    """,
                    #"{"do": "settle", "epoch": \#(epoch), "total": \#(epoch * epoch)}"#)
                if nodeCount == 1, profile == .hardened { try run.steps(#"{"do": "restart"}"#) }
            }
            try run.steps(#"{"do": "withhold", "as": "w", "session": "never-sent"}"#)
        }
    }

    @Test("All that was granted is used, honestly or not", arguments: [1, 3])
    func granted(_ nodeCount: Int) throws {
        try expectSilence(nodeCount: nodeCount) { run in
            try run.steps(
                """
                {"do": "make", "as": "m", "session": "s", "gateway": "gateway-b",
                "node": "node-c", "output": 10000000, "count": 60}
                """,
                #"{"do": "batch", "as": "b", "what": ["m"]}"#,
                #"{"do": "ballot", "as": "v", "by": "validator-c", "epoch": 2}"#)
            #expect(try run.send("b", to: "gossip") == [])
            // The ledger has grown since the vote was made.
            #expect(try run.send("v", to: "vote") == [])
            try run.steps(#"{"do": "settle", "epoch": 2, "total": 77}"#)
            try run.steps(
                #"{"do": "ballot", "as": "late", "by": "validator-c", "epoch": 2, "round": 9}"#)
            #expect(try run.send("late", to: "vote") == ["epoch_once"])
        }
    }

    @Test("A granted validator's last round, before the honest ones vote")
    func lastRound() throws {
        try expectSilence { run in
            try run.steps(
                """
                {"do": "ballot", "as": "v", "by": "validator-c", "epoch": 2, "total": 1,
                "round": 9007199254740991}
                """)
            #expect(try run.send("v", to: "vote") == [])
            try run.steps(#"{"do": "settle", "epoch": 2, "total": 77}"#)
        }
    }

    @Test("A quorum that only a granted validator's vote completes")
    func completedQuorum() throws {
        try expectSilence { run in
            try run.steps(
                #"{"do": "vote", "by": ["validator-a", "validator-b"], "epoch": 2}"#,
                #"{"do": "ballot", "as": "v", "by": "validator-c", "epoch": 2}"#,
                #"{"do": "request", "as": "r", "epoch": 2}"#)
            #expect(try run.send("r", to: "settlement") == ["quorum"])
            #expect(try run.send("v", to: "vote") == [])
            #expect(try run.send("r", to: "settlement") == [])
        }
    }

    @Test("Votes and requests of one gateway, told to another")
    func replayedVotes() throws {
        try expectSilence(nodeCount: 2) { run in
            try run.steps(
                #"{"do": "advance", "seconds": 5}"#,
                #"{"do": "vote", "by": ["validator-a", "validator-d"], "epoch": 2}"#,
                #"{"do": "take", "as": "early", "kind": "vote", "index": 3}"#,
                #"{"do": "receipt", "session": "s", "node": "node-b"}"#,
                #"{"do": "settle", "epoch": 2}"#)
            #expect(
                try run.step(
                    #"{"do": "vote", "by": \#(Self.allHonest), "epoch": 3, "total": 9}"#
                )?.contains("settle at once") == true)
            #expect(
                try run.step(#"{"do": "vote", "by": ["validator-a"], "epoch": 2, "at": 1}"#)?
                    .contains("gateway 0") == true)
            let count = try run.answer(#"{"do": "head"}"#).member("votes")?.integerValue ?? 0
            for index in 0..<count {
                try run.steps(
                    #"{"do": "take", "as": "v\#(index)", "kind": "vote", "index": \#(index)}"#)
                try run.send("v\(index)", to: "vote", at: 1)
            }
            for index in 0..<2 {
                try run.steps(
                    """
                    {"do": "take", "as": "s\(index)", "kind": "settlement", "index": \(index)}
                    """)
                try run.send("s\(index)", to: "settlement", at: 1)
            }
        }
    }

    private static let allHonest = #"["validator-a", "validator-b", "validator-d"]"#

    @Test("Two signatures of one receipt by a key that was granted, at two gateways")
    func twoSignatures() throws {
        try expectSilence(nodeCount: 2) { run in
            try run.steps(
                """
                {"do": "make", "as": "m", "session": "s", "gateway": "gateway-b",
                "node": "node-c"}
                """, #"{"do": "divide", "sides": [0, 1]}"#)
            let first = try run.arena.parts(of: "m")[0]
            let second = try Self.signedAgain(first, run)
            #expect(first != second)
            #expect(try run.submit(first, to: "receipt").isAccepted)
            #expect(try run.submit(second, to: "receipt", at: 1).isAccepted)
        }
    }

    /// The same receipt with another signature of its node, whose nonce is another one.
    private static func signedAgain(_ bytes: [UInt8], _ run: GatewayScriptRun) throws -> [UInt8] {
        let challenge = JSONValue.object(try run.arena.challenge())
        let key = try #require(
            challenge.member("keys")?.arrayValue?.first {
                $0.member("name")?.stringValue == "node-c"
            })
        let seed = try #require(key.member("private")?.stringValue.flatMap(Hexadecimal.bytes(of:)))
        let receipt = try JSONParser.parse(bytes, byteCountMax: 1 << 20)
        let unsigned = ["receipt_id", "gateway_sig", "node_sig"]
        let payload = JSONValue.object(
            (receipt.objectValue ?? []).filter { !unsigned.contains($0.key) })
        let message = Array("glyphlab/receipts/1/receipt".utf8) + [0] + payload.compactText.utf8
        let signature = EdwardsSigning.signature(of: message, seed: seed)
        let changed = (receipt.objectValue ?? []).map {
            $0.key == "node_sig" ? JSONMember($0.key, .string(Base64.text(of: signature))) : $0
        }
        return Array(JSONValue.object(changed).compactText.utf8)
    }

    @Test("Messages in vain, from many connections, minute after minute")
    func waste() throws {
        try expectSilence { run in
            try run.steps(
                """
                {"do": "make", "as": "m", "session": "s", "gateway": "gateway-b",
                "node": "node-a", "node_signer": "node-c", "count": 30}
                """, #"{"do": "batch", "as": "b", "what": ["m"]}"#)
            for minute in 0..<3 {
                for source in 1...3 as ClosedRange<UInt32> {
                    let refused = try run.send("m", to: "receipt", source: source)
                    #expect(refused.contains("source_budget"))
                    _ = try run.send("b", to: "gossip", source: source)
                }
                try run.steps(#"{"do": "advance", "seconds": \#(minute == 0 ? 59 : 60)}"#)
            }
        }
    }

    @Test("Receipts that honest parties withheld, and such as they signed for others")
    func withheld() throws {
        try expectSilence { run in
            try run.steps(
                #"{"do": "withhold", "as": "w", "session": "w", "seconds": 600}"#,
                #"{"do": "elsewhere", "as": "e", "session": "e", "purpose": "network"}"#,
                #"{"do": "elsewhere", "as": "l", "session": "l", "purpose": "login"}"#)
            #expect(try run.send("w", to: "receipt") == [])
            #expect(try run.send("w", to: "receipt") == ["duplicate"])
            #expect(try run.send("e", to: "receipt") == ["network"])
            #expect(try run.send("l", to: "receipt") == ["domain"])
        }
    }

    // MARK: The store

    @Test("Damage again and again, with and without a start between", arguments: [1, 2])
    func damage(_ nodeCount: Int) throws {
        try expectSilence(nodeCount: nodeCount) { run in
            let flip = #"{"do": "damage", "kind": "splice", "splice": {"kind": "xor", "#
            try run.steps(
                flip + #""at": -9, "with": 1}}"#, #"{"do": "restart"}"#,
                #"{"do": "receipt", "session": "a"}"#, #"{"do": "damage", "kind": "snapshot"}"#,
                #"{"do": "receipt", "session": "b"}"#, #"{"do": "damage", "kind": "restore"}"#,
                flip + #""at": 30, "with": 1}}"#, #"{"do": "restart"}"#,
                #"{"do": "restart"}"#, #"{"do": "settle", "epoch": 2}"#)
            // Nothing happens where nothing can.
            for splice in [
                #"{"kind": "replace", "text": "no such text", "with": "x"}"#,
                #"{"kind": "replace", "text": "balances", "with": "balances"}"#,
                #"{"kind": "drop", "count": 16000000}"#,
            ] {
                let step = #"{"do": "damage", "kind": "splice", "splice": \#(splice)}"#
                #expect(try run.step(step) != nil)
                #expect(try run.answer(#"{"do": "head"}"#).member("next_epoch")?.integerValue == 3)
            }
            try run.steps(
                """
                {"do": "damage", "kind": "splice", "splice": {"kind": "append_text", "text": " "}}
                """)
            #expect(
                try run.step(#"{"do": "receipt", "session": "c"}"#)?.contains("down") == true)
            #expect(throws: StepFault.self) { try run.submit([1], to: "vote") }
        }
    }

    @Test("A changed byte anywhere in the store", arguments: Profile.allCases)
    func anyByte(_ profile: Profile) throws {
        let isThorough = ProcessInfo.processInfo.environment["GLYPHLAB_THOROUGH"] != nil
        var random = ActorRandom(seed: "bytes", actor: "\(profile)")
        for _ in 0..<(isThorough ? 400 : 24) {
            let run = try GatewayScriptRun(profile)
            try run.steps(#"{"do": "settle", "epoch": 2}"#)
            let (place, mask) = (random.integer(in: 0...3_000), random.integer(in: 1...255))
            try run.steps(
                """
                {"do": "damage", "kind": "splice",
                "splice": {"kind": "xor", "at": \(place), "with": \(mask)}}
                """, #"{"do": "restart"}"#, #"{"do": "receipt", "session": "a"}"#)
            guard profile == .hardened else { continue }
            #expect(try run.complaints() == [], "byte \(place), mask \(mask)")
        }
    }
}

/// Ed25519 with a nonce of one's own choice: the scalar of another key, whose public half is R.
private enum EdwardsSigning {
    private static let order =
        (BigInt(1) << 252) + BigInt("27742317777372353535851937790883648493")

    static func signature(of message: [UInt8], seed: [UInt8]) -> [UInt8] {
        let key = Ed25519PrivateKey(seed: seed)
        let nonceSeed = [UInt8](repeating: 7, count: 32)
        let r = scalar(nonceSeed)
        let point = Ed25519PrivateKey(seed: nonceSeed).publicKey
        let challenge = number(Digests.sha512(point + key.publicKey + message)) % order
        let s = (r + challenge * scalar(seed)) % order
        return point + little(s)
    }

    private static func scalar(_ seed: [UInt8]) -> BigInt {
        var bytes = Array(Digests.sha512(seed).prefix(32))
        bytes[0] &= 248
        bytes[31] = bytes[31] & 127 | 64
        return number(bytes)
    }

    private static func number(_ bytes: [UInt8]) -> BigInt {
        bytes.reversed().reduce(BigInt(0)) { $0 << 8 | BigInt($1) }
    }

    private static func little(_ number: BigInt) -> [UInt8] {
        (0..<32).map { UInt8(truncatingIfNeeded: Int((number >> (8 * $0)) & 255)) }
    }
}
