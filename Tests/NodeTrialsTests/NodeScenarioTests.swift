import Encodings
import Foundation
import GlyphChainTrials
import NodeTrials
import Scenarios
import TestSupport
import Testing
import Trials

@Suite("Nodes of the chain under attack")
struct NodeScenarioTests {
    private static let system = NodeSystemTrials(model: .digests)
    private static let folder = Vectors.house.appending(path: "Adversarial/scenarios/node")

    private static func files() throws -> [(name: String, json: JSONValue)] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
            let bytes = Array(try Data(contentsOf: folder.appending(path: name)))
            return (name, try JSONParser.parse(bytes, byteCountMax: bytes.count))
        }
    }

    private static func scenario(_ name: String, _ json: JSONValue) throws -> Scenario {
        try Scenario(
            json: Array((json.prettyText + "\n").utf8),
            file: "Adversarial/scenarios/node/\(name)", systems: [system])
    }

    @Test("Every attack ends as its file expects, under both sets of rules")
    func verdicts() throws {
        let files = try Self.files()
        #expect(files.count >= 16)
        var brokenCount = 0
        for (name, json) in files {
            let scenario = try Self.scenario(name, json)
            for profile in scenario.profiles {
                let result = Trial(scenario: scenario, profile: profile, seed: "0").run()
                #expect(result.isAsExpected, "\(name), \(profile): \(result.evidence)")
                if result.verdict == .broken { brokenCount += 1 }
            }
        }
        #expect(brokenCount >= 16)
        print("attacks on nodes: \(files.count), published rules broken by \(brokenCount)")
    }

    @Test("Every row of the page's table of attacks has a scenario")
    func rows() throws {
        let references = try Self.files().flatMap { try $0.json.at("references").elements() }
            .map { try $0.string() }
        for row in [1, 2, 3, 5, 6, 7, 8, 11, 12, 14, 15, 16, 17, 19] {
            let digits = row < 10 ? "0\(row)" : "\(row)"
            #expect(references.contains("node.md section 10, node-\(digits)"), "node-\(digits)")
        }
    }

    @Test("Nothing breaks where the attacker sends, answers and changes nothing")
    func controls() throws {
        var count = 0
        for (name, json) in try Self.files() {
            guard let steps = json.member("steps")?.arrayValue,
                let members = json.objectValue
            else { continue }
            let left = steps.filter { step in
                !["submit", "answer", "damage"].contains(step.member("do")?.stringValue ?? "")
            }
            // In what is left of the others somebody else's clock, or their own payment, is it.
            guard left.count < steps.count, !left.isEmpty else { continue }
            let changed = members.map { member in
                member.key == "steps" ? JSONMember("steps", .array(left)) : member
            }
            let scenario = try Self.scenario(name, .object(changed))
            for profile in scenario.profiles {
                let result = Trial(scenario: scenario, profile: profile, seed: "0").run()
                #expect(result.verdict != .broken, "\(name), \(profile): \(result.evidence)")
                #expect(result.verdict != .labFault, "\(name), \(profile): \(result.evidence)")
                count += 1
            }
        }
        #expect(count > 40)
        print("trials without an attack: \(count)")
    }

    @Test("Honest use is quiet under both sets of rules", arguments: 0..<12)
    func honestUse(seed: Int) {
        for profile in Profile.allCases {
            let outcome = NullTrial(system: Self.system, profile: profile, seed: "\(seed)").run()
            #expect(outcome.complaint == nil, "\(profile), seed \(seed)")
        }
    }

    @Test("Without any one guard, a scenario that names it turns red")
    func mutations() throws {
        let scenarios = try Self.files().map { try Self.scenario($0.name, $0.json) }
        for profile in Profile.allCases {
            for one in Self.system.guards(profile) {
                let named = scenarios.filter {
                    $0.expectation(profile)?.guards.contains(one) ?? false
                }
                let verdicts = named.map {
                    Trial(
                        scenario: $0, profile: profile, guards: .all.without(one), seed: "0"
                    ).run().verdict
                }
                #expect(
                    verdicts.contains { $0 == .broken || $0 == .notExercised },
                    "\(profile), \(one.name): \(verdicts)")
            }
        }
    }
}
