import Foundation

/// A file that grows over several runs under `NAME.partial`, which only one process at a time may
/// hold, and takes its name when it is whole. Let go before that, it stays as it is.
public final class PartialFile {
    public static let suffix = ".partial"

    public let path: String
    private let finalPath: String
    private let descriptor: Int32
    public private(set) var byteCount: Int

    /// Opens or makes `finalPath` + ``suffix`` and locks it.
    ///
    /// **Throws:** ``PlatformError``; where another process holds it,
    /// ``PlatformError/locked(path:)``.
    public init(for finalPath: String) throws(PlatformError) {
        let path = finalPath + Self.suffix
        try PlatformError.refuseNUL("create", path)
        while true {
            let descriptor = try Self.open(path)
            var opened = stat()
            var named = stat()
            guard unsafe fstat(descriptor, &opened) == 0 else {
                let error = PlatformError.lastError("fstat", path)
                close(descriptor)
                throw error
            }
            // The process that held the lock may have renamed or removed the file before this one
            // got the lock.
            guard unsafe lstat(path, &named) == 0, named.st_ino == opened.st_ino,
                named.st_dev == opened.st_dev
            else {
                close(descriptor)
                continue
            }
            self.path = path
            self.finalPath = finalPath
            self.descriptor = descriptor
            byteCount = Int(opened.st_size)
            return
        }
    }

    private static func open(_ path: String) throws(PlatformError) -> Int32 {
        let descriptor = unsafe Foundation.open(
            path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o644)
        guard descriptor >= 0 else { throw .lastError("create", path) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .notARegularFile(path: path)
        }
        // A file with a second hard link is someone else's: never overwrite it.
        guard status.st_nlink <= 1 else {
            close(descriptor)
            throw .system(
                operation: "create", path: path, code: EMLINK,
                message: "a file is there that has other names")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let error: PlatformError =
                errno == EWOULDBLOCK ? .locked(path: path) : .lastError("flock", path)
            close(descriptor)
            throw error
        }
        return descriptor
    }

    deinit {
        close(descriptor)
    }

    /// Gives this file the permissions for reading and writing of the file `path`.
    public func takePermissions(ofFile path: String) throws(PlatformError) {
        var status = stat()
        guard unsafe stat(path, &status) == 0, fchmod(descriptor, status.st_mode & 0o666) == 0
        else { throw .lastError("set permissions of", self.path) }
    }

    public func append(_ bytes: some Collection<UInt8>) throws(PlatformError) {
        let bytes = Array(bytes)
        try write(bytes, at: byteCount)
        byteCount += bytes.count
    }

    private func write(_ bytes: [UInt8], at start: Int) throws(PlatformError) {
        var written = 0
        while written < bytes.count {
            let offset = written
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe pwrite(
                    descriptor, buffer.baseAddress! + offset, bytes.count - offset,
                    off_t(start + offset))
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw .lastError("write", path) }
            written += count
        }
    }

    /// Writes over bytes that are there. **Precondition:** they are.
    public func overwrite(_ bytes: [UInt8], at start: Int) throws(PlatformError) {
        precondition(start + bytes.count <= byteCount, "\(start) + \(bytes.count) of \(byteCount)")
        try write(bytes, at: start)
    }

    /// Drops what is behind the first `byteCount` bytes. **Precondition:** no more than there are.
    public func truncate(to byteCount: Int) throws(PlatformError) {
        precondition((0...self.byteCount).contains(byteCount), "\(byteCount) of \(self.byteCount)")
        guard ftruncate(descriptor, off_t(byteCount)) == 0 else {
            throw .lastError("truncate", path)
        }
        self.byteCount = byteCount
    }

    public func sync() throws(PlatformError) {
        guard fsync(descriptor) == 0 else { throw .lastError("fsync", path) }
    }

    /// Gives the file its name. **Throws:** ``PlatformError`` where that name is taken, too.
    public func takeName() throws(PlatformError) {
        // Unlike a rename, a link never takes the place of a file that came meanwhile.
        guard unsafe link(path, finalPath) == 0 else { throw .lastError("create", finalPath) }
        try remove()
    }

    /// Gives the file its name, and takes the place of a file that has it.
    public func replaceName() throws(PlatformError) {
        guard unsafe rename(path, finalPath) == 0 else { throw .lastError("rename", finalPath) }
    }

    public func remove() throws(PlatformError) {
        guard unsafe unlink(path) == 0 else { throw .lastError("unlink", path) }
    }
}
