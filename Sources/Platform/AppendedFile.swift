import Foundation

/// A file that grows at its end, and that one process at a time has open. What was appended is on
/// the disk when the call comes back.
///
/// **Why @unchecked:** whoever has it sees to it that one thread at a time uses it.
public final class AppendedFile: @unchecked Sendable {
    public let path: String
    /// The bytes that were read, or appended and brought to the disk.
    public private(set) var byteCount: Int
    private let descriptor: Int32

    /// Opens the file, or makes it.
    ///
    /// **Throws:** ``PlatformError``; ``PlatformError/locked(path:)`` where another process has it.
    public init(path: String) throws(PlatformError) {
        try PlatformError.refuseNUL("open", path)
        let isThere = Folder.fileExists(path)
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_NONBLOCK | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .lastError("open", path) }
        do throws(PlatformError) {
            var status = stat()
            guard unsafe fstat(descriptor, &status) == 0 else { throw .lastError("fstat", path) }
            guard status.st_mode & S_IFMT == S_IFREG else { throw .notARegularFile(path: path) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                throw errno == EWOULDBLOCK ? .locked(path: path) : .lastError("flock", path)
            }
            // Another process may have appended before it let the lock go.
            guard unsafe fstat(descriptor, &status) == 0 else { throw .lastError("fstat", path) }
            byteCount = Int(status.st_size)
            if !isThere { try Self.synchronizeFolder(of: path) }
        } catch {
            close(descriptor)
            throw error
        }
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// All bytes. **Throws:** ``PlatformError``.
    public func bytes(countMax: Int) throws(PlatformError) -> [UInt8] {
        guard byteCount <= countMax else {
            throw .tooLarge(path: path, limitBytes: countMax, gotBytes: byteCount)
        }
        var bytes = [UInt8](repeating: 0, count: byteCount)
        var offset = 0
        while offset < byteCount {
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe pread(
                    descriptor, buffer.baseAddress.map { unsafe $0 + offset }, byteCount - offset,
                    off_t(offset))
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .lastError("read", path) }
            guard count > 0 else {
                throw .shortRead(path: path, expectedBytes: byteCount, gotBytes: offset)
            }
            offset += count
        }
        return bytes
    }

    /// Appends bytes, and brings them to the disk. Where that fails, none of them counts, and the
    /// next call puts its own in their place.
    ///
    /// **Throws:** ``PlatformError``.
    public func append(_ bytes: [UInt8]) throws(PlatformError) {
        guard lseek(descriptor, off_t(byteCount), SEEK_SET) >= 0 else {
            throw .lastError("seek", path)
        }
        do throws(PlatformError) {
            try Descriptor.write(bytes, to: descriptor, path: path)
            guard fsync(descriptor) == 0 else { throw .lastError("fsync", path) }
        } catch {
            _ = ftruncate(descriptor, off_t(byteCount))
            throw error
        }
        byteCount += bytes.count
    }

    /// Takes the end away, and brings that to the disk. **Throws:** ``PlatformError``.
    ///
    /// **Precondition:** at most the bytes that are there.
    public func cut(toByteCount count: Int) throws(PlatformError) {
        precondition((0...byteCount).contains(count), "\(count) of \(byteCount) bytes")
        guard ftruncate(descriptor, off_t(count)) == 0, fsync(descriptor) == 0 else {
            throw .lastError("truncate", path)
        }
        byteCount = count
    }

    /// Brings a new file's name to the disk.
    private static func synchronizeFolder(of path: String) throws(PlatformError) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let parent = parts.joined(separator: "/")
        let folder = parent.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : parent
        let descriptor = unsafe open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .lastError("open", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .lastError("fsync", folder) }
    }
}
