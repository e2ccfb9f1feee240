import Encodings
import Foundation
import GlyphChainTrials
import Platform
import Scenarios
import Testing
import Trials

/// Scripts of random steps, of which some parameters are odd. Hardened rules must hold all of them,
/// and neither profile may bring the laboratory down.
@Suite("Random scripts on the chain")
struct ChainScriptFuzzTests {
    private static let partCount = 8

    @Test(
        "Random scripts break no hardened rule, and nothing of the laboratory",
        arguments: 0..<partCount)
    func random(part: Int) {
        let isThorough = ProcessInfo.processInfo.environment["GLYPHLAB_THOROUGH"] != nil
        let seedCount = isThorough ? 4_000 : 120
        var doneCount = 0
        for seed in stride(from: part, to: seedCount, by: Self.partCount) {
            for profile in Profile.allCases {
                do {
                    doneCount += try Self.run(profile, seed: "\(seed)")
                } catch {
                    Issue.record("\(profile), seed \(seed): \(error)")
                }
            }
        }
        // Steps that are all refused would try nothing.
        #expect(doneCount > 10 * seedCount / Self.partCount)
    }

    /// **Result:** steps that were done.
    private static func run(_ profile: Profile, seed: String) throws -> Int {
        var script = RandomScript(seed: seed)
        let nodeCount = script.nodeCount
        func play(_ folder: String?) throws -> Int {
            let run = try ChainScriptRun(
                profile, seed: seed, nodeCount: nodeCount, folder: folder)
            script.cast = run.cast
            var done: [String] = []
            for _ in 0..<script.stepCount {
                let next = script.next(run)
                if try next.isSend ? script.send(run, next.text) : run.step(next.text) == nil {
                    script.note(next.made)
                    done.append(next.text)
                }
            }
            let complaints = try run.complaints()
            if profile == .hardened {
                #expect(complaints == [], "seed \(seed):\n\(done.joined(separator: "\n"))")
            }
            return done.count
        }
        guard script.hasDisk else { return try play(nil) }
        return try Folder.withTemporary(prefix: "glyphlab-test") { try play($0) }
    }
}

/// The steps of a random script.
private struct RandomScript {
    struct Next {
        var text: String
        var made: String?
        var isSend = false
    }

    private var random: ActorRandom
    private var artefacts: [String] = []
    private var madeCount = 0
    let nodeCount: Int
    let stepCount: Int
    let hasDisk: Bool
    var cast: [String] = []

    init(seed: String) {
        random = ActorRandom(seed: seed, actor: "fuzz")
        nodeCount = random.happens(permille: 300) ? random.integer(in: 2...3) : 1
        stepCount = random.integer(in: 3...24)
        hasDisk = random.happens(permille: 120)
    }

    mutating func note(_ made: String?) {
        if let made { artefacts.append(made) }
    }

    private mutating func one(_ texts: [String]) -> String {
        texts[random.integer(in: 0...texts.count - 1)]
    }

    private mutating func artefact() -> String {
        artefacts.isEmpty || random.happens(permille: 20) ? "none" : one(artefacts)
    }

    private mutating func fresh() -> String {
        madeCount += 1
        return "a\(madeCount)"
    }

    private mutating func integer(_ usual: ClosedRange<Int>) -> Int {
        guard random.happens(permille: 60) else { return random.integer(in: usual) }
        return [-1, 0, 1, 63, 64, 600, 601, 1 << 31, 1 << 53, 100_000_000, .max, .min][
            random.integer(in: 0...11)]
    }

    private mutating func actor() -> String {
        one(
            random.happens(permille: 100)
                ? ["attacker", "mallory", "poll payer", "", "shop", "the next miner", "é"]
                : cast)
    }

    private mutating func place() -> String {
        one(["tip", "tip", "height:\(random.integer(in: 0...9))", artefact()])
    }

