import BigInt
import Chains
import Cryptography
import Encodings
import Foundation
import GlyphChainTrials
import Platform
import Scenarios
import Testing
import Trials

/// Doings of scripts that are no break of hardened rules, though each looked like one to some
/// oracle, or stopped honest use by nothing but its own oddness.
@Suite("Scripts on the chain break nothing that holds")
struct ChainScriptSilenceTests {
    private func expectSilence(
        _ profile: Profile = .hardened, nodeCount: Int = 1, folder: String? = nil,
        _ attack: (ChainScriptRun) throws -> Void
    ) throws {
        let run = try ChainScriptRun(profile, nodeCount: nodeCount, folder: folder)
        try attack(run)
        let complaints = try run.complaints()
        #expect(complaints == [])
    }

    @Test(
        "Honest use alone leaves all oracles silent", arguments: Profile.allCases, [1, 3])
    func nothing(_ profile: Profile, _ nodeCount: Int) throws {
        for seed in 0..<3 {
            let run = try ChainScriptRun(profile, seed: "\(seed)", nodeCount: nodeCount)
            #expect(try run.complaints() == [], "seed \(seed)")
        }
    }

    @Test("Honest use of a chain in a file", arguments: Profile.allCases)
    func stored(_ profile: Profile) throws {
        try Folder.withTemporary(prefix: "glyphlab-test") { folder in
            try expectSilence(profile, nodeCount: 2, folder: folder) { _ in }
        }
    }

