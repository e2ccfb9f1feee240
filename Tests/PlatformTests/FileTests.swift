import Foundation
import Platform
import TestSupport
import Testing

@Suite("Files")
struct FileTests {
    @Test("A file read by position gives its bytes, or says that it was cut")
    func positioned() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/file"
        let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
        try WholeFile.write(bytes, to: path)
        let file = try PositionedFile(path: path)
        for range in [0..<0, 0..<1, 5..<70_000, 99_999..<100_000, 0..<100_000] {
            let read = try unsafe file.withBytes(in: range) { unsafe Array($0) }
            #expect(read == Array(bytes[range]))
        }
        let isCut = unsafe truncate(path, 50_000) == 0
        #expect(isCut)
        var isRefused = false
        do {
            _ = try unsafe file.withBytes(in: 40_000..<60_000) { $0.count }
        } catch is PlatformError {
            isRefused = true
        }
        #expect(isRefused)
    }

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("What is written is mapped and read", arguments: [0, 1, 4096, 100_001])
    func roundTrip(count: Int) throws {
        let path = folder.path + "/file"
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) }
        try WholeFile.write(bytes, to: path)
        #expect(try WholeFile.read(path, byteCountMax: count) == bytes)
        let mapping = try MappedFile(path: path)
        #expect(unsafe mapping.withBytes { unsafe Array($0) } == bytes)
        #expect(Folder.names(in: folder.path) == ["file"], "nothing is left beside it")
    }

    @Test("Missing files, folders, pipes and long files are refused without waiting")
    func refusals() throws {
        let path = folder.path + "/file"
        #expect(throws: PlatformError.missing(path: path)) { try MappedFile(path: path) }
        #expect(throws: PlatformError.notARegularFile(path: folder.path)) {
            try MappedFile(path: folder.path)
        }
        #expect(unsafe mkfifo(path, 0o600) == 0)
        #expect(throws: PlatformError.notARegularFile(path: path)) {
            try WholeFile.read(path, byteCountMax: 1)
        }
        let long = folder.path + "/long"
        try WholeFile.write([1, 2, 3], to: long)
        #expect(throws: PlatformError.tooLarge(path: long, limitBytes: 2, gotBytes: 3)) {
            try WholeFile.read(long, byteCountMax: 2)
        }
    }

    @Test("A file that is not finished leaves the old one, and nothing else")
    func unfinished() throws {
        let path = folder.path + "/file"
        try WholeFile.write([1], to: path)
        do {
            var writer = try WholeFileWriter(path: path)
            try writer.append([2, 3])
        }
        #expect(try WholeFile.read(path, byteCountMax: 9) == [1])
        #expect(Folder.names(in: folder.path) == ["file"])
        #expect(throws: PlatformError.self) {
            try WholeFile.write([1], to: folder.path + "/absent/file")
        }
    }
}

@Suite("Threads")
struct ThreadsTests {
    private struct Stop: Error, Equatable { let index: Int }

    @Test("Results stand in the order of their indices, whatever the threads")
    func order() throws {
        for count in 0...20 {
            for threadCount in 1...5 {
                let results = Threads.map(count: count, threadCount: threadCount) { $0 * $0 }
                #expect(results == (0..<count).map { $0 * $0 })
            }
        }
    }

    @Test("Of several errors the lowest index's is thrown", arguments: 1...5)
    func errors(threadCount: Int) {
        #expect(throws: Stop(index: 3)) {
            try Threads.map(count: 20, threadCount: threadCount) { index in
                if index >= 3 { throw Stop(index: index) }
            }
        }
    }
}