    private mutating func at() -> String {
        nodeCount == 1 ? "" : ", \"at\": \(random.integer(in: 0...nodeCount - 1))"
    }

    private mutating func seals(_ all: [String]) -> String {
        guard random.happens(permille: 500) else { return "" }
        let chosen = all.filter { _ in random.happens(permille: 500) }
        return #", "seal": [\#(chosen.map { "\"\($0)\"" }.joined(separator: ", "))]"#
    }

    private mutating func edits() -> String {
        guard random.happens(permille: 400) else { return "" }
        let hex = String(random.next(), radix: 16)
        let digest = String(repeating: one(["0", "1", "f", "ab"]), count: 32)
        let hardened = one([
            #""target": "\#(digest + digest)""#, #""index": "\#(integer(0...9))""#,
            #""timestamp": "${clock +\#(integer(0...900))}""#, #""nonce": "\#(integer(0...9))""#,
            #""miner": "${address \#(one(cast + ["attacker"]))}""#, #""proof": "\#(digest)""#,
            #""previous_hash": "${field \#(integer(0...6)) block_hash}""#,
            #""signature": "\#(digest + digest)""#, #""amount": "\#(integer(1...900))""#,
            #""key": "${key \#(one(cast + ["mallory"]))}""#,
            #""to": "${address \#(one(cast))}""#, #""transaction_count": "\#(integer(0...3))""#,
            #""stamp": "${repeat \#(integer(1...30)) 1}""#,
        ])
        let published = one([
            #""set": {"target": "\"-\#(digest)\""}"#, #""set": {"target": "\"\#(hex)\""}"#,
            #""set": {"index": "\#(integer(0...9))"}"#, #""set": {"amount": "1e400"}"#,
            #""set": {"nonce": "18446744073709551615"}"#, #""set": {"amount": "NaN"}"#,
            #""set": {"timestamp": "\#(one(["NaN", "-1", "[]", "1e9", "${clock -5}"]))"}"#,
            #""add": {"note": "[[[[{}]]]]"}"#, #""remove": ["\#(one(["prompt", "miner"]))"]"#,
            #""set": {"transactions.0.amount": "\#(integer(0...900))"}"#,
            #""set": {"miner": "\"${address attacker}\""}"#, #""set": {"prompt": "{}"}"#,
            #""rename": {"amount": "\"\\u0061mount\""}"#,
            #""set": {"signature": "\"\#(digest + digest + digest + digest)\""}"#,
        ])
        let sealed = (
            seals(["root", "stamp", "no_stamp", "proof", "proof_anywhere", "zero_proof"]),
            seals(["hash", "proof", "proof_anywhere", "zero_proof", "other_model"])
        )
        return #", "hardened": {"set": {\#(hardened)}\#(sealed.0)}, "#
            + #""published": {\#(published)\#(sealed.1)}"#
    }

