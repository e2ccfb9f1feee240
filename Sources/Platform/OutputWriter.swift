import Foundation

/// Writes a regular file whole and renames it, or in its place where the folder forbids another
/// name: a file that a container was given alone lies in no folder that can be written.
final class OutputWriter {
    private let file: String
    private let path: String
    private let temporaryPath: String
    private var descriptor: Int32
    private let isInPlace: Bool

    /// - Parameters:
    ///   - file: the file's own path, links followed.
    ///   - path: as the user wrote it, for errors.
    init(file: String, path: String) throws(PlatformError) {
        self.file = file
        self.path = path
        temporaryPath = WholeFile.temporaryPath(for: file)
        descriptor = unsafe open(temporaryPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        isInPlace = descriptor < 0
        if isInPlace {
            descriptor = unsafe open(file, O_WRONLY | O_TRUNC | O_CLOEXEC)
            guard descriptor >= 0 else { throw .lastError("create", path) }
            return
        }
        TemporaryPaths.add(temporaryPath)
        var status = stat()
        if unsafe stat(file, &status) == 0 { fchmod(descriptor, status.st_mode & 0o777) }
    }

    func append(_ bytes: [UInt8]) throws(PlatformError) {
        try Descriptor.write(bytes, to: descriptor, path: path)
    }

    func synchronize() throws(PlatformError) {
        guard fsync(descriptor) == 0 else { throw .lastError("fsync", path) }
    }

    func finish() throws(PlatformError) {
        try synchronize()
        guard !isInPlace, unsafe rename(temporaryPath, file) != 0 else { return }
        // A file that is mounted alone cannot be renamed over, only written.
        guard errno == EBUSY else { throw .lastError("rename", path) }
        let bytes = try WholeFile.read(temporaryPath, byteCountMax: 1 << 30)
        let place = unsafe open(file, O_WRONLY | O_TRUNC | O_CLOEXEC)
        guard place >= 0 else { throw .lastError("create", path) }
        defer { close(place) }
        try Descriptor.write(bytes, to: place, path: path)
        guard fsync(place) == 0 else { throw .lastError("fsync", path) }
    }

    deinit {
        close(descriptor)
        if !isInPlace {
            // After a rename there is none.
            unsafe unlink(temporaryPath)
            TemporaryPaths.remove(temporaryPath)
        }
    }
}
