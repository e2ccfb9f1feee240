import Encodings
import Foundation
import GatewayTrials
import Scenarios
import Testing
import Trials

/// Scripts of random steps, of which some parameters are odd. Hardened rules must hold all of them,
/// and neither profile may bring the laboratory down.
@Suite("Random scripts on the gateway network")
struct GatewayScriptFuzzTests {
    private static let partCount = 8

    @Test(
        "Random scripts break no hardened rule, and nothing of the laboratory",
        arguments: 0..<partCount)
    func random(part: Int) {
        let isThorough = ProcessInfo.processInfo.environment["GLYPHLAB_THOROUGH"] != nil
        let seedCount = isThorough ? 8_000 : 96
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
        var script = RandomGatewayScript(seed: seed)
        let run = try GatewayScriptRun(
            profile, seed: seed, nodeCount: script.nodeCount, keys: script.keys)
        script.cast = run.cast
        var done: [String] = []
        for _ in 0..<script.stepCount {
            let next = script.next(run)
            let isDone: Bool
            switch next {
            case .send(let artefact, let surface):
                isDone = try script.send(run, artefact, to: surface)
            case .step(let text, let made):
                isDone = try run.step(text) == nil
                if isDone { script.note(made) }
            }
            if isDone { done.append("\(next)") }
        }
        let complaints = try run.complaints()
        if profile == .hardened {
            #expect(complaints == [], "seed \(seed):\n\(done.joined(separator: "\n"))")
        }
        return done.count
    }
}

/// The steps of a random script.
private struct RandomGatewayScript {
    enum Next {
        case step(String, made: String?)
        case send(String, to: String)
    }

    private var random: ActorRandom
    private var artefacts: [String] = []
    /// The surface that an artefact is made for.
    private var surfaces: [String: String] = [:]  // looked up, never iterated
    private var madeCount = 0
    private var epoch = 2
    let nodeCount: Int
    let stepCount: Int
    let keys: [String]
    var cast: [String] = []

    init(seed: String) {
        var random = ActorRandom(seed: seed, actor: "gateway fuzz")
        nodeCount = random.happens(permille: 400) ? random.integer(in: 2...4) : 1
        stepCount = random.integer(in: 3...40)
        let all = ["gateway-b", "node-b", "node-c", "validator-c", "stranger", "mallory"]
        keys = random.happens(permille: 200) ? ["stranger"] : all
        self.random = random
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
        return [-1, 0, 1, 64, 600, 601, 1 << 31, 1 << 53, 10_000_000, 1_000_000, .max, .min][
            random.integer(in: 0...11)]
    }

    private mutating func at() -> String {
        nodeCount == 1 || random.happens(permille: 400)
            ? "" : ", \"at\": \(random.integer(in: 0...nodeCount - 1))"
    }

    private mutating func party(_ usual: [String]) -> String {
        let odd = ["gateway", "node-a", "mallory", "", "poll-1", "\u{E9}", "validator-d"]
        return one(random.happens(permille: 80) ? odd : usual)
    }

    private mutating func session() -> String {
        let session = one(["s", "t", "poll-1", "\u{E9}", "long", "", "a b"])
        if session == "long" { return String(repeating: "x", count: 70) }
        guard random.happens(permille: 800) else { return session }
        return "s\(madeCount)-\(random.integer(in: 0...99))"
    }

    private mutating func honestPlan() -> String {
        """
        "gateway": "\(party(["gateway", "gateway", "gateway-b"]))",
        "node": "\(party(["node-a", "node-b", "node-c"]))", "session": "\(session())",
        "output": \(integer(0...9_999)), "input": \(integer(0...9)),
        "seconds": \(integer(-900...600))
        """
    }

    private mutating func edits() -> String {
        guard random.happens(permille: 500) else { return "" }
        func value() -> String {
            one([
                "0", "-1", "1", "5.0", "1e400", "NaN", "true", "null", "[]", "{}", "\\\"\\\"",
                "\\\"x\\\"", "9007199254740993", "99999999999999999999999", "\\\"\\\\ud800\\\"",
                "\\\"${key stranger}\\\"", "\\\"${respelled node-c}\\\"", "\\\"${network}\\\"",
                "\\\"${repeat 2000 y}\\\"", "${number}", "\\\"caf\\u00e9\\\"", "-0", "Infinity",
                "${clock}",
            ])
        }
        func member() -> String {
            one([
                "output_tokens", "input_tokens", "wall_time_ms", "created_at", "session_id",
                "route", "node_pubkey", "gateway_pubkey", "network", "receipt_id", "gateway_sig",
                "node_sig", "root", "total", "epoch", "round", "receipt_count", "validator",
                "signature", "payouts", "payouts.0.1", "payouts.0.0", "zeal", "a.b",
            ])
        }
        let kind = one(["set", "set", "set", "add", "rename"])
        let edit = #"{"\#(kind)": {"\#(member())": "\#(value())"}}"#
        let removal = #"{"remove": ["\#(member())"]}"#
        let chosen = random.happens(permille: 150) ? removal : edit
        return #", "hardened": \#(chosen), "published": \#(chosen)"#
    }

    private mutating func epochs() -> String {
        "\"epoch\": \(integer(epoch...epoch)), \"total\": \(integer(1...10_000))"
    }

