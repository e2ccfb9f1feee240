import Encodings
import Foundation
import TestSupport
import Testing

/// `glyphlab system`: what it lists, and how it compares systems with their vectors.
@Suite("The system commands", .serialized)
struct SystemCommandTests {
    private static let rules =
        Vectors.house.appending(path: "Goldens/vectors/chain_rules.json").path
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A file in the test's own folder.
    private func file(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
        let path = folder.path + "/" + name
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }

    private func vectors(_ arguments: [String]) throws -> Program.Ending {
        try Program.run(["system", "vectors"] + arguments)
    }

    /// The chain's rules with the first reward and the first salt changed.
    private func changedRules() throws -> String {
        let text = try String(contentsOfFile: Self.rules, encoding: .utf8)
            .replacing("\"reward\":700", with: "\"reward\":701", maxReplacements: 1)
            .replacing("\"salt\":\"salt_", with: "\"salt\":\"salz_", maxReplacements: 1)
        return try file("changed.json", text.utf8)
    }

    @Test("Each system is listed with both sets of rules, rooms, scenarios and forms of vectors")
    func list() throws {
        let text = try Program.run(["system", "list"])
        #expect(text.code == 0 && text.messages == "")
        let systems = try Program.run(["system", "list", "--format", "json"]).json()
            .at("systems").elements()
        let listed = try systems.map { try $0.at("name").string() }
        #expect(listed == ["chain", "receipts", "learning", "mesh", "hybrid"])
        for system in systems {
            #expect(text.output.contains("  \(try system.at("name").string()): "))
            #expect(
                try system.at("profiles").elements().map { try $0.string() }
                    == ["published", "hardened"])
            #expect(try system.at("scenarios").integer() > 0)
            for room in try system.at("rooms").elements() {
                let name = try room.at("name").string()
                let path = Vectors.house.appending(path: "Sources/\(name)").path
                #expect(FileManager.default.fileExists(atPath: path), "\(name)")
            }
        }
        let forms = try systems[0].at("vector_forms").elements().map { try $0.string() }
        #expect(forms.contains("chain_rules"))
    }

    @Test("Vectors that are all equal end with 0, in the order of the arguments")
    func equal() throws {
        let copy = try file("any-name", Data(contentsOf: URL(filePath: Self.rules)))
        let ending = try vectors(["chain", Self.rules, copy, "--format", "json"])
        #expect(ending.code == 0 && ending.messages == "", "\(ending.messages)")
        let reports = try ending.json().elements()
        #expect(try reports.map { try $0.at("file").string() } == [Self.rules, copy])
        for report in reports {
            #expect(try report.at("form").string() == "chain_rules")
            #expect(try report.at("cases").integer() == report.at("equal").integer())
            #expect(try report.at("cases").integer() > 700)
            #expect(try report.at("skipped").integer() == 0)
            #expect(try report.at("derived").compactText == "false")
            #expect(try report.at("differences").elements().isEmpty)
        }
    }

    @Test("Differences end with 1 and are told by index, expected and got")
    func differences() throws {
        let changed = try changedRules()
        let ending = try vectors(["chain", Self.rules, changed, "--format", "json"])
        #expect(ending.code == 1)
        let reports = try ending.json().elements()
        #expect(try reports[0].at("differences").elements().isEmpty)
        let differences = try reports[1].at("differences").elements()
        try #require(
            try differences.map { try $0.at("index").string() } == ["salt 0", "reward 0"])
        #expect(try differences[1].at("expected").string() == "701")
        #expect(try differences[1].at("got").string() == "700")
        #expect(
            try reports[1].at("equal").integer() == reports[0].at("equal").integer() - 2)
        let text = try vectors(["chain", changed])
        #expect(text.code == 1)
        #expect(text.output.contains("\(changed), case reward 0\n    expected  701\n"))
        #expect(text.output.contains("    got       700\n"))
    }

    @Test("Skipped cases end with 2, with their reason, but 1 where another differs")
    func skipped() throws {
        let alone = try file(
            "alone.json",
            Data(
                contentsOf: Vectors.house.appending(
                    path: "Goldens/vectors/chain_differential.json")))
        let ending = try vectors(["chain", alone, "--format", "json"])
        #expect(ending.code == 2)
        let report = try ending.json().elements()[0]
        #expect(try report.at("skipped").integer() == 3_000)
        #expect(try report.at("equal").integer() == 0)
        let reasons = try report.at("skip_reasons").elements()
        #expect(
            try reasons.map { try $0.at("reason").string() }
                == ["needs the chain of chain_synth_tiny.json in the same folder"])
        #expect(try reasons[0].at("indices").elements().count == 3_000)
        let text = try vectors(["chain", alone])
        // A long folder moves the line's ends.
        let words = text.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(text.code == 2 && words.contains("alone.json: 3,000 cases skipped:"))
        #expect(try vectors(["chain", alone, changedRules()]).code == 1)
    }

    @Test("A file of another form, of another system, or none at all ends with 65")
    func otherForms() throws {
        for name in ["cascade", "python_random"] {
            let path = Vectors.house.appending(path: "Goldens/vectors/\(name).json").path
            let ending = try vectors(["chain", path])
            #expect(ending.code == 65 && ending.output == "")
            #expect(ending.messages.contains("\(path): document: expected one of the forms of"))
        }
        #expect(try vectors(["receipts", Self.rules]).code == 65)
        let missing = try vectors(["chain", folder.path + "/none.json"])
        #expect(missing.code == 65 && missing.messages.contains("none.json"))
        #expect(try vectors(["chain", folder.path]).code == 65)
    }

    @Test("Usage: a system that is not there, no file, and a tokenizer that cannot be read")
    func usage() throws {
        #expect(try vectors(["chian", Self.rules]).code == 64)
        #expect(try vectors(["chain"]).code == 64)
        #expect(try Program.run(["system"]).code == 64)
        #expect(try vectors(["receipts", Self.rules, "--tokenizer", folder.path]).code == 64)
        let ending = try vectors(["chain", Self.rules, "--tokenizer", folder.path])
        #expect(ending.code == 2 && ending.messages.contains("tokenizer.json"))
    }

    @Test(
        "Hostile files end with 65 and a place, whatever they hold",
        arguments: HostileVectors.all)
    func hostile(_ one: HostileVectors) throws {
        let path = try file("hostile.json", one.bytes)
        let ending = try vectors(["chain", path])
        #expect(ending.code == 65, "\(one.name): \(ending.code) \(ending.messages.prefix(300))")
        #expect(ending.output == "")
        #expect(
            ending.messages.hasPrefix("glyphlab: \(path): \(one.place)"),
            "\(one.name): \(ending.messages.prefix(300))")
    }
}
