import Foundation

/// The files of an SQLite database: the database, its write-ahead log, its journal.
public struct DatabaseFiles: Sendable, Equatable {
    /// As the user names the database.
    public let name: String
    /// Absolute, links followed: SQLite puts the log and the journal beside this one.
    public let path: String
    /// Nil where there is no database yet.
    public let number: FileNumber?

    public var log: String { path + "-wal" }
    public var journal: String { path + "-journal" }

    /// **Throws:** ``PlatformError`` where the name leads nowhere or to what is no file.
    public init(name: String) throws(PlatformError) {
        guard !name.isEmpty else { throw .named("open", name, EINVAL, "an empty name") }
        try PlatformError.refuseNUL("open", name)
        self.name = name
        number = try FileNumber(ifThere: name)
        guard number == nil else {
            guard !Folder.exists(name) else {
                throw .named("open", name, EISDIR, "it is a folder")
            }
            path = try Self.resolved(name)
            return
        }
        guard !FileNumber.isLink(name) else {
            throw .named("open", name, ENOENT, "it is a link that leads nowhere")
        }
        guard let last = name.split(separator: "/").last, !name.hasSuffix("/") else {
            throw .named("open", name, EISDIR, "it is a folder")
        }
        let parent = name.dropLast(last.utf8.count)
        let folder = parent.isEmpty ? "." : String(parent)
        guard Folder.exists(folder) else {
            throw .named("open", name, ENOENT, "its folder \(folder) does not exist")
        }
        path = Folder.path(try Self.resolved(folder), String(last))
    }

    private static func resolved(_ path: String) throws(PlatformError) -> String {
        guard let resolved = unsafe realpath(path, nil) else {
            throw .lastError("realpath", path)
        }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }

    /// The obstacle to changing the database; nil where there is none. SQLite writes to
    /// the file itself and makes the log beside it.
    public var writeObstacle: String? {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        if number != nil, unsafe access(path, W_OK) != 0 {
            return "the file is read-only here: \(Self.message(errno))"
        }
        if unsafe access(folder, W_OK | X_OK) != 0 {
            return "its folder \(folder) is read-only here: \(Self.message(errno))"
        }
        return nil
    }

    private static func message(_ code: Int32) -> String { unsafe String(cString: strerror(code)) }

    /// The size of one of the files; 0 where it is not there.
    ///
    /// **Throws:** ``PlatformError`` where that cannot be told.
    public static func byteCount(_ path: String) throws(PlatformError) -> Int {
        guard try FileNumber(ifThere: path) != nil else { return 0 }
        return try OpenFile(path: path).byteCount
    }

    /// Brings to the disk what an earlier process wrote and was killed before it could sync, so
    /// that nothing is told of that a power loss could still take. Files that another process has
    /// open are only synced, never written to.
    ///
    /// **Throws:** ``PlatformError``.
    public func sync() throws(PlatformError) {
        for name in [path, log, journal] {
            guard name == path || Folder.fileExists(name) else { continue }
            do throws(PlatformError) {
                let file = try OpenFile(path: name)
                guard fsync(file.descriptor) == 0 else { throw .lastError("fsync", name) }
            } catch {
                // A log may be gone by now, where another process closes the database.
                if case .missing = error, name != path { continue }
                throw error
            }
        }
        let folder = URL(filePath: path).deletingLastPathComponent().path
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .lastError("open", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .lastError("fsync", folder) }
    }
}

/// Which file a path leads to, whatever is written to it.
public struct FileNumber: Sendable, Equatable {
    private let device: UInt64
    private let inode: UInt64

    /// Nil where nothing is there. **Throws:** ``PlatformError`` where that cannot be told.
    public init?(ifThere path: String) throws(PlatformError) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else {
            if errno == ENOENT { return nil }
            throw .lastError("open", path)
        }
        device = UInt64(truncatingIfNeeded: status.st_dev)
        inode = UInt64(truncatingIfNeeded: status.st_ino)
    }

    static func isLink(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }
}

/// A copy of a database and its log in a folder of its own, for reading where nothing may be
/// written. The folder goes away with the value.
public final class DatabaseCopy: Sendable {
    /// The copy's.
    public let files: DatabaseFiles
    private let folder: String

    /// SQLite's bytes for shared locks: who holds them keeps all others from writing.
    private static let (lockStart, lockByteCount) = (0x4000_0002, 510)

    /// **Throws:** ``PlatformError``; ``PlatformError/locked(path:)`` where another process has
    /// the database open.
    public init(of original: DatabaseFiles) throws(PlatformError) {
        let file = try OpenFile(path: original.path)
        var lock = flock()
        (lock.l_type, lock.l_whence) = (Int16(F_RDLCK), Int16(SEEK_SET))
        (lock.l_start, lock.l_len) = (off_t(Self.lockStart), off_t(Self.lockByteCount))
        if unsafe fcntl(file.descriptor, F_SETLK, &lock) != 0, [EAGAIN, EACCES].contains(errno) {
            throw .locked(path: original.path)
        }
        let url = FileManager.default.temporaryDirectory.appending(
            path: "glyphlab-database-\(UUID().uuidString)")
        folder = url.path
        do {
            try FileManager.default.createDirectory(
                at: url, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw .named(
                "create folder", url.path, EACCES,
                "a database that may not be written is read from a copy: "
                    + error.localizedDescription)
        }
        TemporaryPaths.add(folder)
        let copy = url.appending(path: "copy.db").path
        do throws(PlatformError) {
            // The database last: closing a file gives up this process's locks on it.
            for suffix in ["-wal", "-journal", ""]
            where try FileNumber(ifThere: original.path + suffix) != nil {
                try Self.copy(original.path + suffix, to: copy + suffix)
            }
            files = try DatabaseFiles(name: copy)
        } catch {
            Self.remove(folder)
            throw error.inCopy(folder)
        }
    }

    deinit { Self.remove(folder) }

    private static func remove(_ folder: String) {
        try? FileManager.default.removeItem(atPath: folder)
        TemporaryPaths.remove(folder)
    }

    private static func copy(_ path: String, to other: String) throws(PlatformError) {
        let source = try PositionedFile(path: path)
        do {
            var writer = try WholeFileWriter(path: other)
            let chunk = 1 << 20
            for start in stride(from: 0, to: source.byteCount, by: chunk) {
                let end = min(start + chunk, source.byteCount)
                try unsafe source.withBytes(in: start..<end) { bytes in
                    try writer.append(unsafe Array(bytes))
                }
            }
            try writer.finish()
        } catch let error as PlatformError {
            throw error
        } catch {
            throw .named("read", path, EIO, "\(error)")
        }
    }
}

extension PlatformError {
    fileprivate static func named(
        _ operation: String, _ path: String, _ code: Int32, _ message: String
    ) -> PlatformError {
        .system(operation: operation, path: path, code: code, message: message)
    }

    /// Says what a file in the copy's folder is for, where it could not be written.
    fileprivate func inCopy(_ folder: String) -> PlatformError {
        guard case .system(let operation, let path, let code, let message) = self,
            path.hasPrefix(folder)
        else { return self }
        return .named(
            operation, path, code,
            "\(message), for \(path): a database that may not be written is read from a copy in "
                + "the temporary folder; TMPDIR names another")
    }
}
