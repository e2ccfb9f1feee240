import Foundation
import Platform
import Sandboxes
import TestSupport
import Testing

/// The launcher started by a user other than root, who keeps his identity and can make no control
/// group. Root must start it as that user.
@Suite("The sandbox of another user", .enabled(if: getuid() == 0, "needs root"), .serialized)
struct OtherUserTests {
    /// An identity that nothing else has.
    private static let user = "\(1_800_000_000 + Int(getpid()))"
    private static let folder = Result { try makeFolder() }
    private static let python = "/usr/bin/python3"

    /// A folder that the user can read, with the launcher and the probe.
    private static func makeFolder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let files = FileManager.default
        for (source, name) in [
            (HelperProgram.path("glyphlab-sandbox"), "launcher"), (ProbeTests.script, "probe.py"),
        ] {
            try files.copyItem(atPath: source, toPath: "\(folder.path)/\(name)")
            try files.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: "\(folder.path)/\(name)")
        }
        try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        return folder
    }

    private struct Run {
        let lines: [String]
        let messages: String
        let code: Int32
    }

    /// Runs the launcher with arguments, as the user.
    private static func run(_ arguments: [String]) throws -> Run {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/setpriv")
        process.arguments =
            ["--reuid=\(user)", "--regid=\(user)", "--clear-groups", "--"]
            + ["\(try folder.get().path)/launcher"] + arguments
        process.currentDirectoryURL = URL(filePath: "/")
        let (output, messages) = (Pipe(), Pipe())
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = messages
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        let said = try messages.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Run(
            lines: String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init),
            messages: String(decoding: said, as: UTF8.self), code: process.terminationStatus)
    }

    /// Arguments that show the folder, and the folder's name inside.
    private static func showing(_ level: IsolationLevel) throws -> (
        arguments: [String], inside: String
    ) {
        let outside = try folder.get().path
        let risk = level == .limits ? ["--accept-no-isolation"] : []
        return (
            ["--level", level.rawValue, "--cpu-seconds", "2", "--folder", outside, "/attack"]
                + risk,
            level == .namespaces ? "/attack" : outside
        )
    }

    /// Whether the user can have the level; says so where not.
    private static func has(_ level: IsolationLevel, for claim: String) throws -> Bool {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv") else {
            print("skipped: \(claim): this machine has no setpriv")
            return false
        }
        let run = try run(try showing(level).arguments + ["--", "/usr/bin/true"])
        if run.code != 0 {
            print("skipped: \(claim) at \(level.rawValue), as another user: \(run.messages)")
        }
        return run.code == 0
    }

    @Test("The probe is answered as it is for root", arguments: IsolationLevel.allCases)
    func attempts(_ level: IsolationLevel) throws {
        guard ProbeTests.isHeldToGolden(level), try Self.has(level, for: "the probe") else {
            return
        }
        let (arguments, inside) = try Self.showing(level)
        let run = try Self.run(
            arguments + ["--", Self.python, "-s", "-B", "-u", "\(inside)/probe.py"])
        #expect(run.code == 0)
        #expect(run.messages == "")
        #expect(try ProbeTests.differences(run.lines, level) == [])
    }

    @Test(
        "Processes that follow one another without an end are gone",
        arguments: [
            IsolationLevel.landlock, .namespaces,
        ])
    func successors(_ level: IsolationLevel) throws {
        guard try Self.has(level, for: "processes that follow one another") else { return }
        // Each lives for less than it takes to look for it. They stop by themselves after 20 s.
        let code = """
            import os, time
            end = time.time() + 20
            print(os.getpid(), flush=True)
            for _ in range(8):
                # Those that ended may count against the limit for a moment.
                try: child = os.fork()
                except OSError: break
                if child == 0:
                    while time.time() < end:
                        if os.fork() != 0: os._exit(0)
            """
        let run = try Self.run(
            try Self.showing(level).arguments + ["--", Self.python, "-I", "-c", code])
        #expect(run.code == 0)
        #expect(run.lines.count == 1)
        #expect(Self.processes() == [])
    }

    /// The processes that the user has.
    private static func processes() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.filter { name in
            guard Int(name) != nil,
                let status = try? String(contentsOfFile: "/proc/\(name)/status", encoding: .utf8)
            else { return false }
            return status.contains("\nUid:\t\(user)\t")
        }
    }
}
