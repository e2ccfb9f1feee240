import Foundation

/// A file that nobody but its owner may read: a key.
public enum PrivateFile {
    /// Writes a file with mode 0600, whole, synced; never in the place of another.
    ///
    /// **Throws:** ``PlatformError``; ``PlatformError/isThere(path:)`` where the name is taken.
    public static func create(_ bytes: [UInt8], at path: String) throws(PlatformError) {
        try PlatformError.refuseNUL("create", path)
        let temporary = WholeFile.temporaryPath(for: path)
        _ = unsafe unlink(temporary)
        let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .lastError("create", path) }
        TemporaryPaths.add(temporary)
        defer {
            close(descriptor)
            _ = unsafe unlink(temporary)
            TemporaryPaths.remove(temporary)
        }
        // The process's mask can only take permissions away; this sets them exactly.
        guard fchmod(descriptor, 0o600) == 0 else { throw .lastError("chmod", path) }
        try Descriptor.write(bytes, to: descriptor, path: path)
        guard fsync(descriptor) == 0 else { throw .lastError("fsync", path) }
        // Unlike a rename, a link never takes the place of a file that is there.
        guard unsafe link(temporary, path) == 0 else {
            throw errno == EEXIST ? .isThere(path: path) : .lastError("link", path)
        }
    }

    /// The bytes of a file of this process's user, who alone may read or write it.
    ///
    /// **Throws:** ``PlatformError``; ``PlatformError/ownedByAnother(path:owner:user:)`` where it
    /// is another user's, ``PlatformError/readableByOthers(path:mode:)`` where its mode gives
    /// others anything.
    public static func read(
        _ path: String, byteCountMax: Int
    ) throws(PlatformError) -> [UInt8] {
        let file = try OpenFile(path: path)
        var status = stat()
        guard unsafe fstat(file.descriptor, &status) == 0 else {
            throw .lastError("fstat", path)
        }
        let user = geteuid()
        guard status.st_uid == user else {
            throw .ownedByAnother(path: path, owner: Int(status.st_uid), user: Int(user))
        }
        guard status.st_mode & 0o077 == 0 else {
            throw .readableByOthers(path: path, mode: Int(status.st_mode & 0o777))
        }
        return try WholeFile.bytes(of: file, byteCountMax: byteCountMax)
    }
}
