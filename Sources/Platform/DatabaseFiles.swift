import Foundation

/// The files of an SQLite database: the database, its write-ahead log, its journal.
public enum DatabaseFiles {
    private static let suffixes = ["", "-wal", "-journal"]

    /// Brings to the disk what an earlier process wrote and was killed before it could sync, so
    /// that nothing is told of that a power loss could still take. Files that another process has
    /// open are only synced, never written to.
    ///
    /// **Throws:** ``PlatformError``; ``PlatformError/missing(path:)`` where there is no database.
    public static func sync(_ path: String) throws(PlatformError) {
        for suffix in suffixes {
            let name = path + suffix
            guard suffix.isEmpty || Folder.fileExists(name) else { continue }
            do throws(PlatformError) {
                let file = try OpenFile(path: name)
                guard fsync(file.descriptor) == 0 else { throw .lastError("fsync", name) }
            } catch {
                // A log may be gone by now, where another process closes the database.
                if case .missing = error, !suffix.isEmpty { continue }
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