    /// The next step, or the artefact to send.
    mutating func next(_ run: GatewayScriptRun) -> Next {
        if let next = try? run.answer(#"{"do": "head"}"#).member("next_epoch")?.integerValue {
            epoch = next
        }
        let name = fresh()
        let other = artefact()
        switch random.integer(in: 0...26) {
        case 0, 1: return .step(#"{"do": "receipt", \#(honestPlan())\#(at())}"#, made: nil)
        case 2:
            return .step(
                #"{"do": "withhold", "as": "\#(name)", \#(honestPlan())\#(at())}"#, made: name)
        case 3:
            let purpose = one(["login", "network"])
            return .step(
                """
                {"do": "elsewhere", "as": "\(name)", "purpose": "\(purpose)",
                \(honestPlan())\(at())}
                """, made: name)
        case 4:
            let validators = ["a", "b", "c", "d"].filter { _ in random.happens(permille: 400) }
                .map { "\"validator-\($0)\"" }.joined(separator: ", ")
            return .step(
                #"{"do": "vote", "by": [\#(validators)], \#(epochs())\#(at())}"#, made: nil)
        case 5: return .step(#"{"do": "settle", \#(epochs())}"#, made: nil)
        case 6, 7, 8:
            surfaces[name] = "receipt"
            let isOdd = random.happens(permille: 300)
            let plan =
                isOdd
                ? honestPlan()
                : """
                "gateway": "gateway-b", "node": "\(one(["node-b", "node-c"]))",
                "session": "\(session())", "output": \(integer(0...9_999)),
                "seconds": \(integer(-900...700))
                """
            let signers = """
                , "gateway_signer": "\(one(["gateway-b", "node-c", "stranger"]))",
                "node_signer": "\(one(["node-c", "node-b", "stranger"]))"
                """
            return .step(
                """
                {"do": "make", "as": "\(name)", \(plan), "count": \(integer(1...4))
                \(isOdd ? signers : "")\(edits())\(at())}
                """, made: name)
        case 9, 10:
            surfaces[name] = "vote"
            return .step(
                """
                {"do": "ballot", "as": "\(name)", "by": "\(party(["validator-c", "stranger"]))",
                "signer": "\(one(["validator-c", "validator-c", "stranger"]))", \(epochs()),
                "round": \(integer(0...5)), "count": \(integer(1...2))\(edits())\(at())}
                """, made: name)
        case 11, 12:
            surfaces[name] = "settlement"
            return .step(
                #"{"do": "request", "as": "\#(name)", \#(epochs())\#(edits())\#(at())}"#,
                made: name)
        case 13:
            surfaces[name] = surfaces[other]
            return .step(
                #"{"do": "alter", "as": "\#(name)", "of": "\#(other)"\#(edits())\#(at())}"#,
                made: name)
        case 14:
            let kind = one(["receipt", "vote", "settlement"])
            surfaces[name] = kind
            return .step(
                """
                {"do": "take", "as": "\(name)", "kind": "\(kind)",
                "index": \(integer(0...9))\(at())}
                """, made: name)
        case 15:
            surfaces[name] = surfaces[other]
            return .step(
                """
                {"do": "bytes", "as": "\(name)", "of": "\(other)", "splices": [
                {"kind": "xor", "at": \(integer(-200...200)), "with": \(integer(1...255))}]}
                """, made: name)
        case 16:
            surfaces[name] = "gossip"
            return .step(
                #"{"do": "batch", "as": "\#(name)", "what": ["\#(other)", "\#(artefact())"]}"#,
                made: name)
        default: return around(name, other)
        }
    }

    private mutating func around(_ name: String, _ other: String) -> Next {
        switch random.integer(in: 0...9) {
        case 0: return .step(#"{"do": "hear", "as": "\#(name)"\#(at())}"#, made: name)
        case 1: return .step(#"{"do": "advance", "seconds": \#(integer(1...400))}"#, made: nil)
        case 2:
            let sides = (0..<nodeCount).map { _ in "\(random.integer(in: 0...1))" }
            return .step(
                one([
                    #"{"do": "unite"}"#, #"{"do": "faults", "drop": \#(integer(0...900))}"#,
                    #"{"do": "divide", "sides": [\#(sides.joined(separator: ", "))]}"#,
                ]), made: nil)
        case 3: return .step(#"{"do": "restart"}"#, made: nil)
        case 4:
            return .step(
                one([
                    #"{"do": "damage", "kind": "snapshot"}"#,
                    #"{"do": "damage", "kind": "restore"}"#,
                    """
                    {"do": "damage", "kind": "splice", "splice": {"kind": "xor",
                    "at": \(integer(0...9_000)), "with": \(integer(1...255))}}
                    """,
                    """
                    {"do": "damage", "kind": "splice", "splice": {"kind": "drop",
                    "count": \(integer(1...900))}}
                    """,
                    """
                    {"do": "damage", "kind": "splice", "splice": {"kind": "replace",
                    "text": "\(one(["receipt", "vote", ",", "[", "0x", "eyJ"]))",
                    "with": "\(one(["receipt", "x", "", " ", "["]))"}}
                    """,
                ]), made: nil)
        default: return .send(other, to: surfaces[other] ?? "receipt")
        }
    }

    /// Sends an artefact's parts, some of them changed, to its surface or another.
    mutating func send(
        _ run: GatewayScriptRun, _ artefact: String, to usual: String
    ) throws -> Bool {
        guard let parts = try? run.arena.parts(of: artefact) else { return false }
        let isOdd = random.happens(permille: 100)
        let surface = isOdd ? one(["receipt", "gossip", "vote", "settlement"]) : usual
        let node = random.integer(in: 0...nodeCount - 1)
        for var part in parts.prefix(8) {
            if random.happens(permille: 100), !part.isEmpty {
                part[random.integer(in: 0...part.count - 1)] ^= UInt8(random.integer(in: 1...255))
            }
            do {
                _ = try run.submit(
                    part, to: surface, source: UInt32(random.integer(in: 1...3)), at: node)
            } catch is StepFault {
                return false
            }
        }
        return true
    }
}
