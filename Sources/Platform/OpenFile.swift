import Foundation

/// A regular file, open for reading, closed when the value goes.
struct OpenFile: ~Copyable {
    let path: String
    let descriptor: Int32
    let byteCount: Int

    /// **Throws:** ``PlatformError/missing(path:)`` where nothing is there,
    /// ``PlatformError/notARegularFile(path:)`` for folders, pipes and devices (never waits).
    init(path: String) throws(PlatformError) {
        try PlatformError.refuseNUL("open", path)
        let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw errno == ENOENT ? .missing(path: path) : .lastError("open", path)
        }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            let error = PlatformError.lastError("fstat", path)
            close(descriptor)
            throw error
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .notARegularFile(path: path)
        }
        self.path = path
        self.descriptor = descriptor
        self.byteCount = Int(status.st_size)
    }

    deinit {
        close(descriptor)
    }
}

extension PlatformError {
    /// A path as C reads it ends at its first NUL byte, so it would name another file.
    static func refuseNUL(_ operation: String, _ path: String) throws(PlatformError) {
        guard !path.utf8.contains(0) else {
            throw .system(
                operation: operation, path: path, code: EINVAL,
                message: "the path contains a NUL byte")
        }
    }

    package static func lastError(_ operation: String, _ path: String) -> PlatformError {
        let code = errno
        return .system(
            operation: operation, path: path, code: code,
            message: unsafe String(cString: strerror(code)))
    }
}
