import Encodings
import Foundation
import TestSupport
import Testing

/// `attack list` and `attack run`, as people use them in their CI.
@Suite("The attack commands", .serialized)
struct AttackCommandTests {
    private func ids(_ arguments: [String], environment: [String: String] = [:]) throws -> [String]
    {
        let ending = try Program.run(
            ["attack", "list", "--format", "json"] + arguments, environment: environment)
        return try ending.json().at("scenarios").elements().map { try $0.at("id").string() }
    }

    @Test("Filters narrow each other; what is no value of theirs is a usage error")
    func filters() throws {
        let all = try ids([])
        let ledger = try ids(["--claim", "LED"])
        #expect(ledger == all.filter { $0.hasPrefix("LED-") } && !ledger.isEmpty)
        #expect(try ids(["LED-*"]) == ledger)
        #expect(try ids(["--exclude", "LED-*"]) == all.filter { !$0.hasPrefix("LED-") })
        let both = try ids(["--claim", "LED", "--claim", "TIM"])
        #expect(both == all.filter { $0.hasPrefix("LED-") || $0.hasPrefix("TIM-") })
        let severities = try ["critical", "high", "medium"].map { try ids(["--severity", $0]) }
        #expect(severities.reduce(0) { $0 + $1.count } == all.count)
        #expect(!severities[0].isEmpty && severities[0].count < all.count)
        #expect(try ids(["--match", "led-01"]) == ["LED-01"])
        for wrong in [
            ["--severity", "Critical"], ["--severity", ""], ["--claim", "led"], ["NO-*"],
            ["LED-0100"], ["--exclude", "NO-01"],
        ] {
            #expect(try Program.run(["attack", "list"] + wrong).code == 64, "\(wrong)")
        }
        let none = try Program.run(["attack", "run", "LED-01", "--exclude", "LED-*"])
        #expect(none.code == 3 && none.messages.contains("no scenario is of that choice"))
        #expect(try Program.run(["attack", "run", "LED-01", "--tap-version", "12"]).code == 64)
    }

