import Foundation

/// Files read and written as wholes.
public enum WholeFile {
    /// The bytes of a file that may not be larger than `byteCountMax`.
    ///
    /// **Throws:** ``PlatformError``; the size is checked before anything is allocated.
    public static func read(
        _ path: String, byteCountMax: Int
    ) throws(PlatformError) -> [UInt8] {
        try bytes(of: OpenFile(path: path), byteCountMax: byteCountMax)
    }

    static func bytes(
        of file: borrowing OpenFile, byteCountMax: Int
    ) throws(PlatformError) -> [UInt8] {
        guard file.byteCount <= byteCountMax else {
            throw .tooLarge(path: file.path, limitBytes: byteCountMax, gotBytes: file.byteCount)
        }
        return try bytes(of: file, count: file.byteCount)
    }

    /// The first `byteCount` bytes of a file, or all of a shorter one.
    ///
    /// **Throws:** ``PlatformError``; never waits, whatever is there.
    public static func start(
        of path: String, byteCount: Int
    ) throws(PlatformError) -> [UInt8] {
        let file = try OpenFile(path: path)
        return try bytes(of: file, count: min(byteCount, file.byteCount))
    }

    private static func bytes(
        of file: borrowing OpenFile, count wanted: Int
    ) throws(PlatformError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: wanted)
        var filled = 0
        while filled < wanted {
            let offset = filled
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe Foundation.read(
                    file.descriptor, buffer.baseAddress! + offset, wanted - offset)
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .lastError("read", file.path) }
            guard count > 0 else {
                throw .shortRead(path: file.path, expectedBytes: wanted, gotBytes: filled)
            }
            filled += count
        }
        return bytes
    }

    /// Writes `bytes` beside `path`, syncs and renames, so that the name never shows half a file.
    public static func write(_ bytes: [UInt8], to path: String) throws(PlatformError) {
        var writer = try WholeFileWriter(path: path)
        try writer.append(bytes)
        try writer.finish()
    }
}

extension WholeFile {
    /// The temporary name under which another process may write the file `path`.
    public static func temporaryPath(for path: String) -> String { "\(path).\(getpid()).partial" }

    /// Syncs what another process wrote under ``temporaryPath(for:)`` and gives it its name.
    public static func adopt(_ path: String) throws(PlatformError) {
        let file = try OpenFile(path: temporaryPath(for: path))
        guard fsync(file.descriptor) == 0 else { throw .lastError("fsync", path) }
        guard unsafe rename(temporaryPath(for: path), path) == 0 else {
            throw .lastError("rename", path)
        }
    }

    /// Takes a file away; none is no error.
    public static func remove(_ path: String) throws(PlatformError) {
        guard unsafe unlink(path) == 0 || errno == ENOENT else { throw .lastError("remove", path) }
    }
}

/// A file that takes its name only when it is complete: written in parts under a temporary name,
/// synced, renamed. Dropped before ``finish()``, it leaves nothing.
public struct WholeFileWriter: ~Copyable {
    private let path: String
    private let temporaryPath: String
    private let descriptor: Int32
    private var isFinished = false

    public init(path: String) throws(PlatformError) {
        self.path = path
        self.temporaryPath = WholeFile.temporaryPath(for: path)
        try PlatformError.refuseNUL("create", path)
        let descriptor = unsafe open(
            temporaryPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .lastError("create", path) }
        self.descriptor = descriptor
        TemporaryPaths.add(temporaryPath)
    }

    public mutating func append(_ bytes: [UInt8]) throws(PlatformError) {
        try Descriptor.write(bytes, to: descriptor, path: path)
    }

    public mutating func finish() throws(PlatformError) {
        guard fsync(descriptor) == 0 else { throw .lastError("fsync", path) }
        guard unsafe rename(temporaryPath, path) == 0 else { throw .lastError("rename", path) }
        isFinished = true
    }

    deinit {
        close(descriptor)
        if !isFinished { unsafe unlink(temporaryPath) }
        TemporaryPaths.remove(temporaryPath)
    }
}
