import Encodings
import Foundation
import Scenarios
import TestSupport
import Testing
import Trials

/// The engine on a ledger that one can see through: nothing here knows the real systems.
@Suite("The engine on a toy ledger")
struct EngineTests {
    private static let replay = scenario(
        "TOY-01", oracle: .once, hole: "replay", guards: (published: [], hardened: ["toy_nonce"]),
        line: "eve ben 10 0", times: 2)
    private static let overdraft = scenario(
        "TOY-02", oracle: .solvent, hole: "overdraft",
        guards: (published: [], hardened: ["toy_balance"]), line: "eve ben 101 0", times: 1)
    private static let malformed = scenario(
        "TOY-03", oracle: .solvent, hole: nil,
        guards: (published: ["toy_form"], hardened: ["toy_form"]), line: "eve ben", times: 1)

    /// A scenario's file.
    private static func scenario(
        _ id: String, oracle: ToyOracle, hole: String?,
        guards: (published: [String], hardened: [String]), line: String, times: Int
    ) -> (id: String, text: String) {
        func texts(_ values: [String]) -> String {
            "["
                + values.map { "\"\($0)\"" }
                .joined(separator: ", ") + "]"
        }
        let text = """
            {"schema": "attack/1", "id": "\(id)", "system": "toy", "claim": "LED",
            "severity": "high", "title": "a title", "about": "an attack", "references": [],
            "entry": "transfer", "oracle": "\(oracle.rawValue)",
            "assumes": {"work_share": "0/1", "keys": [], "surfaces": ["transfer"]},
            "steps": [{"do": "make", "as": "line", "line": "\(line)"},
            {"do": "submit", "what": "line", "times": \(times)}],
            "expect": {"published": {"verdict": "\(hole == nil ? "held" : "broken")",
            "guards": \(texts(guards.published))},
            "hardened": {"verdict": "held", "guards": \(texts(guards.hardened))}},
            "holes": \(texts(hole.map { [$0] } ?? []))}
            """
        return (id, text)
    }

    private static func read(
        _ text: String, id: String, systems: [any SystemTrials] = [ToyTrials()]
    ) throws -> Scenario {
        let value = try JSONParser.parse(Array(text.utf8), byteCountMax: 1 << 16)
        return try Scenario(
            json: Array((value.prettyText + "\n").utf8),
            file: "\(Suite.folder)/toy/\(id).json", systems: systems)
    }

    private static func trial(
        _ scenario: (id: String, text: String), _ profile: Profile, guards: Guards = .all
    ) throws -> TrialResult {
        Trial(
            scenario: try read(scenario.text, id: scenario.id), profile: profile, guards: guards,
            seed: "0"
        ).run()
    }

    @Test("A planted hole breaks the published rules, and its guard holds the hardened ones")
    func holes() throws {
        for scenario in [Self.replay, Self.overdraft] {
            #expect(try Self.trial(scenario, .published).verdict == .broken, "\(scenario.id)")
            #expect(try Self.trial(scenario, .hardened).verdict == .held, "\(scenario.id)")
        }
        let broken = try Self.trial(Self.overdraft, .published)
        #expect(broken.evidence == "eve holds -1")
        let held = try Self.trial(Self.overdraft, .hardened)
        #expect(held.guardsHit.map(\.name) == ["toy_balance"])
        #expect(held.evidence.contains("stopped by toy_balance"))
    }

    @Test("Without its guard an attack gets through, without another's it is held")
    func withoutGuards() throws {
        let without = Guards.all.without(ToyLedger.balance)
        #expect(try Self.trial(Self.overdraft, .hardened, guards: without).verdict == .broken)
        #expect(try Self.trial(Self.replay, .hardened, guards: without).verdict == .held)
    }

    @Test("An attack that never meets the guard it names is not exercised")
    func notExercised() throws {
        let harmless = Self.scenario(
            "TOY-04", oracle: .solvent, hole: "overdraft",
            guards: (published: [], hardened: ["toy_balance"]), line: "eve ben 1 0", times: 1)
        let result = try Self.trial(harmless, .hardened)
        #expect(result.verdict == .notExercised)
        #expect(result.evidence == "never fired: toy_balance; fired: none")
        #expect(!result.isAsExpected)
    }

    @Test("From registration to scoreboard: a folder of scenarios, their holes, every guard missed")
    func suite() throws {
        let folder = try TemporaryFolder()
        let scenarios = "\(folder.path)/\(Suite.folder)/toy"
        try FileManager.default.createDirectory(
            atPath: scenarios, withIntermediateDirectories: true)
        for (id, text) in [Self.replay, Self.overdraft, Self.malformed] {
            let value = try JSONParser.parse(Array(text.utf8), byteCountMax: 1 << 16)
            try Data((value.prettyText + "\n").utf8).write(
                to: URL(filePath: "\(scenarios)/\(id).json"))
        }
        let holes = ["replay", "overdraft"].map {
            "{\"id\": \"\($0)\", \"system\": \"toy\", \"title\": \"a hole\"}"
        }.joined(separator: ", ")
        try Data("{\"holes\": [\(holes)]}".utf8).write(
            to: URL(filePath: "\(folder.path)/\(Suite.holesFile)"))

        let suite = try Suite(house: folder.path, systems: [ToyTrials()])
        #expect(suite.problems == [] && suite.scenarios.map(\.summary.id).count == 3)
        let result = suite.run(
            suite.scenarios, profiles: Profile.allCases, seed: "0", threadCount: 2)
        #expect(result.results.count == 6 && result.results.filter { !$0.isAsExpected }.isEmpty)
        #expect(result.holes.map(\.id) == ["replay", "overdraft"])
        let table = MutationTable(
            suite, MutationTable.mutants(suite, systems: ["toy"]), seed: "0", threadCount: 1)
        #expect(
            table.rows.map(\.without.name) == [
                "toy_form", "toy_form", "toy_nonce", "toy_balance",
            ])
        #expect(table.rows.filter { !$0.isRed }.isEmpty)
    }

    @Test("Honest use leaves the oracles silent; an oracle that fires on it is told")
    func nullRuns() {
        #expect(
            NullTrial.complaints(runCount: 20, systems: [ToyTrials()], threadCount: 2).isEmpty)
        let lying = ToyTrials(silentOracles: [.solvent, .liar])
        let complaints = NullTrial.complaints(runCount: 2, systems: [lying], threadCount: 1)
        #expect(
            complaints.map(\.complaint) == ["toy.liar: nothing at all", "toy.liar: nothing at all"])
    }

    @Test("A file names a system, an oracle, an operation and a guard that exist")
    func names() throws {
        func place(_ text: String, _ systems: [any SystemTrials] = [ToyTrials()]) -> String? {
            do {
                _ = try Self.read(text, id: "TOY-01", systems: systems)
                return nil
            } catch { return (error as? ScenarioError)?.place }
        }
        let text = Self.replay.text
        #expect(place(text) == nil)
        #expect(place(text, []) == "system")
        #expect(place(text.replacing("toy.once", with: "toy.never")) == "oracle")
        #expect(place(text.replacing("\"submit\"", with: "\"send\"")) == "steps[1].do")
        #expect(place(text.replacing("toy_nonce", with: "toy_seal")) == "expect.hardened.guards[0]")
        #expect(
            place(text.replacing("\"what\": \"line\"", with: "\"what\": \"none\""))
                == "steps[1].what")
    }
}
