import Foundation
import Platform
import TestSupport
import Testing

@Suite("Outputs that a user names")
struct OutputFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func path(_ name: String) -> String { folder.path + "/" + name }

    private func read(_ name: String) throws -> [UInt8] {
        try WholeFile.read(path(name), byteCountMax: 1 << 20)
    }

    private func mode(_ name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path(name))
        return try #require(attributes[.posixPermissions] as? Int)
    }

    @Test("A file shows its old bytes until it is finished, then the new ones, with its old mode")
    func wholeFile() throws {
        try WholeFile.write([1, 2, 3], to: path("file"))
        #expect(unsafe chmod(path("file"), 0o640) == 0)
        let output = try OutputFile(path: path("file"))
        #expect(Folder.names(in: folder.path) == ["file"])
        try output.append([4])
        try output.append([5])
        #expect(try read("file") == [1, 2, 3])
        try output.finish()
        #expect(try read("file") == [4, 5])
        #expect(try mode("file") == 0o640)
        #expect(Folder.names(in: folder.path) == ["file"])
    }

    @Test("A file that is never finished keeps its bytes, and nothing is left beside it")
    func dropped() throws {
        try WholeFile.write([1], to: path("file"))
        do {
            let output = try OutputFile(path: path("file"))
            try output.append([2])
        }
        #expect(try read("file") == [1])
        #expect(Folder.names(in: folder.path) == ["file"])
    }

    @Test("An output without a byte becomes an empty file")
    func empty() throws {
        try OutputFile(path: path("file")).write([])
        #expect(try read("file") == [])
    }

    @Test("Names that nothing can be written under are refused before the work, with the reason")
    func refused() throws {
        try WholeFile.write([1], to: path("file"))
        let loop = path("loop")
        #expect(unsafe symlink(loop, loop) == 0)
        for (name, reason) in [
            ("absent/file", "expected a folder \(path("absent"))/, got none"),
            ("file/below", "expected a folder \(path("file"))/, got none"),
            (".", "got a folder"), ("..", "got a folder"), ("file/", "got a folder"),
            ("loop", "got links that lead to each other"),
        ] {
            let error = #expect(throws: PlatformError.self, "\(name)") {
                try OutputFile(path: path(name))
            }
            #expect(error?.description.hasPrefix(path(name) + ": ") == true, "\(name)")
            #expect(error?.description.contains(reason) == true, "\(name): \(error as Any)")
            #expect(throws: PlatformError.self) { try OutputFile.check(path(name)) }
        }
        for name in ["", folder.path + "\0x", "/proc/self/fd/9999", "/dev/fd/9999"] {
            #expect(throws: PlatformError.self, "\(name)") { try OutputFile(path: name) }
        }
        #expect(Folder.names(in: folder.path) == ["file", "loop"])
        #expect(try read("file") == [1])
    }

    @Test("A link stays a link, and what it leads to gets the bytes, also through two links")
    func links() throws {
        try Folder.create(path("real"))
        try WholeFile.write([1], to: path("real/file"))
        #expect(unsafe symlink("real/file", path("first")) == 0)
        #expect(unsafe symlink("first", path("second")) == 0)
        #expect(unsafe symlink("real", path("folder")) == 0)
        try OutputFile(path: path("second")).write([2])
        #expect(try read("real/file") == [2])
        try OutputFile(path: path("folder/file")).write([3])
        #expect(try read("real/file") == [3])
        for (name, target) in [("first", "real/file"), ("second", "first"), ("folder", "real")] {
            #expect(
                try FileManager.default.destinationOfSymbolicLink(atPath: path(name)) == target)
        }
        #expect(Folder.names(in: path("real")) == ["file"])
    }

    @Test("A link to a name that nothing has yet stays, and the name comes to be")
    func danglingLink() throws {
        #expect(unsafe symlink("later", path("link")) == 0)
        try OutputFile(path: path("link")).write([1])
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path("link")) == "later")
        #expect(try read("later") == [1])
        #expect(unsafe symlink("absent/later", path("lost")) == 0)
        #expect(throws: PlatformError.self) { try OutputFile(path: path("lost")) }
    }

    @Test("Of a file with two names, the one written under gets the bytes and the other keeps its")
    func hardLink() throws {
        try WholeFile.write([1], to: path("file"))
        #expect(unsafe link(path("file"), path("other")) == 0)
        try OutputFile(path: path("file")).write([2])
        #expect(try read("file") == [2])
        #expect(try read("other") == [1])
    }

    @Test("Two names of one place are found to be one, and /dev/null has room for many")
    func samePlace() throws {
        try Folder.create(path("real"))
        #expect(unsafe symlink("real", path("folder")) == 0)
        #expect(unsafe symlink("real/file", path("link")) == 0)
        let output = try OutputFile(path: path("real/file"))
        for name in ["real/file", "./real/file", "real/../real/file", "folder/file", "link"] {
            #expect(try OutputFile(path: path(name)).isSame(as: output), "\(name)")
        }
        #expect(try !OutputFile(path: path("real/other")).isSame(as: output))
        let null = try OutputFile(path: "/dev/null")
        #expect(try !OutputFile(path: "/dev/null").isSame(as: null))
        #expect(try OutputFile(path: "-").isStandardOutput)
        #expect(try OutputFile(path: "-").isSame(as: OutputFile(path: "/dev/stdout")))
    }

    @Test("A pipe's reader gets the bytes, and the pipe stays a pipe")
    func pipe() throws {
        let name = path("pipe")
        #expect(unsafe mkfifo(name, 0o600) == 0)
        let sent = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
        let got = try Threads.map(count: 2, threadCount: 2) { role in
            guard role == 0 else {
                let handle = try FileHandle(forReadingFrom: URL(filePath: name))
                return [UInt8](try handle.readToEnd() ?? Data())
            }
            try OutputFile(path: name).write(sent)
            return []
        }
        #expect(got[1] == sent)
        let type = try FileManager.default.attributesOfItem(atPath: name)[.type]
        #expect(type as? FileAttributeType == .typeUnknown)
        #expect(Folder.names(in: folder.path) == ["pipe"])
    }

    @Test("A pipe that nobody reads is told after its time")
    func pipeWithoutReader() throws {
        let name = path("pipe")
        #expect(unsafe mkfifo(name, 0o600) == 0)
        #expect(throws: PlatformError.noReader(path: name, milliseconds: 50)) {
            try OutputFile(path: name, readerMillisecondsMax: 50)
        }
        // A look alone waits for nobody.
        try OutputFile.check(name)
    }

    @Test("A folder to write is looked at through those above it, and none is made by the look")
    func outputFolder() throws {
        try WholeFile.write([1], to: path("file"))
        try Folder.checkOutput(folder.path)
        try Folder.checkOutput(path("a/b/c"))
        for name in ["a-name-that-is-not-there", "q", "q/", "./q", "q/r", path("q/r/")] {
            try Folder.checkOutput(name)
        }
        #expect(Folder.names(in: folder.path) == ["file"])
        for name in ["file", "file/below"] {
            #expect(throws: PlatformError.notAFolder(path: path("file"), got: "a file")) {
                try Folder.checkOutput(path(name))
            }
        }
        #expect(throws: PlatformError.self) { try Folder.checkOutput("") }
        #expect(throws: PlatformError.self) { try Folder.checkOutput("a\0b") }
    }
}
