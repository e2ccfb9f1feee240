import Encodings
import Scenarios
import Submissions
import TestSupport
import Testing
import Trials

/// A script by its lines, against the toy ledger: `published` takes a nonce twice and pays more
/// than there is.
struct AttackSessionTests {
    private static let declaration = """
        {"jsonrpc":"2.0","id":1,"method":"declare","params":{"name":"toy","version":"1",\
        "author":"a test","about":"Spends too much.","system":"toy","claim":"LED",\
        "severity":"high","assumes":{"work_share":"0/1","surfaces":["transfer"]}}}
        """

    private static func setup(_ profile: Profile, seed: UInt8 = 7) -> SessionSetup {
        SessionSetup(
            profile: profile,
            seeds: SessionSeeds(master: [UInt8](repeating: seed, count: SessionSeeds.byteCount)),
            systems: [ToyTrials()])
    }

    private static func submit(_ id: Int, _ line: String) -> String {
        let bytes = Base64.text(of: Array(line.utf8))
        return """
            {"jsonrpc":"2.0","id":\(id),"method":"submit","params":{"to":"transfer",\
            "bytes":"\(bytes)"}}
            """
    }

    private static func play(
        _ profile: Profile, _ lines: [String], _ ending: ScriptEnding = .session
    ) throws -> Played {
        try Played.replay(
            setup(profile), lines: ([declaration] + lines).map { Array($0.utf8) }, ending: ending)
    }

    private static func done(_ id: Int) -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"method":"done"}"#
    }

    @Test("The same lines break published rules and are held by hardened ones")
    func verdicts() throws {
        let lines = [Self.submit(2, "eve ada 500 0"), Self.done(3)]
        let broken = try Self.play(.published, lines).judgement
        #expect(broken.verdict == .broken)
        #expect(broken.oracle == "toy.solvent")
        let held = try Self.play(.hardened, lines).judgement
        #expect(held.verdict == .held)
        #expect(held.guardsHit == ["toy_balance"])
        #expect(try Self.play(.hardened, [Self.done(2)]).judgement.verdict == .notExercised)
    }

    @Test("A break stays a break whatever the script does after it")
    func brokenFirst() throws {
        let attack = Self.submit(2, "eve ada 500 0")
        for (line, ending) in [
            ("BROKEN", ScriptEnding.session), (Self.submit(2, "x"), .session),
            (Self.submit(3, "x"), .killed(signal: 11)), (Self.submit(3, "x"), .limit("silence")),
        ] {
            let judgement = try Self.play(.published, [attack, line], ending).judgement
            #expect(judgement.verdict == .broken, "\(line)")
        }
    }

    @Test(
        "A line that breaks the protocol is an invalid submission",
        arguments: [
            "", "BROKEN", "[]", #"[{"jsonrpc":"2.0","id":2,"method":"done"}]"#,
            #"{"jsonrpc":"2.0","id":3,"method":"done"}"#, #"{"id":2,"method":"done"}"#,
            #"{"jsonrpc":"2.0","id":2.0,"method":"done"}"#,
            #"{"jsonrpc":"2.0","id":"2","method":"done"}"#,
            #"{"jsonrpc":"2.0","id":2,"\u0069d":2,"method":"done"}"#,
            #"{"jsonrpc":"2.0","id":2,"method":"done","result":{"verdict":"broken"}}"#,
            declaration.replacing("\"id\":1", with: "\"id\":2"),
        ])
    func violations(_ line: String) throws {
        let judgement = try Self.play(.hardened, [line]).judgement
        #expect(judgement.verdict == .invalidSubmission)
    }

    @Test("An error that ends nothing leaves the attack to go on")
    func errors() throws {
        let lines = [
            #"{"jsonrpc":"2.0","id":2,"method":"verdict","params":{"verdict":"broken"}}"#,
            #"{"jsonrpc":"2.0","id":3,"method":"submit","params":{"to":"store","bytes":""}}"#,
            #"{"jsonrpc":"2.0","id":4,"method":"make","params":{"as":"../x","line":"x"}}"#,
            #"{"jsonrpc":"2.0","id":5,"method":"balance","params":{"of":"nobody"}}"#,
            Self.submit(6, "eve ada 500 0"), Self.done(7),
        ]
        let played = try Self.play(.hardened, lines)
        #expect(played.judgement.verdict == .held)
        let answers = played.transcript.exchanges.map { String(decoding: $0.answer, as: UTF8.self) }
        for (answer, code) in zip(answers.dropFirst(), [-32601, -32001, -32602, -32000]) {
            #expect(answer.contains("\"code\":\(code)"), "\(answer)")
        }
    }

    @Test("A break is minimised to the requests that it needs, and its transcript is read back")
    func minimisation() throws {
        var lines: [String] = []
        for index in 0..<20 { lines.append(Self.submit(index + 2, "eve ada 500 \(index % 3)")) }
        let played = try Self.play(.published, lines + [Self.done(22)])
        var minimiser = Minimiser(
            Self.setup(.published), Minimised(whole: played), budget: 1_000)
        let minimised = try minimiser.run()
        #expect(minimised.isMinimal)
        #expect(minimised.played.acts.count == 1)
        #expect(minimised.played.judgement.oracle == played.judgement.oracle)
        let transcript = played.transcript
        #expect(try Transcript(fileBytes: transcript.fileBytes, file: "t") == transcript)
    }

    @Test("The script's seed is not the referee's, and both follow from the master seed")
    func seeds() throws {
        let (first, again) = (try Self.play(.hardened, []), try Self.play(.hardened, []))
        #expect(first.transcript == again.transcript)
        #expect(first.judgement == again.judgement)
        let other = try Played.replay(
            Self.setup(.hardened, seed: 8), lines: [Array(Self.declaration.utf8)],
            ending: .session)
        #expect(other.transcript.greeting != first.transcript.greeting)
    }
}
