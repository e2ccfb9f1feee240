import AttackedSystems
import Encodings
import Foundation
import Scenarios
import TestSupport
import Testing
import Trials

@Suite("The reference of steps")
struct StepReferenceTests {
    private static func text(_ path: String) throws -> String {
        try String(contentsOf: Vectors.house.appending(path: path), encoding: .utf8)
    }

    @Test("The tables of Adversarial/README.md are those that files are read by")
    func tables() throws {
        let readme = try Self.text("Adversarial/README.md")
        for system in AttackedSystems.all {
            #expect(
                readme.contains("\n" + StepReference.markdown(of: system) + "\n"),
                "'glyphlab attack steps --system \(system.name) --markdown' prints another table")
        }
    }

    @Test("The tables of Adversarial/PROTOCOL.md are those that questions are read by")
    func questions() throws {
        let page = try Self.text("Adversarial/PROTOCOL.md")
        let systems = AttackedSystems.all.compactMap { $0 as? any ScriptedTrials }
        #expect(!systems.isEmpty)
        for system in systems {
            #expect(
                page.contains("\n" + StepReference.markdown(ofQuestions: system) + "\n"),
                "'attack steps --system \(system.name) --questions --markdown' prints another table"
            )
        }
    }

    private static func oracles(_ system: some ScriptedTrials, _ claim: Claim) -> [String] {
        system.oracles(of: claim, .hardened).map { "`\($0.rawValue)`" }
    }

    @Test("The documents name the steps that scripts may ask for, and the oracles of each claim")
    func scripts() throws {
        let page = try Self.text("Adversarial/PROTOCOL.md")
        let readme = try Self.text("Adversarial/README.md")
        let systems = AttackedSystems.all.compactMap { $0 as? any ScriptedTrials }
        for system in systems {
            let steps = system.scriptSteps.map { "`\($0)`" }.joined(separator: ", ")
            #expect(page.contains("| `\(system.name)` | \(steps) |\n"))
        }
        for claim in Claim.allCases {
            let cells = systems.map { Self.oracles($0, claim).joined(separator: ", ") }
            let row = readme.split(separator: "\n").first {
                $0.hasPrefix("| `\(claim.rawValue)` | ")
            }
            guard cells.contains(where: { !$0.isEmpty }) else {
                #expect(row == nil)
                continue
            }
            let found = try #require(row).split(separator: "|").map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            for (cell, text) in zip(cells, found.dropFirst(2)) {
                #expect(text.hasPrefix(cell.isEmpty ? "–" : cell), "\(claim)")
                #expect(
                    text.split(separator: "`").count <= 2 * max(1, cell.split(separator: ",").count)
                )
            }
        }
    }

    @Test("The schema for editors is that of the tables")
    func schema() throws {
        let document = ScenarioSchema.document(AttackedSystems.all).prettyText + "\n"
        let file = try Self.text("Adversarial/scenario.schema.json")
        let isSame = document == file
        let line = zip(document.split(separator: "\n"), file.split(separator: "\n"))
            .enumerated().first { $1.0 != $1.1 }?.offset
        #expect(
            isSame,
            """
            Adversarial/scenario.schema.json is another one from line \((line ?? 0) + 1) on: \
            'glyphlab attack steps --schema' prints it
            """)
    }

    @Test(
        "An independent reader of JSON Schema takes every scenario, and refuses a misspelled step",
        .enabled(
            if: Python.has("jsonschema"),
            Comment(rawValue: Python.skipNote("jsonschema"))))
    func validated() throws {
        let output = try Python.script(
            "check_schema.py", [Vectors.house.appending(path: "Adversarial").path], input: [])
        let counts = String(decoding: output, as: UTF8.self)
        let suite = try Suite(house: Vectors.house.path, systems: AttackedSystems.all)
        #expect(counts == "\(suite.scenarios.count) taken, \(suite.scenarios.count) refused\n")
    }

    @Test("Every kind and every member has a line of help that begins with a capital and ends")
    func help() {
        for system in AttackedSystems.all {
            for kind in system.stepKinds {
                let lines = [kind.help] + kind.members.map(\.help)
                for line in lines {
                    #expect(
                        line.first?.isUppercase == true && line.last == ".",
                        "\(system.name), \(kind.name): \(line)")
                }
                #expect(Set(kind.members.map(\.name)).count == kind.members.count, "\(kind.name)")
            }
        }
    }
}
