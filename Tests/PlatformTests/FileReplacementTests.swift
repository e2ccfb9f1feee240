import Foundation
import Platform
import TestSupport
import Testing

@Suite("Files replaced and refused")
struct FileReplacementTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("Whoever reads while a file is replaced sees an old or a new whole, never a part")
    func replacement() throws {
        let path = folder.path + "/file"
        let count = 200_000
        try WholeFile.write([UInt8](repeating: 0, count: count), to: path)
        let sound = try Threads.map(count: 2, threadCount: 2) { role in
            var isSound = true
            for round in 1...40 as ClosedRange<UInt8> {
                if role == 0 {
                    try WholeFile.write([UInt8](repeating: round, count: count), to: path)
                } else {
                    let bytes = try WholeFile.read(path, byteCountMax: count)
                    isSound = isSound && bytes.count == count && bytes.allSatisfy { $0 == bytes[0] }
                }
            }
            return isSound
        }
        #expect(sound == [true, true])
        #expect(Folder.names(in: folder.path) == ["file"])
    }

    @Test("A mapping keeps the bytes that it was made of when the name takes others")
    func mappingOutlivesName() throws {
        let path = folder.path + "/file"
        try WholeFile.write([1, 2, 3], to: path)
        let mapping = try MappedFile(path: path)
        try WholeFile.write([4], to: path)
        #expect(unsafe mapping.withBytes { unsafe Array($0) } == [1, 2, 3])
        #expect(try WholeFile.read(path, byteCountMax: 9) == [4])
    }

    @Test("Neither way of reading waits for a pipe, or takes a folder, a device or a broken link")
    func irregular() throws {
        let pipe = folder.path + "/pipe"
        #expect(unsafe mkfifo(pipe, 0o600) == 0)
        let broken = folder.path + "/broken"
        #expect(unsafe symlink(folder.path + "/absent", broken) == 0)
        for (path, error) in [
            (pipe, PlatformError.notARegularFile(path: pipe)),
            (folder.path, .notARegularFile(path: folder.path)),
            ("/dev/null", .notARegularFile(path: "/dev/null")),
            (broken, .missing(path: broken)), ("", .missing(path: "")),
        ] {
            #expect(throws: error) { try MappedFile(path: path) }
            #expect(throws: error) { try WholeFile.read(path, byteCountMax: 1) }
        }
        let loop = folder.path + "/loop"
        #expect(unsafe symlink(loop, loop) == 0)
        #expect(throws: PlatformError.self) { try MappedFile(path: loop) }
    }

    @Test("A file that cannot take its name leaves the name as it was and nothing beside it")
    func refusedName() throws {
        let path = folder.path + "/taken"
        try Folder.create(path)
        #expect {
            try WholeFile.write([1], to: path)
        } throws: { error in
            guard case .system("rename", path, _, _)? = error as? PlatformError else {
                return false
            }
            return true
        }
        #expect(Folder.names(in: folder.path) == ["taken"])
        #expect(Folder.exists(path))
    }

    @Test("A path with a NUL byte names no file: it is not cut there and read or overwritten")
    func pathWithNUL() throws {
        let path = folder.path + "/file"
        try WholeFile.write([7], to: path)
        #expect(throws: PlatformError.self) { try MappedFile(path: path + "\0x") }
        #expect(throws: PlatformError.self) { try WholeFile.write([8], to: path + "\0x") }
        #expect(try WholeFile.read(path, byteCountMax: 9) == [7])
        #expect(Folder.names(in: folder.path) == ["file"])
    }

    @Test("Each error's message names the file, what was expected and what was there")
    func messages() {
        let cases: [(PlatformError, String)] = [
            (.missing(path: "a"), "a: expected a file, got none"),
            (.notARegularFile(path: "a"), "a: expected a regular file, got something else"),
            (
                .tooLarge(path: "a", limitBytes: 2, gotBytes: 3),
                "a: expected at most 2 bytes, got 3"
            ),
            (
                .shortRead(path: "a", expectedBytes: 3, gotBytes: 2),
                "a: expected 3 bytes, got 2: the file changed while it was read"
            ),
            (
                .system(operation: "open", path: "a", code: 13, message: "Permission denied"),
                "a: open failed: Permission denied"
            ),
        ]
        for (error, message) in cases { #expect(error.description == message) }
    }
}
