import AttackedSystems
import Encodings
import Foundation
import Scenarios
import TestSupport
import Testing
import Trials

@Suite("A scenario's file")
struct ScenarioFileTests {
    private static let file = "Adversarial/scenarios/chain/LED-99.json"

    private static func scenario(_ change: (inout [JSONMember]) -> Void = { _ in }) -> [UInt8] {
        func object(_ members: [(String, JSONValue)]) -> JSONValue {
            .object(members.map { JSONMember($0.0, $0.1) })
        }
        func texts(_ texts: String...) -> JSONValue { .array(texts.map { .string($0) }) }
        func expectation(_ verdict: String, _ guards: JSONValue) -> JSONValue {
            object([("verdict", .string(verdict)), ("guards", guards)])
        }
        var members: [JSONMember] = [
            JSONMember("schema", .string("attack/1")), JSONMember("id", .string("LED-99")),
            JSONMember("system", .string("chain")), JSONMember("claim", .string("LED")),
            JSONMember("severity", .string("critical")), JSONMember("title", .string("a title")),
            JSONMember("about", .string("what is tried")),
            JSONMember("references", .array([])), JSONMember("entry", .string("transaction")),
            JSONMember("oracle", .string("ledger.exact")),
            JSONMember(
                "assumes",
                object([
                    ("work_share", .string("0/1")), ("keys", texts("attacker")),
                    ("surfaces", texts("transaction")),
                ])),
            JSONMember(
                "steps",
                .array([
                    object([
                        ("do", .string("payment")), ("as", .string("p")),
                        ("from", .string("attacker")), ("to", .string("shop")),
                        ("amount", .integer(1)),
                    ]),
                    object([
                        ("do", .string("submit")), ("what", .string("p")),
                        ("to", .string("transaction")),
                    ]),
                ])),
            JSONMember(
                "expect",
                object([
                    ("published", expectation("held", texts("balance"))),
                    ("hardened", expectation("held", texts("balance"))),
                ])),
            JSONMember("holes", .array([])),
        ]
        change(&members)
        return Array((JSONValue.object(members).prettyText + "\n").utf8)
    }

    private func error(_ json: [UInt8], file: String = Self.file) -> ScenarioError? {
        do throws(ScenarioError) {
            _ = try Scenario(json: json, file: file, systems: AttackedSystems.all)
            return nil
        } catch {
            return error
        }
    }

    private static func set(_ key: String, _ text: String) -> [UInt8] {
        scenario { members in
            members = members.map {
                $0.key == key ? JSONMember(key, .string(text)) : $0
            }
        }
    }

    @Test("is refused where a step takes what no step before it makes, or a name comes twice")
    func artefacts() throws {
        func payment(_ more: (String, JSONValue)...) -> JSONValue {
            let members: [(String, JSONValue)] =
                [
                    ("do", .string("payment")), ("as", .string("p")), ("from", .string("attacker")),
                    ("to", .string("shop")), ("amount", .integer(1)),
                ] + more
            return .object(members.map { JSONMember($0.0, $0.1) })
        }
        func step(_ members: (String, JSONValue)...) -> JSONValue {
            .object(members.map { JSONMember($0.0, $0.1) })
        }
        func submit(_ name: String) -> JSONValue {
            step(
                ("do", .string("submit")), ("what", .string(name)), ("to", .string("transaction")))
        }
        let hardened = ("profile", JSONValue.string("hardened"))
        let cases: [(place: String?, steps: [JSONValue])] = [
            (nil, [payment(), submit("p")]), ("steps[1].what", [payment(), submit("q")]),
            ("steps[0].what", [submit("p"), payment()]), ("steps[1].as", [payment(), payment()]),
            ("steps[1].what", [payment(hardened), submit("p")]),
            (
                "steps[0].of",
                [step(("do", .string("bytes")), ("as", .string("b")), ("of", .string("p")))]
            ),
            (
                "steps[1].blocks[1]",
                [
                    payment(),
                    step(
                        ("do", .string("file")), ("as", .string("f")),
                        ("blocks", .array([.string("main:0-1"), .string("b")]))),
                ]
            ),
        ]
        for (place, steps) in cases {
            let error = error(
                Self.scenario { members in
                    members = members.map {
                        $0.key == "steps" ? JSONMember("steps", .array(steps)) : $0
                    }
                })
            #expect(error?.place == place, "\(String(describing: error))")
        }
    }

    @Test("is read as it is written, and runs")
    func reads() throws {
        let scenario = try Scenario(
            json: Self.scenario(), file: Self.file, systems: AttackedSystems.all)
        #expect(scenario.summary.id == "LED-99" && scenario.summary.claim == .ledger)
        #expect(!scenario.assumptions.canWork && scenario.seed == nil)
        for profile in Profile.allCases {
            let result = Trial(
                scenario: scenario, profile: profile, seed: "0"
            ).run()
            #expect(result.verdict == .held, "\(profile): \(result.evidence)")
            #expect(result.guardsHit == [Guard("balance")] && result.isAsExpected)
            let without = Trial(
                scenario: scenario, profile: profile, guards: .all.without(Guard("balance")),
                seed: "0"
            ).run()
            #expect(without.verdict != .held, "\(profile)")
        }
    }

