import Encodings
import Foundation
import TestSupport
import Testing

/// `attack judge`, `attack verify` and `attack scenario`, as a user meets them.
@Suite(.serialized)
struct JudgeCommandTests {
    private static let scripts = Vectors.house.appending(path: "Adversarial/scripts/chain")

    private static func judge(_ script: String, _ arguments: [String]) throws -> Program.Ending {
        try Program.run(
            ["attack", "judge", scripts.appending(path: script).path, "--format", "json"]
                + arguments)
    }

    private static func script(_ ending: Program.Ending) throws -> JSONValue {
        try #require(ending.json().member("scripts")?.arrayValue?.first)
    }

    @Test("A break is kept, verified elsewhere with the script gone, and becomes a scenario")
    func journey() throws {
        let folder = try TemporaryFolder()
        let script = folder.path + "/mine.py"
        try FileManager.default.copyItem(
            atPath: Self.scripts.appending(path: "old-version.py").path, toPath: script)
        let judged = try Program.run([
            "attack", "judge", script, "--profile", "published", "--out", folder.path + "/out",
            "--format", "json",
        ])
        #expect(judged.code == 0, "\(judged.messages)")
        let found = try Self.script(judged)
        #expect(found.member("verdict")?.stringValue == "broken")
        #expect(found.member("is_minimal")?.booleanValue == true)
        let bundle = try #require(found.member("bundle")?.stringValue)
        try FileManager.default.removeItem(atPath: script)
        // Moved, as to another machine.
        let moved = folder.path + "/moved"
        try FileManager.default.moveItem(atPath: bundle, toPath: moved)
        for _ in 0..<2 {
            let verified = try Program.run(["attack", "verify", moved, "--format", "json"])
            #expect(verified.code == 0, "\(verified.output)")
            #expect(try verified.json().member("verified")?.booleanValue == true)
        }
        let scenario = folder.path + "/MOD-99.json"
        let export = ["attack", "scenario", moved, "--id", "MOD-99", "--out", scenario]
        let without = try Program.run(export)
        #expect(without.code == 64 && without.messages.contains("hole"))
        #expect(try Program.run(export + ["--hole", "old-version"]).code == 0)
        let run = try Program.run(["attack", "run", scenario, "--format", "json"])
        #expect(run.code == 0, "\(run.messages)")
        // Nothing shorter is found, and the bundle stays as it is.
        #expect(try Program.run(["attack", "minimise", moved]).code == 0)
        #expect(try Program.run(["attack", "verify", moved]).code == 0)
        let text = try Data(contentsOf: URL(filePath: moved + "/verdict.json"))
        var other = text
        other[text.count / 2] ^= 1
        try other.write(to: URL(filePath: moved + "/verdict.json"))
        #expect(try Program.run(["attack", "verify", moved]).code == 65)
    }

    /// Lines of the session in PROTOCOL.md, with their marks.
    private static func documentedSession() throws -> [String] {
        let page = try String(
            contentsOf: Vectors.house.appending(path: "Adversarial/PROTOCOL.md"), encoding: .utf8)
        return page.split(separator: "\n").map(String.init)
            .filter { $0.hasPrefix("< {") || $0.hasPrefix("> {") }
    }

    @Test("The session in PROTOCOL.md is that of a script in the collection, byte for byte")
    func documentation() throws {
        let folder = try TemporaryFolder()
        let ending = try Self.judge(
            "greedy.sh",
            [
                "--profile", "hardened", "--seed", String(repeating: "17", count: 32), "--out",
                folder.path + "/o",
            ])
        let bundle = try #require(try Self.script(ending).member("bundle")?.stringValue)
        let transcript = try String(contentsOfFile: bundle + "/transcript.jsonl", encoding: .utf8)
        let lines = try transcript.split(separator: "\n").compactMap { line -> String? in
            let value = try JSONParser.parse(Array(line.utf8), byteCountMax: 1 << 20)
            if let said = value.member("lab")?.stringValue { return "< " + said }
            return (value.member("script")?.stringValue).map { "> " + $0 }
        }
        let documented = try Self.documentedSession()
        #expect(lines.count == 17 && documented.count == lines.count)
        for (line, shown) in zip(lines, documented) { #expect(line == shown) }
    }

    @Test("A seed gives the same session again")
    func seed() throws {
        let seed = String(repeating: "5a", count: 32)
        let digests = try (0..<2).map { index in
            let folder = try TemporaryFolder()
            let ending = try Self.judge(
                "two-shops.py",
                ["--profile", "hardened", "--seed", seed, "--out", folder.path + "/o"])
            return try Self.script(ending).member("digest")?.stringValue
        }
        #expect(digests[0] != nil && digests[0] == digests[1])
    }

    @Test("bench --scripts judges every repetition alike, and stands alone")
    func bench() throws {
        let ending = try Program.run(["bench", "--scripts", "--repeats", "1", "--format", "json"])
        #expect(ending.code == 0, "\(ending.messages)")
        let points = try #require(ending.json().member("referee")?.arrayValue)
        #expect(points.count == 4)
        for point in points {
            #expect(point.member("messages")?.integerValue == 20_000)
            #expect(point.member("digest")?.stringValue?.utf8.count == 64)
        }
        #expect(try Program.run(["bench", "--scripts", "--trace"]).code == 64)
    }

    @Test("Another claim than the declared is an invalid submission; usage is refused")
    func refusals() throws {
        let folder = try TemporaryFolder()
        let other = try Self.judge(
            "two-shops.py",
            ["--profile", "hardened", "--claim", "ENC", "--out", folder.path + "/o"])
        #expect(other.code == 65)
        #expect(try Self.script(other).member("verdict")?.stringValue == "invalid_submission")
        for arguments in [
            ["attack", "judge"], ["attack", "judge", "x.py", "--all"],
            ["attack", "judge", "x.py", "--claim", "ABC"],
            ["attack", "judge", "x.py", "--seed", "0"],
            ["attack", "judge", "x.py", "--require-isolation", "some"],
        ] {
            #expect(try Program.run(arguments).code == 64, "\(arguments)")
        }
        #expect(try Program.run(["attack", "judge", "not-there.py"]).code == 65)
        #expect(try Program.run(["attack", "verify", "not-there"]).code != 0)
    }
}
