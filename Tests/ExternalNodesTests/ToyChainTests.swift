import Encodings
import ExternalNodes
import Foundation
import Platform
import Scenarios
import Submissions
import TestSupport
import Testing
import Trials

/// The toy chain behind the example adapter, and other programs in its place.
@Suite(.enabled(if: HostileServer.python != nil, "needs Python 3"))
struct ToyChainTests {
    private static var command: String {
        (HostileServer.python ?? "python3") + " "
            + Vectors.house.appending(path: "Adversarial/adapters/toy_chain.py").path
    }

    private static func toy() throws -> ExternalTrials {
        try ExternalTrials(AdapterCommand(command).connector)
    }

    @Test("Honest use leaves all oracles silent under both sets of rules")
    func null() throws {
        let system = try Self.toy()
        for profile in Profile.allCases {
            let outcome = NullTrial(system: system, profile: profile, seed: "5").run()
            #expect(outcome.complaint == nil)
        }
    }

    @Test("Payments to oneself break the published rules, and the bundle is verified alone")
    func selfPayment() throws {
        var session = ExternalSession(
            system: try Self.toy(), profile: .published, claim: "LED")
        let attack =
            ExternalSession.pay("own", to: "attacker", 700)
            + ExternalSession.pay("more", to: "accomplice", 1_400)
        let broken = try session.judged(attack)
        #expect(broken.verdict == .broken && broken.replays == (3, 3), "\(broken.evidence)")
        #expect(broken.played.judgement.oracle == "ledger.exact")
        #expect(broken.positive?.scenario == "reference")
        try Folder.withTemporary(prefix: "glyphlab-test") { folder in
            let path = Folder.path(folder, "bundle")
            try EvidenceBundle(
                facts: EvidenceFacts(
                    script: "a test", scriptDigest: "", target: session.system.nodeName,
                    profile: .published, claim: nil, seeds: session.setup.seeds, model: "none",
                    weightsDigest: "", build: "a test", isolation: "none", isolationFacts: [],
                    host: []),
                result: EvidenceResult(broken), transcript: broken.played.transcript,
                minimised: broken.minimised?.played.transcript, messages: []
            ).write(to: path)
            // Another value of the system: its nodes are other processes.
            let other = ExternalSession(
                system: try Self.toy(), profile: .published, claim: "LED")
            let verification = try BundleVerification(
                try EvidenceBundle(folder: path), other.setup, suite: try ExternalSession.suite())
            for check in verification.checks {
                #expect(check.holds, "\(check.name): \(check.stated), \(check.found)")
            }
            // The sound node of the laboratory does not show the break.
            let sound = ExternalSession(
                system: try ExternalTrials(ExternalTrials.reference), profile: .published,
                claim: "LED")
            #expect(
                try !BundleVerification(
                    try EvidenceBundle(folder: path), sound.setup,
                    suite: try ExternalSession.suite()
                ).holds)
        }
        session.profile = .hardened
        let held = try session.judged(attack)
        #expect(held.verdict == .held, "\(held.evidence)")
        #expect(held.played.judgement.guardsHit == ["balance"])
    }

    @Test("The toy chain and the laboratory's node refuse the same: 300 seeded changes of bytes")
    func difference() throws {
        let plain = try Self.plainTransfer()
        var random = SeededGenerator(seed: 20)
        let changed = (0..<300).map { change -> [UInt8] in
            var bytes = plain
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch change % 4 {
            case 0: bytes[place] ^= UInt8(1 << Int.random(in: 0..<8, using: &random))
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(bytes[place], at: place)
            default: bytes[place] = Array("0123456789abcdef".utf8).randomElement(using: &random)!
            }
            return bytes
        }
        let many = changed + Self.oddPoints(plain) + [Self.otherScalar(plain)]
        func answers(_ system: ExternalTrials) throws -> [String] {
            let session = ExternalSession(system: system, claim: "ENC")
            let played = try session.played((many + [plain]).map(ExternalSession.submit))
            #expect(played.judgement.verdict == .held, "\(played.judgement.evidence)")
            return played.transcript.exchanges.map { String(decoding: $0.answer, as: UTF8.self) }
        }
        let toy = try answers(Self.toy())
        let own = try answers(ExternalTrials(ExternalTrials.reference))
        #expect(toy.dropFirst() == own.dropFirst())
        #expect(own.contains { $0.contains(#"["signature"]"#) })
        #expect(own.contains { $0.contains(#"["form"]"#) })
        // The transfer itself, and no other byte string.
        #expect(own.count { $0.contains(#""taken":1"#) } == 1)
    }

    /// The transfer with points of small order, and with some that are not in their one form, as
    /// its payer's key and in its signature.
    private static func oddPoints(_ plain: [UInt8]) -> [[UInt8]] {
        let zeros = String(repeating: "00", count: 30)
        let ones = String(repeating: "ff", count: 30)
        let points = [
            "00" + zeros + "00", "01" + zeros + "00", "01" + zeros + "80", "ec" + ones + "7f",
            "ed" + ones + "7f", "ee" + ones + "7f", "ff" + ones + "ff", "02" + zeros + "00",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        ].map { Array($0.utf8) }
        let signature = plain.count - 128
        return points.flatMap { point in
            [9, signature, signature + 64].map { start in
                plain[..<start] + point + plain[(start + 64)...]
            }
        }.map(Array.init)
    }

    /// The signature with its s by the group's order larger: the same for a loose verifier.
    private static func otherScalar(_ plain: [UInt8]) -> [UInt8] {
        let order = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"
        let scalar = String(decoding: plain.suffix(64), as: UTF8.self)
        guard let order = Hexadecimal.bytes(of: order), let scalar = Hexadecimal.bytes(of: scalar)
        else { return [] }
        var carry = 0
        let sum = zip(order, scalar).map { first, second -> UInt8 in
            carry += Int(first) + Int(second)
            defer { carry >>= 8 }
            return UInt8(carry & 0xFF)
        }
        return plain.dropLast(64) + Array(Hexadecimal.text(of: sum).utf8)
    }

    private static func plainTransfer() throws -> [UInt8] {
        let session = ExternalSession(
            system: try ExternalTrials(ExternalTrials.reference), claim: "ENC")
        let played = try session.played([
            ("payment", #"{"as":"p","from":"attacker","to":"ada","amount":15}"#),
            ("artefact", #"{"name":"p"}"#),
        ])
        let answer = try JSONParser.parse(
            played.transcript.exchanges[2].answer, byteCountMax: 1 << 20)
        let part = answer.member("result")?.member("parts")?.arrayValue?.first?.stringValue
        return try #require(part.flatMap(Base64.bytes(of:)))
    }

    @Test("A process that ends at an attacker's bytes is a node that dies, and is started again")
    func death() throws {
        let folder = try TemporaryFolder()
        let program = """
            import sys
            sys.path.insert(0, sys.argv[1])
            import toy_chain
            submit = toy_chain.Adapter.submit
            def deadly(self, surface, bytes, source):
                if bytes == "QUJDREVG":
                    sys.exit(f"now, at {id(self)}")
                return submit(self, surface, bytes, source)
            toy_chain.Adapter.submit = deadly
            toy_chain.main()
            """
        try program.write(toFile: folder.path + "/deadly.py", atomically: true, encoding: .utf8)
        let adapters = Vectors.house.appending(path: "Adversarial/adapters").path
        let command = (HostileServer.python ?? "python3") + " \(folder.path)/deadly.py \(adapters)"
        let session = ExternalSession(
            system: try ExternalTrials(AdapterCommand(command).connector), claim: "RES")
        let judged = try session.judged(
            ExternalSession.pay("before", to: "ada", 5) + [
                ExternalSession.submit(Array("ABCDEF".utf8)),
                ExternalSession.submit(Array("ABCDEG".utf8)), ("produce", "{}"),
            ])
        #expect(judged.verdict == .broken && judged.replays == (3, 3), "\(judged.evidence)")
        #expect(judged.evidence == "the node died: it ended at submit: it ended with code 1")
        let answers = judged.played.transcript.exchanges.map {
            String(decoding: $0.answer, as: UTF8.self)
        }
        #expect(answers[3].contains(#""died":true"#))
        #expect(answers[4].contains(#""refused":["form"],"died":false"#))
        #expect(judged.minimised?.played.acts.count == 1)
    }

    @Test("The conversation in NODES.md is a true one")
    func document() throws {
        let page = try String(
            contentsOf: Vectors.house.appending(path: "Adversarial/NODES.md"), encoding: .utf8)
        let lines = page.split(separator: "\n")
        let toy = try AdapterCommand(Self.command).connector(0)
        var count = 0
        for (line, next) in zip(lines, lines.dropFirst()) where line.hasPrefix("> {") {
            let answer = try toy.answer(to: Array(line.dropFirst(2).utf8))
            #expect("< " + String(decoding: answer, as: UTF8.self) == next)
            count += 1
        }
        #expect(count == 10)
    }

    // MARK: Other programs

    @Test(
        "A program that is no adapter gets a word that says so",
        arguments: [
            ("exit 3", "it ended with code 3"), ("no-such-program-here", "it ended with code 127"),
            ("yes | tr -d '\\n'", "more than 8388608 bytes"), ("cat", "hello.result: expected"),
            (
                "echo hello; cat", "hello: expected a line of JSON, got \"hello\""
            ),
            ("echo '[]'; cat", "expected an object"),
            ("kill -9 $$", "SIGKILL"), ("echo last words >&2; exit 1", "last words"),
            ("exec 0<&- 1>&-; sleep 600", "it closed its output"),
        ])
    func noAdapter(_ command: String, _ message: String) throws {
        let fault = #expect(throws: AdapterFault.self) {
            _ = try ExternalTrials(AdapterCommand(command).connector)
        }
        #expect(fault?.description.contains(message) == true, "\(String(describing: fault))")
    }

    @Test("A program that says nothing is given up after ten seconds")
    func silence() throws {
        let fault = #expect(throws: AdapterFault.self) {
            _ = try ExternalTrials(AdapterCommand("sleep 600").connector)
        }
        #expect(fault?.description.contains("it said nothing for 10 s") == true)
    }

    @Test("An adapter gets little of the environment")
    func environment() throws {
        let fault = #expect(throws: AdapterFault.self) {
            _ = try ExternalTrials(
                AdapterCommand("env | cut -d= -f1 | sort | tr '\\n' ' ' >&2; exit 1").connector)
        }
        let told = fault?.description ?? ""
        #expect(told.contains("PATH"))
        for name in ["GLYPHLAB_PYTHON", "USER", "GITHUB"] { #expect(!told.contains(name)) }
    }

    @Test("The digest is of the files that a command names")
    func digest() throws {
        let toy = try AdapterCommand(Self.command)
        #expect(try AdapterCommand(Self.command + " --more").digest == toy.digest)
        #expect(try AdapterCommand(Self.command + " /tmp /dev/null").digest == toy.digest)
        #expect(try AdapterCommand("python3").digest != toy.digest)
    }
}