    /// The scenario with some of its expectations alone.
    private static func expecting(_ profiles: [String], holes: [String] = []) -> [UInt8] {
        scenario { members in
            members = members.map { member in
                switch member.key {
                case "expect":
                    JSONMember(
                        "expect",
                        .object(
                            (member.value.objectValue ?? []).filter { profiles.contains($0.key) }))
                case "holes": JSONMember("holes", .array(holes.map { .string($0) }))
                default: member
                }
            }
        }
    }

    @Test("attacks the hardened rules alone where it expects nothing of the published ones")
    func oneProfile() throws {
        let scenario = try Scenario(
            json: Self.expecting(["hardened"]), file: Self.file, systems: AttackedSystems.all)
        #expect(scenario.profiles == [.hardened] && scenario.expectation(.published) == nil)
        let asked = Trial(scenario: scenario, profile: .published, seed: "0").run()
        #expect(asked.verdict == .labFault, "\(asked.evidence)")
        let suite = try Suite(house: Vectors.house.path, systems: AttackedSystems.all)
        let result = suite.run(
            [scenario], profiles: Profile.allCases, seed: "0", threadCount: 1)
        #expect(result.results.map(\.profile) == [.hardened])
        #expect(result.results.map(\.verdict) == [.held])
        #expect(error(Self.expecting(["published"]))?.place == "expect.hardened")
        #expect(error(Self.expecting(["hardened"], holes: ["loose-numbers"]))?.place == "holes")
    }

    @Test("is refused, with place, expected and got, wherever one thing is wrong")
    func refusals() {
        let cases: [(place: String, json: [UInt8])] = [
            ("schema", Self.set("schema", "attack/2")), ("id", Self.set("id", "LED-98")),
            ("id", Self.set("id", "../LED-99")), ("claim", Self.set("claim", "XXX")),
            ("severity", Self.set("severity", "mild")), ("id", Self.set("system", "mesh")),
            ("oracle", Self.set("oracle", "nobody")),
            ("", Array("{".utf8)), ("", Self.scenario() + [0x20]),
            ("", Array(String(decoding: Self.scenario(), as: UTF8.self).dropLast(1).utf8)),
            ("more", Self.scenario { $0.append(JSONMember("more", .null)) }),
            ("title", Self.scenario { $0.removeAll { $0.key == "title" } }),
            (
                "steps",
                Self.scenario { members in
                    members = members.map {
                        $0.key == "steps" ? JSONMember("steps", .array([])) : $0
                    }
                }
            ),
        ]
        for (place, json) in cases {
            let error = error(json)
            #expect(error?.place == place, "\(String(describing: error))")
            #expect(error?.file == Self.file)
        }
        #expect(error(Self.scenario(), file: "Adversarial/scenarios/mesh/LED-99.json") != nil)
    }

    @Test("takes no more than the attacker is granted")
    func granted() {
        func edited(_ old: String, _ new: String) -> [UInt8] {
            let text = String(decoding: Self.scenario(), as: UTF8.self)
            #expect(text.contains(old), "\(old)")
            return Array(text.replacingOccurrences(of: old, with: new).utf8)
        }
        let cases: [(place: String, json: [UInt8])] = [
            ("steps[0].from", edited("\"from\": \"attacker\"", "\"from\": \"ada\"")),
            ("steps[1].to", edited("\"to\": \"transaction\"", "\"to\": \"block\"")),
            ("steps[0].amount", edited("\"amount\": 1", "\"amount\": 1.5")),
            ("steps[0].amount", edited("\"amount\": 1", "\"amount\": -1")),
            ("steps[1].do", edited("\"do\": \"submit\"", "\"do\": \"win\"")),
            ("assumes.work_share", edited("0/1", "0.5")),
            ("assumes.work_share", edited("0/1", "2/1")),
            ("entry", edited("\"entry\": \"transaction\"", "\"entry\": \"web\"")),
            (
                "expect.published.guards[0]",
                edited("\"guards\": [\"balance\"]", "\"guards\": [\"sig\"]")
            ),
            ("expect.published", edited("\"holes\": []", "\"holes\": [\"a\"]")),
            ("expect.hardened.verdict", edited("\"held\"", "\"fine\"")),
        ]
        for (place, json) in cases.dropLast() {
            #expect(error(json)?.place == place, "\(String(describing: error(json)))")
        }
        #expect(error(cases[cases.count - 1].json) != nil)
    }

    @Test("of this repository are all in their one form, with ids and holes of their own")
    func repository() throws {
        let suite = try Suite(house: Vectors.house.path, systems: AttackedSystems.all)
        #expect(!suite.scenarios.isEmpty)
        let ids = suite.scenarios.map(\.summary.id)
        #expect(Set(ids).count == ids.count)
    }

    @Test("never traps, whatever single byte of it is changed")
    func hostile() {
        let json = Self.scenario()
        var random = SeededGenerator(seed: 1)
        for place in json.indices {
            var changed = json
            changed[place] ^= UInt8.random(in: 1...255, using: &random)
            _ = error(changed)
        }
    }
}
