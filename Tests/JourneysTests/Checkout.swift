import Encodings
import Foundation
import TestSupport

/// A fresh copy of the repository as a reader has it after the first build, in which the documents'
/// commands run as they stand. What stands in for something else there is `standIns`.
final class Checkout {
    /// Everything that is not what a reader would have, with its reason.
    static let standIns: [(name: String, reason: String)] = [
        (
            "swift build",
            "The program is built already: the copy holds the one under test, "
                + "and a stand-in for 'swift build' ends with 0."
        ),
        (
            "swift test",
            "The tests would start themselves: a stand-in for 'swift test' has the "
                + "test bundle list its tests."
        ),
        (
            "gpt2",
            "GPT-2 has 548 MB: path/to/gpt2, its pin and its golden are those of a "
                + "synthetic model of its shape."
        ),
        (
            "hub",
            "Nothing outside this machine is asked: HF_ENDPOINT names a hub on loopback "
                + "that serves the stand-in for GPT-2."
        ),
        (
            "chain.json",
            "A reader brings a chain in the published form: three blocks of the "
                + "stand-in for GPT-2 are mined and exported first."
        ),
    ]

    private let folder: TemporaryFolder
    private let hub: HostileServer?
    let path: String
    /// Where the stand-in for Swift notes what it was called with.
    private let calls: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path + "/glyphlab"
        calls = folder.path + "/calls"
        let manager = FileManager.default
        try manager.createDirectory(
            atPath: path + "/.build/release", withIntermediateDirectories: true)
        for name in try manager.contentsOfDirectory(atPath: Vectors.house.path)
        where name != ".git" && !name.hasPrefix(".build") {
            try manager.copyItem(
                atPath: Vectors.house.appending(path: name).path, toPath: "\(path)/\(name)")
        }
        for name in ["glyphlab", "glyphlab-hdf5", "glyphlab-sandbox"] {
            let built = Shell.program.deletingLastPathComponent().appending(path: name).path
            try manager.copyItem(atPath: built, toPath: "\(path)/.build/release/\(name)")
        }
        // SwiftPM's note of the packages, by which lab knows an unchanged build.
        try manager.copyItem(
            atPath: Vectors.house.appending(path: ".build/workspace-state.json").path,
            toPath: path + "/.build/workspace-state.json")
        hub =
            HostileServer.python == nil
            ? nil
            : try HostileServer(folder: folder.path, serving: SyntheticModel.gpt2.get().path)
        try putSwift()
        try SyntheticModel.gpt2.get().stand(in: path)
        let first = try run("./lab --version")
        guard first.code == 0 else { throw SyntheticModel.Unmade(message: first.messages) }
    }

    var program: String { path + "/.build/release/glyphlab" }

    /// Runs a script in the copy's folder, or in one below it.
    func run(_ script: String, variables: [String: String] = [:], limitSeconds: Int = 900) throws
        -> Ending
    {
        var all = ["PATH": "\(folder.path)/bin:\(Self.searchPath)"]
        if let hub { all["HF_ENDPOINT"] = hub.baseURL("plain") }
        return try Shell.run(
            script, in: path, variables: all.merging(variables) { $1 }, limitSeconds: limitSeconds)
    }

    /// What the stand-in for Swift was called with, a line each.
    func swiftCalls() throws -> [String] {
        try String(contentsOfFile: calls, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    private static let searchPath = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"

    /// A `swift` that comes first on the path.
    private func putSwift() throws {
        let bin = folder.path + "/bin"
        try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: false)
        let script = """
            #!/bin/sh
            echo "$*" >>\(Shell.quoted(calls))
            case "$1" in
            --version) PATH=\(Shell.quoted(Self.searchPath)) exec swift --version ;;
            build) exit 0 ;;
            test) exec \(Shell.quoted(Self.bundle)) --testing-library swift-testing --list-tests ;;
            *) echo "the stand-in for swift knows no $1" >&2; exit 64 ;;
            esac

            """
        try Data(script.utf8).write(to: URL(filePath: bin + "/swift"))
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: bin + "/swift")
        try Data().write(to: URL(filePath: calls))
    }

    /// The bundle that runs these tests.
    private static let bundle =
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        ?? CommandLine.arguments[0]
}