    @Test("SARIF of a green run with known holes has no result, and TAP says 13 or what is asked")
    func green() throws {
        let folder = try TemporaryFolder()
        let sarif = folder.path + "/s.sarif"
        let tap = folder.path + "/t.tap"
        let ending = try Program.run(
            [
                "attack", "run", "ENC-01", "ENC-02", "--sarif", sarif, "--tap", tap,
                "--tap-version",
                "14",
            ])
        #expect(ending.code == 0, "\(ending.messages)")
        let run = try #require(
            JSONParser.parse(
                Array(Data(contentsOf: URL(filePath: sarif))), byteCountMax: 1 << 24
            ).at("runs").elements().first)
        #expect(try run.at("results").elements().isEmpty)
        #expect(try !run.at("properties").at("knownHoles").elements().isEmpty)
        let invocation = try #require(try run.at("invocations").elements().first)
        #expect(try invocation.at("exitCode").integer() == 0)
        #expect(try invocation.at("arguments").elements().contains { try $0.string() == "ENC-02" })
        #expect(try String(contentsOfFile: tap, encoding: .utf8).hasPrefix("TAP version 14\n"))
    }

    @Test("A known failure does not turn the code; one that is gone is told; a wrong line is 65")
    func known() throws {
        let folder = try TemporaryFolder()
        let file = folder.path + "/known.txt"
        func run(_ text: String, _ more: [String] = []) throws -> Program.Ending {
            try Data(text.utf8).write(to: URL(filePath: file))
            return try Program.run(
                ["attack", "run", "LED-01", "--profile", "hardened", "--known", file] + more)
        }
        let show = try Program.run(["attack", "list", "LED-01", "--format", "json"])
        #expect(show.code == 0)
        let gone = try run("LED-01 hardened ticket 7\n")
        #expect(gone.code == 0)
        #expect(gone.output.contains("known failure that no longer fails: LED-01 hardened"))
        for text in ["LED-99 hardened x", "LED-01 hardened", "LED-01 neither x"] {
            let ending = try run(text)
            #expect(ending.code == 65 && ending.messages.contains("line 1"), "\(text)")
        }
        #expect(
            try Program.run(["attack", "run", "LED-01", "--known", folder.path + "/no"]).code != 0)
        let first = try Program.run(
            ["attack", "run", "LED-01", "--profile", "hardened", "--format", "json"])
        let verdict = try #require(try first.json().at("verdicts").elements().first)
        let guards = try verdict.at("guards_expected").elements().map { try $0.string() }
        let without = guards.flatMap { ["--without", $0] }
        #expect(try run("", without).code != 0)
        let accepted = try run("LED-01 hardened its guard is out", without)
        #expect(accepted.code == 0, "\(accepted.output)")
        #expect(accepted.output.contains("reason:   its guard is out"))
    }

    /// A house whose scenarios can be changed.
    private func house() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let manager = FileManager.default
        for name in ["Models", "Goldens"] {
            try manager.createSymbolicLink(
                atPath: "\(folder.path)/\(name)",
                withDestinationPath: Vectors.house.appending(path: name).path)
        }
        try manager.copyItem(
            atPath: Vectors.house.appending(path: "Adversarial").path,
            toPath: folder.path + "/Adversarial")
        return folder
    }

    @Test("Other files are passed over; one spoiled scenario is told, and the others still run")
    func spoiled() throws {
        let folder = try house()
        let scenarios = folder.path + "/Adversarial/scenarios"
        let environment = ["GLYPHLAB_HOUSE": folder.path]
        let all = try ids([])
        for name in [".DS_Store", "notes.txt", ".hidden.json"] {
            try Data("x".utf8).write(to: URL(filePath: "\(scenarios)/chain/\(name)"))
        }
        let clean = try Program.run(["attack", "list"], environment: environment)
        #expect(clean.code == 0 && clean.messages == "", "\(clean.messages)")
        try Data("{ }".utf8).write(to: URL(filePath: scenarios + "/chain/LED-01.json"))
        let list = try Program.run(
            ["attack", "list", "--format", "json"], environment: environment)
        #expect(list.code == 65)
        #expect(list.messages.contains("Adversarial/scenarios/chain/LED-01.json: "))
        #expect(try list.json().at("scenarios").elements().count == all.count - 1)
        func code(_ arguments: [String]) throws -> Int32 {
            try Program.run(["attack"] + arguments, environment: environment).code
        }
        #expect(try code(["run", "FRK-01", "--profile", "hardened"]) == 0)
        #expect(try code(["run", "LED-0[1]"]) == 64)
        #expect(try code(["run", "LED-01"]) == 65)
        #expect(try code(["show", "LED-01"]) == 65)
        #expect(
            try code(["run", "LED-0*", "--exclude", "LED-02", "--profile", "hardened"]) == 65)
        try FileManager.default.createDirectory(
            atPath: scenarios + "/unknown", withIntermediateDirectories: false)
        let unknown = try Program.run(["attack", "list"], environment: environment)
        #expect(unknown.code == 65)
        #expect(unknown.messages.contains("scenarios/unknown: expected a folder of"))
    }

    @Test("Events are read in seconds and words; a guard's absence is said")
    func events() throws {
        let ending = try Program.run(["attack", "show", "LED-01", "--events"])
        #expect(ending.code == 0)
        #expect(ending.output.contains(" s  ") && !ending.output.contains("intact(\""))
    }

    @Test("--version says version, commit and build")
    func version() throws {
        let ending = try Program.run(["--version"])
        #expect(ending.code == 0)
        let form =
            /glyphlab [0-9]+\.[0-9]+\.[0-9]+ \(commit [0-9A-Za-z._-]+( with changes)?, (release|debug)\)\n/
        #expect(ending.output.wholeMatch(of: form) != nil, "\(ending.output)")
    }
}
