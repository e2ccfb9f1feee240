import Foundation

/// A folder that goes away with the value.
public final class TemporaryFolder: Sendable {
    public let path: String

    /// With `inMemory`, on a file system in memory where the machine has one: for tests that write
    /// thousands of small files.
    public init(inMemory: Bool = false) throws {
        let memory = "/dev/shm"
        let isInMemory = inMemory && FileManager.default.isWritableFile(atPath: memory)
        let parent = isInMemory ? URL(filePath: memory) : FileManager.default.temporaryDirectory
        let url = parent.appending(path: "glyphlab-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}
