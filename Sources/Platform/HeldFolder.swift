import Foundation

/// A folder that one process at a time holds. The lock is on the folder itself: no file is made in
/// it, and it is gone with the process, whatever ends it.
public final class HeldFolder: Sendable {
    public let path: String
    private let descriptor: Int32

    /// **Throws:** ``PlatformError``; ``PlatformError/locked(path:)`` where another process, or
    /// another value of this one, holds the folder.
    public init(path: String) throws(PlatformError) {
        try PlatformError.refuseNUL("open", path)
        let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .lastError("open", path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let error: PlatformError =
                errno == EWOULDBLOCK ? .locked(path: path) : .lastError("flock", path)
            close(descriptor)
            throw error
        }
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}
