import Encodings
import Foundation
import TestSupport
import Testing

/// The way of a stranger's scenario: begun, changed, checked, formatted and run where it lies.
@Suite("Writing a scenario")
struct AttackWritingTests {
    @Test("A new scenario is checked and run where it lies", arguments: ["chain", "receipts"])
    func journey(system: String) throws {
        let folder = try TemporaryFolder()
        let begun = try Program.run(
            ["attack", "new", "ENC-90", "--system", system, "--out", "mine.json"],
            folder: folder.path)
        #expect(begun.code == 0, "\(begun.messages)")
        #expect(begun.output.contains("glyphlab attack run ./mine.json"))
        let checked = try Program.run(["attack", "check", "mine.json"], folder: folder.path)
        #expect(checked.code == 0 && checked.output == "1 file can be run\n")
        let run = try Program.run(
            ["attack", "run", "./mine.json", "--profile", "hardened", "--format", "json"],
            folder: folder.path)
        #expect(run.code == 0, "\(run.messages)")
        let verdict = try #require(run.json().at("verdicts").elements().first)
        #expect(try verdict.at("id").string() == "ENC-90")
        #expect(try verdict.at("verdict").string() == "held")
        let again = try Program.run(
            ["attack", "new", "ENC-90", "--system", system, "--out", "mine.json"],
            folder: folder.path)
        #expect(again.code == 65 && again.messages.contains("expected no file there yet"))
        let stream = try Program.run(
            ["attack", "new", "ENC-91", "--system", system, "--out", "-"], folder: folder.path)
        #expect(stream.code == 64 && stream.messages.contains("expected the name of a file"))
    }

    @Test(
        "A claim of which the system has no scenario is refused, unless one is named to begin from")
    func foreignClaim() throws {
        let folder = try TemporaryFolder()
        let new = ["attack", "new", "TIM-90", "--system", "receipts", "--out", "mine.json"]
        let refused = try Program.run(new, folder: folder.path)
        #expect(refused.code == 64)
        #expect(refused.messages.contains("has a scenario that holds under both sets of rules ("))
        #expect(refused.messages.contains("ENC") && refused.messages.contains("got TIM"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        let named = try Program.run(new + ["--like", "ENC-33"], folder: folder.path)
        #expect(named.code == 0, "\(named.messages)")
    }

    @Test("Filters choose among files of one's own as among the repository's")
    func filters() throws {
        let folder = try TemporaryFolder()
        for id in ["ENC-90", "LED-90"] {
            let begun = try Program.run(
                ["attack", "new", id, "--system", "chain", "--out", "\(id).json"],
                folder: folder.path)
            #expect(begun.code == 0, "\(begun.messages)")
        }
        let files = ["attack", "list", "./ENC-90.json", "./LED-90.json", "--format", "json"]
        for (filter, expected) in [
            ([], ["ENC-90", "LED-90"]), (["--claim", "LED"], ["LED-90"]),
            (["--exclude", "LED-9*"], ["ENC-90"]), (["--system", "receipts"], nil),
        ] as [([String], [String]?)] {
            let listed = try Program.run(files + filter, folder: folder.path)
            guard let expected else {
                #expect(listed.code == 3, "\(filter)")
                continue
            }
            let ids = try listed.json().at("scenarios").elements().map { try $0.at("id").string() }
            #expect(ids == expected, "\(filter)")
        }
    }