    @Test("Two withheld blocks that nobody is told of", arguments: Profile.allCases)
    func withheld(_ profile: Profile) throws {
        try expectSilence(profile) { run in
            try run.steps(
                #"{"do": "withhold", "as": "a", "by": "ada"}"#, #"{"do": "advance", "seconds": 5}"#,
                #"{"do": "withhold", "as": "b", "by": "ada"}"#)
            #expect(try run.send("b", to: "block") == [])
            #expect(try run.send("a", to: "block") != [])
        }
    }

    @Test("A heavier branch that comes too early, and one that comes where no branch may")
    func unheard() throws {
        try expectSilence { run in
            try run.steps(
                #"{"do": "forge", "as": "late", "by": "attacker", "seconds": 605}"#,
                #"{"do": "forge", "as": "later", "by": "attacker", "on": "late", "seconds": 606}"#,
                #"{"do": "message", "as": "m", "kind": "blocks", "what": ["late", "later"]}"#)
            #expect(try run.send("late", to: "block") == ["future_time"])
            #expect(try run.send("m", to: "peer", source: 2) == ["future_time"])
            try run.steps(#"{"do": "advance", "seconds": 100}"#)
            try run.steps(
                #"{"do": "forge", "as": "f", "by": "attacker", "on": "height:2", "blocks": 9}"#)
            #expect(try run.send("f", to: "block").contains("previous_hash"))
        }
    }

    @Test("A good block behind a wrong one of the same sender, and one without a stamp")
    func unlistenedTo() throws {
        try expectSilence { run in
            try run.steps(
                """
                {"do": "forge", "as": "bad", "by": "attacker",
                "hardened": {"seal": ["stamp", "zero_proof"]}}
                """,
                """
                {"do": "forge", "as": "bare", "by": "attacker",
                "hardened": {"seal": ["no_stamp", "proof"]}}
                """,
                #"{"do": "forge", "as": "good", "by": "attacker"}"#,
                #"{"do": "message", "as": "lie", "kind": "blocks", "what": ["bad"]}"#,
                #"{"do": "message", "as": "truth", "kind": "blocks", "what": ["good"]}"#)
            #expect(try run.send("bare", to: "block") == ["stamp"])
            #expect(try run.send("lie", to: "peer", source: 2) == ["proof"])
            #expect(try run.send("truth", to: "peer", source: 2) == ["budget"])
        }
    }

    @Test("Blocks that only a bad signature or a gap of nonces spoils")
    func unpayable() throws {
        try expectSilence { run in
            try run.steps(
                #"{"do": "forge", "as": "rich", "by": "attacker"}"#)
            #expect(try run.send("rich", to: "block") == [])
            let zeros = String(repeating: "0", count: 128)
            try run.steps(
                """
                {"do": "payment", "as": "p", "from": "attacker", "to": "shop", "amount": 5,
                "hardened": {"set": {"signature": "\(zeros)"}}}
                """,
                """
                {"do": "payment", "as": "q", "from": "attacker", "to": "shop", "amount": 5,
                "nonce": 3}
                """,
                #"{"do": "forge", "as": "b", "by": "attacker", "transactions": ["p"]}"#,
                #"{"do": "forge", "as": "c", "by": "attacker", "transactions": ["q"]}"#)
            #expect(try run.send("b", to: "block") == ["signature"])
            #expect(try run.send("c", to: "block") == ["nonce"])
        }
    }

    @Test("Junk on a block that comes later")
    func orphans() throws {
        try expectSilence { run in
            try run.steps(
                #"{"do": "forge", "as": "base", "by": "attacker"}"#,
                #"{"do": "bytes", "as": "junk", "hex": "0102"}"#,
                """
                {"do": "message", "as": "m", "kind": "blocks", "what": ["junk"], "on": "base"}
                """)
            #expect(try run.send("m", to: "peer", source: 3) == [])
            #expect(try run.send("base", to: "block") == [])
        }
    }

    @Test("Blocks in a message that names another parent")
    func otherParent() throws {
        try expectSilence { run in
            try run.steps(
                #"{"do": "forge", "as": "b", "by": "attacker"}"#,
                #"{"do": "message", "as": "m", "kind": "blocks", "what": ["b"], "on": "height:3"}"#)
            #expect(try run.send("m", to: "peer", source: 3) == ["position"])
        }
    }

    @Test("Payments that nobody sends, and payments by keys that nobody knows")
    func ownKeys() throws {
        try expectSilence(nodeCount: 2) { run in
            try run.steps(
                #"{"do": "forge", "as": "rich", "by": "attacker"}"#,
                #"{"do": "payment", "as": "p", "from": "attacker", "to": "mallory", "amount": 5}"#,
                """
                {"do": "payment", "as": "q", "from": "attacker", "to": "mallory", "amount": 5,
                "hardened": {"set": {"signature": "\(String(repeating: "1", count: 128))"}}}
                """)
            #expect(try run.send("rich", to: "block") == [])
            try run.steps(
                #"{"do": "mine", "by": "ben"}"#, #"{"do": "advance", "seconds": 9}"#,
                #"{"do": "divide", "sides": [0, 1]}"#)
            // The script knows the private key, and signs the same twice by itself.
            let (first, second) = try Self.twoSignatures(run)
            #expect(first != second)
            #expect(try run.submit(first, to: "transaction").isAccepted)
            #expect(try run.submit(second, to: "transaction", at: 1).isAccepted)
            try run.steps(#"{"do": "mine", "by": "ada"}"#)
        }
    }

    /// Payments of one content by the attacker's key, with two nonces of the signature.
    private static func twoSignatures(_ run: ChainScriptRun) throws -> ([UInt8], [UInt8]) {
        let challenge = JSONValue.object(try run.arena.challenge())
        let key = try #require(challenge.member("keys")?.arrayValue?.first)
        func bytes(_ value: JSONValue?) throws -> [UInt8] {
            try #require(value?.stringValue.flatMap(Hexadecimal.bytes(of:)))
        }
        let number = { (bytes: [UInt8]) in bytes.reduce(BigUInt(0)) { $0 << 8 | BigUInt($1) } }
        let d = number(try bytes(key.member("private")))
        let from = try bytes(key.member("address"))
        let said =
            [UInt8](repeating: 9, count: 20) + [0, 0, 0, 0, 0, 0, 0, 7]
            + [UInt8](repeating: 0, count: 8)
        let id = Digests.sha256(
            Array("glyphlab/hardened/1/transaction".utf8)
                + (try bytes(challenge.member("chain_id"))) + from + said)
        let order = BigUInt(
            "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", radix: 16)!
        func wide(_ number: BigUInt) -> [UInt8] {
            let bytes = [UInt8](number.serialize())
            return [UInt8](repeating: 0, count: 32 - bytes.count) + bytes
        }
        func payment(_ k: BigUInt) throws -> [UInt8] {
            let point = try #require(Secp256k1PublicKey(privateKey: wide(k))).rawBytes
            let r = number(Array(point[..<32])) % order
            let inverse = try #require(k.inverse(order))
            let s = inverse * ((number(id.bytes) + r * d) % order) % order
            return said + (try bytes(key.member("public"))) + wide(r) + wide(min(s, order - s))
        }
        return (try payment(2), try payment(3))
    }

    @Test("The chain's file with spaces is the same chain")
    func spaces() throws {
        try expectSilence { run in
            try run.steps(
                #"{"do": "file", "as": "f", "blocks": ["main:0-6"]}"#,
                """
                {"do": "bytes", "as": "g", "of": "f",
                "splices": [{"kind": "replace", "text": ",", "with": " ,\\n"}]}
                """)
            #expect(try run.send("g", to: "chain") == [])
        }
    }

    @Test("Steep difficulty, by honest and by other miners", arguments: Profile.allCases)
    func steep(_ profile: Profile) throws {
        try expectSilence(profile) { run in
            var why: String?
            for _ in 0..<60 where why == nil {
                why = try run.step(#"{"do": "mine", "by": "ada", "seconds": 0}"#)
            }
            #expect(why?.contains("attempts") == true)
            why = try run.step(#"{"do": "forge", "as": "f", "by": "attacker", "blocks": 64}"#)
            #expect(why?.contains("attempts") == true)
        }
    }

    @Test("A chain as far ahead of the clock as may be")
    func ahead() throws {
        try expectSilence { run in
            for index in 0..<8 {
                try run.steps(
                    """
                    {"do": "forge", "as": "f\(index)", "by": "attacker", "seconds": 600}
                    """)
                let refused = try run.send("f\(index)", to: "block")
                #expect(refused == [] || refused == ["future_time"])
            }
            let why = try run.step(#"{"do": "mine", "by": "ada", "seconds": 0}"#)
            #expect(why?.contains("has to wait") == true)
        }
    }

    @Test("Nodes that hold branches of equal work when the attack is over")
    func equals() throws {
        try expectSilence(nodeCount: 3) { run in
            try run.steps(
                #"{"do": "divide", "sides": [0, 1, 1]}"#, #"{"do": "mine", "by": "ada"}"#,
                #"{"do": "mine", "by": "ben", "at": 1}"#,
                #"{"do": "forge", "as": "f", "by": "attacker", "on": "height:6"}"#)
            #expect(try run.send("f", to: "peer", at: 2) != [])
        }
    }

    @Test("A node whose every stranger's place is taken still finds honest peers")
    func peers() throws {
        func flood(_ run: ChainScriptRun) throws {
            for index in 0..<4 {
                try run.steps(
                    """
                    {"do": "message", "as": "m\(index)", "kind": "peers",
                    "first_peer": \(2_000 + 64 * index), "peers": 64}
                    """)
                for source in [1, 2, 3] as [UInt32] {
                    _ = try run.send("m\(index)", to: "peer", source: source)
                }
            }
        }
        try expectSilence(.hardened, nodeCount: 2, flood)
        let run = try ChainScriptRun(.published)
        try flood(run)
        #expect(try run.complaints(of: [.network]).contains { $0.contains("newcomers") })
        #expect(try run.complaints(of: [.resources]).contains { $0.contains("named_peers") })
    }

    // MARK: The file

    @Test("Damage again and again, with and without a start between")
    func damage() throws {
        try Folder.withTemporary(prefix: "glyphlab-test") { folder in
            try expectSilence(folder: folder) { run in
                let flip = #"{"do": "damage", "kind": "splice", "splice": {"kind": "xor", "#
                try run.steps(
                    flip + #""at": -9, "with": 255}}"#, #"{"do": "restart"}"#,
                    #"{"do": "mine", "by": "ada"}"#, #"{"do": "damage", "kind": "snapshot"}"#,
                    #"{"do": "mine", "by": "ada"}"#, #"{"do": "damage", "kind": "restore"}"#,
                    flip + #""at": 30, "with": 1}}"#, #"{"do": "restart"}"#,
                    #"{"do": "restart"}"#, #"{"do": "mine", "by": "ben"}"#)
                // Nothing happens where nothing can.
                for splice in [
                    #"{"kind": "replace", "text": "no such text", "with": "x"}"#,
                    #"{"kind": "replace", "text": "SQLite", "with": "SQLite"}"#,
                    #"{"kind": "drop", "count": 16000000}"#,
                ] {
                    let step = #"{"do": "damage", "kind": "splice", "splice": \#(splice)}"#
                    #expect(try run.step(step) != nil)
                    try run.steps(#"{"do": "mine", "by": "ben"}"#)
                }
                try run.steps(#"{"do": "damage", "kind": "replace", "text": "nothing"}"#)
                #expect(try run.step(#"{"do": "mine", "by": "ben"}"#)?.contains("down") == true)
                #expect(throws: StepFault.self) { try run.submit([1], to: "block") }
            }
        }
    }

    @Test("A changed byte anywhere in the file", arguments: Profile.allCases)
    func anyByte(_ profile: Profile) throws {
        let isThorough = ProcessInfo.processInfo.environment["GLYPHLAB_THOROUGH"] != nil
        var random = ActorRandom(seed: "bytes", actor: "\(profile)")
        // Each byte of SQLite's own head, then some of all others.
        let places =
            isThorough
            ? Array(0..<100) + (0..<300).map { _ in random.integer(in: 100...28_000) }
            : (0..<12).map { _ in random.integer(in: 0...28_000) }
        for place in places {
            try Folder.withTemporary(prefix: "glyphlab-test") { folder in
                let run = try ChainScriptRun(profile, folder: folder)
                try run.steps(#"{"do": "pay", "from": "ada", "to": "ben", "amount": 3}"#)
                let mask = random.integer(in: 1...255)
                let why = try run.step(
                    """
                    {"do": "damage", "kind": "splice",
                    "splice": {"kind": "xor", "at": \(place), "with": \(mask)}}
                    """)
                #expect(why == nil, "byte \(place)")
                try run.steps(
                    #"{"do": "restart"}"#, #"{"do": "mine", "by": "ada"}"#,
                    #"{"do": "pay", "from": "ada", "to": "ben", "amount": 3}"#,
                    #"{"do": "restart"}"#)
                let complaints = try run.complaints(of: [.storage, .resources, .determinism])
                #expect(complaints == [], "byte \(place), mask \(mask)")
            }
        }
    }

    @Test("An older copy is a break of published rules, and of hardened ones none")
    func olderCopy() throws {
        for profile in Profile.allCases {
            try Folder.withTemporary(prefix: "glyphlab-test") { folder in
                let run = try ChainScriptRun(profile, folder: folder)
                try run.steps(
                    #"{"do": "damage", "kind": "snapshot"}"#, #"{"do": "mine", "by": "ada"}"#,
                    #"{"do": "damage", "kind": "restore"}"#, #"{"do": "restart"}"#,
                    #"{"do": "mine", "by": "ada"}"#, #"{"do": "restart"}"#)
                let complaints = try run.complaints(of: [.storage])
                #expect(complaints.isEmpty == (profile == .hardened), "\(complaints)")
            }
        }
    }
}
