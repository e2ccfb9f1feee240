import Encodings
import Foundation
import TestSupport
import Testing

/// `attack judge` and `attack verify` on a node behind an adapter, as a user meets them.
@Suite(.serialized, .enabled(if: HostileServer.python != nil, "needs Python 3"))
struct ExternalCommandTests {
    private static let scripts = Vectors.house.appending(path: "Adversarial/scripts/external")
    private static let toy = Vectors.house.appending(path: "Adversarial/adapters/toy_chain.py").path

    private static func command(_ file: String) -> String {
        (HostileServer.python ?? "python3") + " " + file
    }

    @Test("Each script gets the verdict that it declares, under both sets of rules")
    func declared() throws {
        let folder = try TemporaryFolder()
        let ending = try Program.run([
            "attack", "judge", "--all", "--adapter", Self.command(Self.toy), "--out",
            folder.path + "/out", "--format", "json",
        ])
        #expect(ending.code == 0, "\(ending.output) \(ending.messages)")
        let scripts = try #require(ending.json().member("scripts")?.arrayValue)
        let there = try FileManager.default.contentsOfDirectory(atPath: Self.scripts.path)
        #expect(scripts.count == 2 * there.count)
        let broken = scripts.filter { $0.member("verdict")?.stringValue == "broken" }
        let oracles = broken.map { $0.member("oracle")?.stringValue ?? "" }.sorted()
        #expect(oracles == ["ledger.exact", "signature.consent"])
        for script in scripts {
            #expect(script.member("system")?.stringValue == "external")
            #expect(script.member("target")?.stringValue?.hasPrefix("toy-chain 1 sha256:") == true)
        }
    }

    @Test("A bundle needs the adapter that it was judged with, wherever that lies")
    func verified() throws {
        let folder = try TemporaryFolder()
        let judged = try Program.run([
            "attack", "judge", Self.scripts.appending(path: "to-oneself.py").path, "--profile",
            "published", "--adapter", Self.command(Self.toy), "--out", folder.path + "/out",
            "--format", "json",
        ])
        let script = try #require(judged.json().member("scripts")?.arrayValue?.first)
        let bundle = try #require(script.member("bundle")?.stringValue)
        let moved = folder.path + "/moved.py"
        try FileManager.default.copyItem(atPath: Self.toy, toPath: moved)
        let verified = try Program.run([
            "attack", "verify", bundle, "--adapter", Self.command(moved),
        ])
        #expect(verified.code == 0, "\(verified.output) \(verified.messages)")
        let without = try Program.run(["attack", "verify", bundle])
        #expect(without.code == 65 && without.messages.contains("--adapter"))
        var text = try String(contentsOfFile: moved, encoding: .utf8)
        text += "# a byte more\n"
        try text.write(toFile: moved, atomically: true, encoding: .utf8)
        let other = try Program.run(["attack", "verify", bundle, "--adapter", Self.command(moved)])
        #expect(other.code == 65 && other.messages.contains("judged with"))
        let none = try Program.run([
            "attack", "judge", Self.scripts.appending(path: "to-oneself.py").path, "--adapter",
            "exit 3",
        ])
        #expect(none.code == 65 && none.messages.contains("ended with code 3"))
        // The shortest attack becomes a scenario on embedded systems alone.
        let scenario = try Program.run(["attack", "scenario", bundle, "--id", "LED-99"])
        #expect(scenario.code == 65 && scenario.messages.contains("embedded system"))
    }
}