    @Test("A file that is wrong is named with the place, and no other is kept from its check")
    func wrong() throws {
        let folder = try TemporaryFolder()
        for name in ["right.json", "wrong.json"] {
            _ = try Program.run(
                ["attack", "new", "LED-90", "--system", "chain", "--out", name],
                folder: folder.path)
        }
        let file = URL(filePath: "\(folder.path)/wrong.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        try Data(text.replacing("\"oracle\": \"", with: "\"oracle\": \"x").utf8).write(to: file)
        let checked = try Program.run(
            ["attack", "check", "wrong.json", "right.json"], folder: folder.path)
        #expect(checked.code == 65)
        #expect(checked.output.contains("wrong.json: oracle: expected one of ledger.exact"))
        #expect(checked.output.hasSuffix("1 file can be run, 1 cannot\n"))
        let run = try Program.run(["attack", "run", "./wrong.json"], folder: folder.path)
        #expect(run.code == 65 && run.messages.contains("oracle: expected one of"))
    }

    @Test("Format writes the one form, and --check names files of another and writes nothing")
    func format() throws {
        let folder = try TemporaryFolder()
        _ = try Program.run(
            ["attack", "new", "LED-90", "--system", "chain", "--out", "a.json"],
            folder: folder.path)
        let file = URL(filePath: "\(folder.path)/a.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        try Data(text.replacing("\n", with: "\n  ").utf8).write(to: file)
        let other = try Program.run(["attack", "format", "a.json", "--check"], folder: folder.path)
        #expect(other.code == 1 && other.output == "a.json: has another form\n")
        let refused = try Program.run(["attack", "check", "a.json"], folder: folder.path)
        #expect(refused.code == 65 && refused.output.contains("glyphlab attack format"))
        #expect(try Program.run(["attack", "format", "a.json"], folder: folder.path).code == 0)
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
        let link = URL(filePath: "\(folder.path)/link.json")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
        try Data(text.replacing("\n", with: "\n  ").utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        #expect(try Program.run(["attack", "format", "link.json"], folder: folder.path).code == 0)
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == file.path)
        try Data("{\"schema\":".utf8).write(to: file)
        let broken = try Program.run(["attack", "format", "a.json"], folder: folder.path)
        #expect(broken.code == 65)
        #expect(try String(contentsOf: file, encoding: .utf8) == "{\"schema\":")
    }

    @Test("Guards are named without a run, one is taken out by name, and an unknown one refused")
    func guards() throws {
        let named = try Program.run(["attack", "mutate", "--list", "--system", "chain"])
        #expect(named.code == 0 && named.output.contains("\nchain hardened balance\n"))
        #expect(!named.output.contains("receipts"))
        let taken = try Program.run([
            "attack", "mutate", "--system", "receipts", "--guard", "token_range",
        ])
        #expect(taken.code == 0, "\(taken.output)\(taken.messages)")
        #expect(taken.output.hasSuffix("  1 guards taken out, 1 turned red, 1 of them broken\n"))
        let unknown = try Program.run(["attack", "mutate", "--guard", "no_such"])
        #expect(unknown.code == 64 && unknown.messages.contains("--list"))
    }

    @Test("Check and format take the id of a scenario for its file, and refuse an unknown one")
    func ids() throws {
        let checked = try Program.run(["attack", "check", "LED-01", "NET-40"])
        #expect(checked.code == 0 && checked.output.contains("2 files can be run"))
        let formatted = try Program.run(["attack", "format", "LED-01", "--check"])
        #expect(formatted.code == 0 && formatted.output.isEmpty)
        let unknown = try Program.run(["attack", "check", "LED-999"])
        #expect(unknown.code == 64)
        #expect(unknown.messages.contains("expected a scenario's file, or the id of one"))
    }

    @Test("Steps are told with their members; a kind or a system that is none is refused by name")
    func steps() throws {
        let told = try Program.run(["attack", "steps", "--system", "receipts", "take"])
        #expect(told.code == 0 && told.output.hasPrefix("take: "))
        #expect(told.output.contains("index"))
        let none = try Program.run(["attack", "steps", "--system", "chain", "steal"])
        #expect(none.code == 64 && none.messages.contains("got steal"))
        for command in [["mutate"], ["run", "LED-01"], ["show", "LED-01"]] {
            let seed = try Program.run(["attack"] + command + ["--seed", "ZZ"])
            #expect(seed.code == 64 && seed.messages.contains("got ZZ"), "\(command)")
        }
        let mesh = try Program.run(["attack", "steps", "--system", "nowhere"])
        #expect(mesh.code == 64 && mesh.messages.contains("expected chain or receipts"))
    }
}