    /// The next step, or the artefact to send.
    mutating func next(_ run: ChainScriptRun) -> Next {
        let name = fresh()
        let other = artefact()
        switch random.integer(in: 0...(hasDisk ? 23 : 20)) {
        case 0:
            return Next(
                text: """
                    {"do": "mine", "by": "\(actor())", "blocks": \(integer(1...3)),
                    "seconds": \(integer(0...40))\(at())}
                    """)
        case 1:
            return Next(
                text: """
                    {"do": "pay", "from": "\(actor())", "to": "\(actor())",
                    "amount": \(integer(1...400))\(at())}
                    """)
        case 2:
            return Next(
                text: #"{"do": "withhold", "as": "\#(name)", "by": "\#(actor())"\#(at())}"#,
                made: name)
        case 3, 4:
            return Next(
                text: """
                    {"do": "payment", "as": "\(name)", "from": "\(one(cast + ["attacker"]))",
                    "signer": "\(one(["attacker", "mallory"]))", "to": "\(actor())",
                    "amount": \(integer(1...500)), "count": \(integer(1...3)),
                    "s": "\(one(["own", "other"]))"\(edits())\(at())}
                    """, made: name)
        case 5, 6, 7:
            let transactions = random.happens(permille: 300) ? "\"\(other)\"" : ""
            return Next(
                text: """
                    {"do": "forge", "as": "\(name)", "by": "\(one(["attacker", "mallory"]))",
                    "on": "\(place())", "blocks": \(integer(1...5)),
                    "seconds": \(integer(-100...700)), "spacing": \(integer(0...30)),
                    "transactions": [\(transactions)]\(edits())\(at())}
                    """, made: name)
        case 8:
            return Next(
                text: #"{"do": "alter", "as": "\#(name)", "of": "\#(other)"\#(edits())\#(at())}"#,
                made: name)
        case 9:
            return Next(
                text: #"{"do": "take", "as": "\#(name)", "height": \#(integer(0...8))\#(at())}"#,
                made: name)
        case 10:
            return Next(
                text: """
                    {"do": "bytes", "as": "\(name)", "of": "\(other)", "splices": [
                    {"kind": "xor", "at": \(integer(-200...200)), "with": \(integer(1...255))}]}
                    """, made: name)
        case 11:
            return Next(
                text: """
                    {"do": "file", "as": "\(name)",
                    "blocks": ["main:0-\(integer(0...6))", "\(other)"]\(at())}
                    """, made: name)
        case 12, 13:
            return Next(
                text: """
                    {"do": "message", "as": "\(name)", "what": ["\(other)"], "on": "\(place())",
                    "kind": "\(one(["blocks", "blocks", "transaction", "peers", "request",
                        "status"]))", "first_peer": \(integer(0...2_000))\(at())}
                    """, made: name)
        case 14:
            return Next(
                text: #"{"do": "hear", "as": "\#(name)", "source": \#(integer(1...3))\#(at())}"#,
                made: name)
        case 15: return Next(text: #"{"do": "advance", "seconds": \#(integer(1...400))}"#)
        case 16:
            let sides = (0..<nodeCount).map { _ in "\(random.integer(in: 0...1))" }
            return Next(
                text: one([
                    #"{"do": "unite"}"#, #"{"do": "faults", "drop": \#(integer(0...900))}"#,
                    #"{"do": "divide", "sides": [\#(sides.joined(separator: ", "))]}"#,
                ]))
        case 21: return Next(text: #"{"do": "restart"}"#)
        case 22, 23:
            return Next(
                text: one([
                    #"{"do": "damage", "kind": "snapshot"}"#,
                    #"{"do": "damage", "kind": "restore"}"#,
                    """
                    {"do": "damage", "kind": "splice", "splice": {"kind": "xor",
                    "at": \(integer(0...40_000)), "with": \(integer(1...255))}}
                    """,
                    """
                    {"do": "damage", "kind": "splice", "splice": {"kind": "drop",
                    "count": \(integer(1...5_000))}}
                    """,
                    #"{"do": "damage", "kind": "replace", "text": "x"}"#,
                ]))
        default: return Next(text: other, isSend: true)
        }
    }

    /// Sends an artefact's parts, some of them changed, to some surface.
    mutating func send(_ run: ChainScriptRun, _ artefact: String) throws -> Bool {
        guard let parts = try? run.arena.parts(of: artefact) else { return false }
        let surface = one(["block", "block", "transaction", "chain", "peer", "peer"])
        let node = random.integer(in: 0...nodeCount - 1)
        for var part in parts.prefix(8) {
            if random.happens(permille: 100), !part.isEmpty {
                part[random.integer(in: 0...part.count - 1)] ^= UInt8(random.integer(in: 1...255))
            }
            do {
                _ = try run.submit(
                    part, to: surface, source: UInt32(random.integer(in: 1...5)), at: node)
            } catch is StepFault {
                return false
            }
        }
        return true
    }
}
