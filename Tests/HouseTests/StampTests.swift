import Foundation
import TestSupport
import Testing

/// The script that tells a build of which commit it is, in repositories of its own.
@Suite("The stamp of a build")
struct StampTests {
    private static let script = Vectors.house
        .appending(path: "Sources/CBuildFacts/write_stamp.sh").path

    /// The lines of the header that the script writes.
    private func stamp(_ package: String, commit: String = "") throws -> [String] {
        try shell("sh \"$0\" \"$1\" \"$2\"", [Self.script, package, commit])
        let header = package + "/.build/stamp/glyphlab_stamp.h"
        return try String(contentsOfFile: header, encoding: .utf8)
            .split(separator: "\n").map(String.init)
    }

    private func lines(_ commit: String, _ hasChanges: Int) -> [String] {
        [
            "#define GLYPHLAB_STAMP_COMMIT \"\(commit)\"",
            "#define GLYPHLAB_STAMP_HAS_CHANGES \(hasChanges)",
        ]
    }

    @discardableResult
    private func shell(_ command: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-euc", command] + arguments
        process.environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
            "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(command)")
        return String(decoding: bytes, as: UTF8.self).trimmingCharacters(
            in: .whitespacesAndNewlines)
    }

    private static let commit = """
        git -C "$0" add -A
        git -C "$0" -c user.name=n -c user.email=e commit -q --allow-empty -m m
        git -C "$0" rev-parse HEAD
        """

    private func repository() throws -> (folder: TemporaryFolder, head: String) {
        let folder = try TemporaryFolder()
        let head = try shell(
            "git init -q \"$0\"; mkdir \"$0/Sources\"; echo .build >\"$0/.gitignore\"\n"
                + "echo 1 >\"$0/Sources/a\"\n" + Self.commit, [folder.path])
        return (folder, head)
    }

    @Test("A clean tree is its commit, the next commit is told, an unchanged stamp is not touched")
    func commits() throws {
        let (folder, head) = try repository()
        #expect(head.count == 40)
        #expect(try stamp(folder.path) == lines(head, 0))
        let header = folder.path + "/.build/stamp/glyphlab_stamp.h"
        let long = Date(timeIntervalSince1970: 1_000_000)
        try FileManager.default.setAttributes([.modificationDate: long], ofItemAtPath: header)
        #expect(try stamp(folder.path) == lines(head, 0))
        let attributes = try FileManager.default.attributesOfItem(atPath: header)
        #expect(attributes[.modificationDate] as? Date == long)
        let next = try shell(Self.commit, [folder.path])
        #expect(next != head)
        #expect(try stamp(folder.path) == lines(next, 0))
    }

    @Test(
        "Changes of known files and new sources are told, other new files are not",
        arguments: [("Sources/a", 1), ("Sources/new", 1), ("new", 0), (".gitignore", 1)])
    func changes(name: String, hasChanges: Int) throws {
        let (folder, head) = try repository()
        try shell("echo '# 2' >>\"$0\"", ["\(folder.path)/\(name)"])
        #expect(try stamp(folder.path) == lines(head, hasChanges))
    }

    @Test("Sources without Git, or in a folder of another repository, are of no known commit")
    func unknown() throws {
        let bare = try TemporaryFolder()
        #expect(try stamp(bare.path) == lines("unknown", -1))
        let (folder, _) = try repository()
        #expect(try stamp(folder.path + "/Sources") == lines("unknown", -1))
    }

    @Test(
        "A given name of a commit is taken where it can stand in a C text",
        arguments: [
            ("v1.2-3_a", "v1.2-3_a"), ("a\"; int x", "unknown"), ("a\\", "unknown"),
            ("a\nb", "unknown"),
            (String(repeating: "f", count: 80), String(repeating: "f", count: 64)),
        ])
    func given(name: String, expected: String) throws {
        let bare = try TemporaryFolder()
        #expect(try stamp(bare.path, commit: name) == lines(expected, -1))
    }
}
