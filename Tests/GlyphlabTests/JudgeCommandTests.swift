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
        let scenario = folder.path + "/LED-99.json"
        let without = try Program.run([
            "attack", "scenario", moved, "--id", "LED-99", "--out", scenario,
        ])
        #expect(without.code == 64 && without.messages.contains("hole"))
        let written = try Program.run([
            "attack", "scenario", moved, "--id", "LED-99", "--hole", "model-name-unread",
            "--out", scenario,
        ])
        if written.code == 0 {
            #expect(try Program.run(["attack", "run", scenario]).code == 0)
        } else {
            // The hole's name is the suite's affair; the message says which there are.
            #expect(written.messages.contains("holes"), "\(written.messages)")
        }
        let text = try Data(contentsOf: URL(filePath: moved + "/verdict.json"))
        var other = text
        other[text.count / 2] ^= 1
        try other.write(to: URL(filePath: moved + "/verdict.json"))
        #expect(try Program.run(["attack", "verify", moved]).code == 65)
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
