import Foundation
import TestSupport
import Testing

/// `lab` in a house of its own, where `swift` only notes that it was called and `echo` is the
/// program.
@Suite("What lab builds and runs")
struct LabTests {
    private final class House {
        let folder: TemporaryFolder
        var path: String { folder.path + "/house" }

        init() throws {
            folder = try TemporaryFolder()
            let tools = folder.path + "/tools"
            for name in ["/Sources/Room", "/.build/release", "/.lab"] {
                try FileManager.default.createDirectory(
                    atPath: path + name, withIntermediateDirectories: true)
            }
            try FileManager.default.createDirectory(
                atPath: tools, withIntermediateDirectories: true)
            for name in ["lab", ".lab/install.sh"] {
                try FileManager.default.copyItem(
                    atPath: Vectors.house.appending(path: name).path, toPath: "\(path)/\(name)")
            }
            for name in ["glyphlab", "glyphlab-hdf5", "glyphlab-sandbox"] {
                try FileManager.default.copyItem(
                    atPath: "/bin/echo", toPath: "\(path)/.build/release/\(name)")
            }
            for name in ["Package.swift", "Package.resolved", ".build/workspace-state.json"] {
                try write("", name)
            }
            try write("let x = 1", "Sources/Room/X.swift")
            try write("let y = 1", "Sources/Room/Y.swift")
            let swift = """
                #!/bin/sh
                [ "$1" = --version ] && { echo "Swift version 9.0"; exit 0; }
                echo "$@" >>"\(folder.path)/calls"
                """
            for (name, text) in [("swift", swift), ("apt-get", "#!/bin/sh\nexit 1\n")] {
                try text.write(toFile: "\(tools)/\(name)", atomically: false, encoding: .utf8)
                try FileManager.default.setAttributes(
                    [.posixPermissions: 0o755], ofItemAtPath: "\(tools)/\(name)")
            }
        }

        func write(_ text: String, _ name: String) throws {
            try text.write(toFile: "\(path)/\(name)", atomically: false, encoding: .utf8)
        }

        /// What `swift` was asked since the last time.
        func calls() -> [String] {
            let file = folder.path + "/calls"
            let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
            try? FileManager.default.removeItem(atPath: file)
            return text.split(separator: "\n").map(String.init)
        }

        func run(
            _ arguments: [String], in current: String = "/"
        ) throws -> (code: Int32, output: String, messages: String) {
            let process = Process()
            process.executableURL = URL(filePath: path + "/lab")
            process.arguments = arguments
            process.currentDirectoryURL = URL(filePath: current)
            var environment = ProcessInfo.processInfo.environment
            environment["PATH"] = folder.path + "/tools:" + (environment["PATH"] ?? "/usr/bin:/bin")
            environment["GLYPHLAB_WARNINGS_AS_ERRORS"] = nil
            process.environment = environment
            let messages = folder.path + "/messages"
            #expect(FileManager.default.createFile(atPath: messages, contents: nil))
            process.standardError = try FileHandle(forWritingTo: URL(filePath: messages))
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            let bytes = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return (
                process.terminationStatus, String(decoding: bytes, as: UTF8.self),
                try String(contentsOfFile: messages, encoding: .utf8)
            )
        }
    }

    @Test("An unchanged program is run at once; what it is made of is told by content, not by time")
    func stamp() throws {
        let house = try House()
        let first = try house.run(["hello", "two  words"])
        #expect(first.code == 0 && first.output == "hello two  words\n")
        #expect(
            first.messages == "lab: building GlyphLab again, since what it is made of has changed\n"
        )
        #expect(house.calls() == ["build -c release"])
        // A second time, and with a source that is only touched.
        try house.write("let x = 1", "Sources/Room/X.swift")
        let second = try house.run(["hello"])
        #expect(second.messages.isEmpty && house.calls().isEmpty, "\(second.messages)")
        let changes: [(name: String, change: (House) throws -> Void)] = [
            (
                "a change that keeps size and time",
                { house in
                    let path = house.path + "/Sources/Room/X.swift"
                    let before = try FileManager.default.attributesOfItem(atPath: path)
                    try house.write("let x = 2", "Sources/Room/X.swift")
                    try FileManager.default.setAttributes(
                        [.modificationDate: before[.modificationDate] as Any], ofItemAtPath: path)
                }
            ),
            (
                "a deleted file",
                { try FileManager.default.removeItem(atPath: $0.path + "/Sources/Room/Y.swift") }
            ),
            ("a new file", { try $0.write("", "Sources/Room/Z.swift") }),
            ("the manifest", { try $0.write("// other", "Package.swift") }),
            ("another package", { try $0.write("{}", "Package.resolved") }),
            (
                "a program built by hand",
                {
                    let path = $0.path + "/.build/release/glyphlab"
                    try FileManager.default.removeItem(atPath: path)
                    try FileManager.default.copyItem(atPath: "/bin/cat", toPath: path)
                }
            ),
        ]
        for (name, change) in changes {
            try change(house)
            _ = try house.run(["/dev/null"])
            #expect(house.calls() == ["build -c release"], "\(name)")
            _ = try house.run(["/dev/null"])
            #expect(house.calls().isEmpty, "after \(name)")
        }
    }

    @Test("Relative paths mean the caller's folder, also through a link")
    func callersFolder() throws {
        let house = try House()
        let path = house.path + "/.build/release/glyphlab"
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.copyItem(atPath: "/bin/pwd", toPath: path)
        let current = try TemporaryFolder()
        let link = current.path + "/lab"
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: house.path + "/lab")
        #expect(
            try house.run(["-P"], in: current.path).output.contains(
                URL(filePath: current.path).lastPathComponent))
    }

    @Test(
        "Wrong uses of install and package end before anything is built",
        arguments: [
            (["install"], 64, "expected --prefix FOLDER, got none"),
            (["install", "--prefix"], 64, "expected a folder, got nothing"),
            (["install", "--prefix", ""], 64, "expected --prefix FOLDER, got none"),
            (["install", "/opt"], 64, "expected --prefix FOLDER, got /opt"),
            (["install", "--prefix", "/dev/null/x"], 65, "/dev/null, which is no folder"),
            (["package", "--out"], 64, "expected a folder, got nothing"),
            (["package", "here"], 64, "expected --out FOLDER, got here"),
            (["package", "--out=/dev/null"], 65, "/dev/null, which is no folder"),
        ] as [([String], Int32, String)])
    func refusals(arguments: [String], code: Int32, reason: String) throws {
        let house = try House()
        let ending = try house.run(arguments)
        #expect(ending.code == code && ending.output.isEmpty)
        #expect(ending.messages.contains(reason), "\(ending.messages)")
        #expect(house.calls().isEmpty)
    }
}
