import AttackedSystems
import Cryptography
import Encodings
import Foundation
import GlyphChainTrials
import Platform
import Scenarios
import Submissions
import TestSupport
import Testing
import Trials

/// Bundles of evidence: recomputed without the script, and refused where a byte is another.
struct EvidenceBundleTests {
    private static let model = TrialModel.digests
    private static let lines = [
        """
        {"jsonrpc":"2.0","id":1,"method":"declare","params":{"name":"junk","version":"1",\
        "author":"a test","about":"Sends junk.","system":"chain","claim":"RES",\
        "severity":"high","assumes":{"work_share":"0/1","surfaces":["block"]}}}
        """,
        #"{"jsonrpc":"2.0","id":2,"method":"advance","params":{"seconds":7}}"#,
        #"{"jsonrpc":"2.0","id":3,"method":"submit","params":{"to":"block","bytes":"e30="}}"#,
        #"{"jsonrpc":"2.0","id":4,"method":"submit","params":{"to":"block","bytes":"bnVsbA=="}}"#,
        #"{"jsonrpc":"2.0","id":5,"method":"done"}"#,
    ].map { Array($0.utf8) }

    /// Among much that does nothing, bytes of which one alone breaks the claim.
    private static let longLines: [[UInt8]] = {
        let middle = (0..<20).map { index in
            let act =
                index == 13
                ? #""submit","params":{"to":"block","bytes":"bnVsbA=="}"#
                : #""advance","params":{"seconds":\#(index + 1)}"#
            return #"{"jsonrpc":"2.0","id":\#(index + 2),"method":\#(act)}"#
        }
        return [lines[0]]
            + (middle + [#"{"jsonrpc":"2.0","id":22,"method":"done"}"#])
            .map { Array($0.utf8) }
    }()

    private static func setup(_ profile: Profile) -> SessionSetup {
        SessionSetup(
            profile: profile,
            seeds: SessionSeeds(master: [UInt8](repeating: 3, count: SessionSeeds.byteCount)),
            systems: [ChainTrials(model: model)])
    }

    private static func suite() throws -> Suite {
        try Suite(house: Vectors.house.path, systems: AttackedSystems.all)
    }

    /// - Parameter budget: sessions to make a break shorter.
    private static func judged(
        _ profile: Profile, budget: Int = 200, _ lines: [[UInt8]] = lines
    ) throws -> JudgedScript {
        let setup = setup(profile)
        let played = try Played.replay(setup, lines: lines, ending: .session)
        let judge = ScriptJudge(
            setup, suite: try suite(), minimisationBudget: budget,
            replayElsewhere: { transcript in
                try Played.replay(setup, lines: transcript.lines, ending: transcript.ending)
                    .judgement.digest
            })
        return try judge.minimised(judge.confirmed(played))
    }

    private static func bundle(_ judged: JudgedScript, _ profile: Profile) -> EvidenceBundle {
        EvidenceBundle(
            facts: EvidenceFacts(
                script: "junk.py", scriptDigest: Digests.sha256([1]).text, target: "embedded",
                profile: profile, claim: nil, seeds: setup(profile).seeds, model: model.name,
                weightsDigest: model.weightsHash.text, build: "a test", isolation: "none",
                isolationFacts: ["a fact"], host: ["a host"]),
            result: EvidenceResult(judged), transcript: judged.played.transcript,
            minimised: judged.minimised?.played.transcript, messages: Array("a note\n".utf8))
    }

    @Test("A break is confirmed, minimised to what it needs, and verified by its bundle alone")
    func verified() throws {
        let judged = try Self.judged(.published)
        #expect(judged.verdict == .broken)
        #expect(judged.replays == (3, 3))
        #expect(judged.minimised?.isMinimal == true)
        #expect(judged.minimised?.played.acts.count == 1)
        // The declaration, one request, and the end: nothing that was refused stays in it.
        #expect(judged.minimised?.played.transcript.exchanges.count == 3)
        try Folder.withTemporary(prefix: "glyphlab-test") { folder in
            let path = Folder.path(folder, "bundle")
            try Self.bundle(judged, .published).write(to: path)
            let read = try EvidenceBundle(folder: path)
            let verification = try BundleVerification(
                read, Self.setup(.published), suite: try Self.suite())
            for check in verification.checks {
                #expect(check.holds, "\(check.name): \(check.stated), \(check.found)")
            }
            // Under the other rules, or with another seed, nothing is the same.
            let other = try BundleVerification(
                read, Self.setup(.hardened), suite: try Self.suite())
            #expect(!other.holds)
            #expect(throws: EvidenceFault.self) {
                try Self.bundle(judged, .published).write(to: path)
            }
        }
    }

    @Test("A search that was cut off goes on in the bundle, to the end of one that was not")
    func resumed() throws {
        let lines = Self.longLines
        let whole = Self.bundle(try Self.judged(.published, lines), .published)
        #expect(whole.result.isMinimal)
        try Folder.withTemporary(prefix: "glyphlab-test") { folder in
            let path = Folder.path(folder, "bundle")
            try Self.bundle(try Self.judged(.published, budget: 0, lines), .published)
                .write(to: path)
            var roundCount = 0
            var counts: [Int] = []
            while true {
                let bundle = try EvidenceBundle(folder: path)
                if bundle.result.isMinimal || roundCount > 200 { break }
                #expect(bundle.transcript == whole.transcript)
                let verification = try BundleVerification(
                    bundle, Self.setup(.published), suite: try Self.suite())
                #expect(verification.holds)
                let shorter = try bundle.minimisedFurther(
                    in: path, Self.setup(.published), budget: 5)
                try shorter.replace(at: path + "/")
                counts.append(shorter.result.minimisedRequestCount ?? 0)
                roundCount += 1
            }
            let last = try EvidenceBundle(folder: path)
            #expect(
                roundCount > 1 && counts == counts.sorted(by: >) && counts.last == 1, "\(counts)")
            #expect(last.minimised?.lines == whole.minimised?.lines)
            #expect(last.result.fingerprint == whole.result.fingerprint)
            #expect(Folder.names(in: folder) == ["bundle"])
        }
        let held = Self.bundle(try Self.judged(.hardened), .hardened)
        #expect(throws: EvidenceFault.self) {
            _ = try held.minimisedFurther(in: "x", Self.setup(.hardened), budget: 5)
        }
    }

    /// Writes a bundle whose members were changed, with digests that agree, as anybody can.
    private static func forge(
        _ bundle: EvidenceBundle, at path: String, without file: String? = nil,
        _ changes: [String: JSONValue]
    ) throws {
        try bundle.write(to: path)
        let place = Folder.path(path, EvidenceBundle.verdictFile)
        let bytes = try WholeFile.read(place, byteCountMax: 1 << 20)
        var members = try #require(
            try JSONParser.parse(bytes, byteCountMax: 1 << 20).objectValue)
        members.removeLast()
        for index in members.indices {
            if let value = changes[members[index].key] {
                members[index] = JSONMember(members[index].key, value)
            }
            if let file, members[index].key == "files" {
                try FileManager.default.removeItem(atPath: Folder.path(path, file))
                let kept = (members[index].value.objectValue ?? []).filter { $0.key != file }
                members[index] = JSONMember("files", .object(kept))
            }
        }
        let digest = Digests.sha256(JSONValue.object(members).compactText.utf8)
        let sealed = JSONValue.object(members + [JSONMember("bundle", .string(digest.text))])
        try WholeFile.write(Array((sealed.prettyText + "\n").utf8), to: place)
    }

    private struct Lie {
        let profile: Profile
        var without: String?
        let changes: [String: JSONValue]
    }

    private static let lies: [Lie] = [
        Lie(profile: .hardened, changes: ["verdict": .string("broken")]),
        Lie(profile: .hardened, changes: ["verdict": .string("lab_fault")]),
        Lie(profile: .hardened, changes: ["verdict": .string("inconclusive")]),
        Lie(profile: .hardened, changes: ["verdict": .string("invalid_submission")]),
        Lie(profile: .hardened, changes: ["fingerprint": .string("00")]),
        Lie(profile: .hardened, changes: ["is_minimal": .boolean(true)]),
        Lie(profile: .hardened, changes: ["executions": .integer(9)]),
        Lie(
            profile: .hardened, changes: ["replays": .integer(3), "replays_identical": .integer(3)]),
        Lie(profile: .hardened, changes: ["guards_hit": .array([])]),
        Lie(profile: .published, changes: ["verdict": .string("held")]),
        Lie(profile: .published, changes: ["verdict": .string("inconclusive")]),
        Lie(profile: .published, changes: ["replays_identical": .integer(2)]),
        Lie(profile: .published, changes: ["evidence": .string("all coins are gone")]),
        Lie(profile: .published, changes: ["kind": .string("theft")]),
        Lie(profile: .published, changes: ["oracle": .string("ledger.exact")]),
        Lie(profile: .published, changes: ["minimised_requests": .integer(0)]),
        Lie(profile: .published, changes: ["fingerprint": .string("00")]),
        Lie(profile: .published, changes: ["positive_control": .array([])]),
        Lie(
            profile: .published, without: EvidenceBundle.minimisedFile,
            changes: ["minimised_requests": .integer(0), "executions": .integer(0)]),
        Lie(
            profile: .published, without: EvidenceBundle.minimisedFile,
            changes: [
                "minimised_requests": .null, "minimised_digest": .null, "fingerprint": .null,
            ]),
    ]

    @Test("A bundle that lies is not verified, though all its digests agree")
    func lies() throws {
        let bundles = (
            broken: Self.bundle(try Self.judged(.published), .published),
            held: Self.bundle(try Self.judged(.hardened), .hardened)
        )
        try Folder.withTemporary(prefix: "glyphlab-test") { folder in
            for (number, lie) in Self.lies.enumerated() {
                let path = Folder.path(folder, "\(number)")
                try Self.forge(
                    lie.profile == .published ? bundles.broken : bundles.held, at: path,
                    without: lie.without, lie.changes)
                let verification = try BundleVerification(
                    try EvidenceBundle(folder: path), Self.setup(lie.profile),
                    suite: try Self.suite())
                #expect(!verification.holds, "\(lie)")
            }
        }
    }

    @Test("A search that is said to be over, and an attack said to be the shortest, are tried anew")
    func forgedSearch() throws {
        let long = Self.bundle(try Self.judged(.published, budget: 0, Self.longLines), .published)
        try Folder.withTemporary(prefix: "glyphlab-test") { folder in
            let forgeries: [[String: JSONValue]] = [
                ["is_minimal": .boolean(true)],
                ["search_place": .array([.integer(1), .integer(90_000), .integer(0)])],
            ]
            for (number, changes) in forgeries.enumerated() {
                let path = Folder.path(folder, "\(number)")
                try Self.forge(long, at: path, changes)
                let shorter = try EvidenceBundle(folder: path).minimisedFurther(
                    in: path, Self.setup(.published), budget: 500)
                #expect(shorter.result.isMinimal && shorter.result.minimisedRequestCount == 1)
            }
        }
    }

    @Test("A shortest attack with another declaration than the script's is found out")
    func otherDeclaration() throws {
        let bundle = Self.bundle(try Self.judged(.published), .published)
        let minimised = try #require(bundle.minimised)
        let first = minimised.exchanges[0]
        let line = Array(
            String(decoding: first.line, as: UTF8.self)
                .replacing("\"severity\":\"high\"", with: "\"severity\":\"critical\"").utf8)
        let other = EvidenceBundle(
            facts: bundle.facts, result: bundle.result, transcript: bundle.transcript,
            minimised: Transcript(
                greeting: minimised.greeting,
                exchanges: [Transcript.Exchange(line: line, answer: first.answer)]
                    + minimised.exchanges.dropFirst(), ending: minimised.ending),
            messages: bundle.messages)
        let verification = try BundleVerification(
            other, Self.setup(.published), suite: try Self.suite())
        #expect(line != first.line)
        #expect(verification.checks.filter { !$0.holds }.map(\.name) == ["minimised declaration"])
    }

    @Test("An ending that is not the session's own is found out")
    func otherEnding() throws {
        let bundle = Self.bundle(try Self.judged(.hardened), .hardened)
        let other = EvidenceBundle(
            facts: bundle.facts, result: bundle.result,
            transcript: Transcript(
                greeting: bundle.transcript.greeting, exchanges: bundle.transcript.exchanges,
                ending: .limit("more than 60 s of time")),
            minimised: nil, messages: bundle.messages)
        let verification = try BundleVerification(
            other, Self.setup(.hardened), suite: try Self.suite())
        #expect(verification.checks.first { $0.name == "ending" }?.holds == false)
    }

    @Test("The same lines are held by hardened rules, and their bundle says so")
    func held() throws {
        let judged = try Self.judged(.hardened)
        #expect(judged.verdict == .held)
        #expect(judged.replays == (1, 1))
        try Folder.withTemporary(prefix: "glyphlab-test") { folder in
            let path = Folder.path(folder, "bundle")
            try Self.bundle(judged, .hardened).write(to: path)
            let verification = try BundleVerification(
                try EvidenceBundle(folder: path), Self.setup(.hardened),
                suite: try Self.suite())
            #expect(verification.holds)
        }
    }

    @Test("A bundle with a byte changed, added or left out is refused: 2,000 seeded changes")
    func changed() throws {
        let judged = try Self.judged(.published)
        try Folder.withTemporary(prefix: "glyphlab-test") { folder in
            let path = Folder.path(folder, "bundle")
            try Self.bundle(judged, .published).write(to: path)
            let files = try Folder.names(in: path).sorted().map { name in
                (name, try WholeFile.read(Folder.path(path, name), byteCountMax: 1 << 24))
            }
            var random = SeededGenerator(seed: 17)
            for change in 0..<2_000 {
                let (name, bytes) = files[Int.random(in: 0..<files.count, using: &random)]
                var other = bytes
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch change % 3 {
                case 0: other[place] ^= UInt8(1 << Int.random(in: 0..<8, using: &random))
                case 1: other.remove(at: place)
                default: other.insert(other[place], at: place)
                }
                let file = URL(filePath: Folder.path(path, name))
                try Data(other).write(to: file)
                #expect(throws: (any Error).self, "change \(change) of \(name) at \(place)") {
                    _ = try EvidenceBundle(folder: path)
                }
                try Data(bytes).write(to: file)
            }
            _ = try EvidenceBundle(folder: path)
            try Data([1]).write(to: URL(filePath: Folder.path(path, "more")))
            #expect(throws: EvidenceFault.self) { _ = try EvidenceBundle(folder: path) }
        }
    }
}
