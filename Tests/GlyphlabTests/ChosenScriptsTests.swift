import Foundation
import TestSupport
import Testing

/// `.github/choose-scripts`, which takes a stranger's scripts out of a pull request. Of the workflow
/// around it, the words that keep secrets away are checked; GitHub itself is not tried.
struct ChosenScriptsTests {
    private static let program = Vectors.house.appending(path: ".github/choose-scripts").path

    /// A repository with a commit, and a second one made by `change`.
    private static func chosen(
        _ change: (_ folder: URL) throws -> Void
    ) throws -> (ending: Program.Ending, names: [String], folder: TemporaryFolder) {
        let folder = try TemporaryFolder()
        let repository = URL(filePath: folder.path + "/repository")
        let scripts = repository.appending(path: "Adversarial/scripts/chain")
        try FileManager.default.createDirectory(at: scripts, withIntermediateDirectories: true)
        func git(_ arguments: [String]) throws {
            let identity = ["-c", "user.name=A", "-c", "user.email=a@b", "-c", "core.hooksPath=/"]
            let ending = try Program.run(
                program: "/usr/bin/git", ["-C", repository.path] + identity + arguments)
            try #require(ending.code == 0, "\(ending.messages)")
        }
        try git(["init", "-q"])
        try Data("old".utf8).write(to: scripts.appending(path: "old.py"))
        try Data("same".utf8).write(to: scripts.appending(path: "same.py"))
        try git(["add", "-A"])
        try git(["commit", "-q", "-m", "base"])
        try git(["tag", "base"])
        try change(scripts)
        try git(["add", "-A"])
        try git(["commit", "-q", "-m", "head"])
        let out = folder.path + "/chosen"
        let ending = try Program.run(
            program: "/bin/sh", [program, repository.path, "base", "HEAD", out])
        let names = try? FileManager.default.contentsOfDirectory(atPath: out)
        return (ending, names?.sorted() ?? [], folder)
    }

    @Test("New and changed scripts are taken, under plain names, and nothing else")
    func plain() throws {
        let (ending, names, folder) = try Self.chosen { scripts in
            try Data("changed".utf8).write(to: scripts.appending(path: "old.py"))
            try Data("odd".utf8).write(to: scripts.appending(path: "odd name;$(x)`y`.sh"))
            let other = scripts.appending(path: "../../other.py")
            try Data("other".utf8).write(to: other)
        }
        #expect(ending.code == 0, "\(ending.messages)")
        #expect(names == ["1-odd_name___x__y_.sh", "2-old.py"])
        let text = try String(contentsOfFile: folder.path + "/chosen/2-old.py", encoding: .utf8)
        #expect(text == "changed")
    }

    @Test("Links, large files and many files are refused")
    func refused() throws {
        let (link, _, _) = try Self.chosen { scripts in
            try FileManager.default.createSymbolicLink(
                atPath: scripts.path + "/link.py", withDestinationPath: "/etc/hostname")
        }
        #expect(link.code == 65 && link.messages.contains("mode 120000"))
        let (large, _, _) = try Self.chosen { scripts in
            try Data(count: 1_048_577).write(to: scripts.appending(path: "large.py"))
        }
        #expect(large.code == 65 && large.messages.contains("1048576 bytes"))
        let (many, _, _) = try Self.chosen { scripts in
            for number in 0..<17 {
                try Data("\(number)".utf8).write(to: scripts.appending(path: "\(number).py"))
            }
        }
        #expect(many.code == 65 && many.messages.contains("16 scripts"))
    }

    @Test("The workflow has no secrets, may only read, and checks out the base branch alone")
    func workflow() throws {
        let text = try String(
            contentsOf: Vectors.house.appending(path: ".github/workflows/judge-scripts.yml"),
            encoding: .utf8)
        #expect(!text.contains("secrets.") && !text.contains("pull_request_target"))
        #expect(text.contains("\npermissions:\n  contents: read\n\n"))
        let checkouts = text.components(separatedBy: "actions/checkout@").dropFirst()
        #expect(checkouts.count == 1)
        for checkout in checkouts {
            #expect(checkout.contains("ref: ${{ github.event.pull_request.base.sha }}"))
            #expect(checkout.contains("persist-credentials: false"))
        }
        #expect(text.contains("--require-isolation landlock"))
    }
}
