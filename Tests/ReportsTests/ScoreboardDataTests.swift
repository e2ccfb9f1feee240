import Encodings
import Foundation
import Reports
import TestSupport
import Testing
import Trials

/// The file of the attacks that the field names first, against the scenarios that there are.
@Suite("Named attacks")
struct ScoreboardDataTests {
    private static let folder = Vectors.house.appending(path: "Adversarial")

    private static func known() throws -> [NamedAttacks.Known] {
        let scenarios = folder.appending(path: "scenarios")
        let names = try FileManager.default.subpathsOfDirectory(atPath: scenarios.path).sorted()
        return try names.filter { $0.hasSuffix(".json") }.map { name in
            let bytes = [UInt8](try Data(contentsOf: scenarios.appending(path: name)))
            let value = try JSONParser.parse(bytes, byteCountMax: bytes.count)
            return NamedAttacks.Known(
                system: try #require(value.member("system")?.stringValue),
                id: try #require(value.member("id")?.stringValue),
                profiles: Profile.allCases.filter {
                    value.member("expect")?.member($0.rawValue) != nil
                })
        }
    }

    @Test("The file has each attack on each system that has scenarios, or a reason for the blank")
    func whole() throws {
        let bytes = try Data(contentsOf: Self.folder.appending(path: "named_attacks.json"))
        let named = try NamedAttacks(json: [UInt8](bytes))
        let known = try Self.known()
        #expect(known.count >= 500)
        #expect(named.problems(with: known) == [])
        #expect(
            named.attacks.map(\.name)
                == ["forgery", "replay", "proof theft", "fork", "unvetted model"])
    }

    private static func problems(_ cells: String) throws -> [String] {
        let text = """
            {"attacks": [{"name": "fork", "about": "Two histories.", "cells": [\(cells)]}]}
            """
        return try NamedAttacks(json: Array(text.utf8)).problems(with: [
            .init(system: "a", id: "FRK-01", profiles: [.published, .hardened]),
            .init(system: "a", id: "FRK-02", profiles: [.hardened]),
            .init(system: "b", id: "FRK-03", profiles: [.hardened]),
        ])
    }

    private static let right = #"{"system": "a", "scenarios": ["FRK-01"]}"#
    private static let other = """
        {"system": "b", "scenarios": ["FRK-03"], "blank": {"published": "No rule knows forks."}}
        """

    @Test("What is missing, unknown, twice or without a reason is told")
    func problems() throws {
        #expect(try Self.problems("\(Self.right), \(Self.other)") == [])
        let half = #"{"system": "a", "scenarios": ["FRK-02"]}"#
        let reasoned = #"{"system": "a", "scenarios": ["FRK-01"], "blank": {"hardened": "x"}}"#
        let cases = [
            (Self.right, ["fork: expected one cell for b"]),
            (
                "\(Self.right), \(Self.other), \(Self.right)", ["fork: expected one cell for a"]
            ),
            (
                "\(half), \(Self.other)",
                ["fork, a: expected a scenario under published rules or a reason"]
            ),
            (
                "\(reasoned), \(Self.other)",
                ["fork, a: expected no reason where hardened is tried"]
            ),
            (
                #"{"system": "a", "scenarios": ["FRK-01", "FRK-03"]}, \#(Self.other)"#,
                ["fork, a: expected a scenario, got FRK-03"]
            ),
            (
                #"\#(Self.right), \#(Self.other), {"system": "c", "blank": {"hardened": "x"}}"#,
                ["fork, c: expected a system with scenarios"]
            ),
        ]
        for (cells, expected) in cases { #expect(try Self.problems(cells) == expected) }
    }

    @Test(
        "A file of another form is refused",
        arguments: [
            "", "[]", #"{"attacks": [{"name": "x"}]}"#,
            #"{"attacks": [{"name": "x", "about": "y", "cells": [], "more": 1}]}"#,
            #"{"attacks": [{"name": "x", "about": "y", "cells": [{"scenarios": []}]}]}"#,
            """
            {"attacks": [{"name": "x", "about": "y",
              "cells": [{"system": "a", "blank": {"other": "z"}}]}]}
            """,
        ])
    func refused(text: String) {
        #expect(throws: (any Error).self) { try NamedAttacks(json: Array(text.utf8)) }
    }
}
