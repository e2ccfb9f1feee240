import Foundation

/// The standard error of a child process: a pipe of which the last bytes are kept.
final class ChildMessages {
    /// How much is kept, from the end.
    static let byteCountMax = 4096

    /// Below 0 where nothing can come any more.
    private(set) var readingEnd: Int32
    /// The child's, until it has it.
    private(set) var writingEnd: Int32
    private(set) var bytes: [UInt8] = []

    /// - Parameter program: for messages.
    ///
    /// **Throws:** ``PlatformError`` where the system has no pipe left.
    init(_ program: String) throws(PlatformError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw .lastError("pipe", program) }
        (readingEnd, writingEnd) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(readingEnd, F_SETFL, O_NONBLOCK)
    }

    deinit {
        closeWritingEnd()
        if readingEnd >= 0 { close(readingEnd) }
    }

    func closeWritingEnd() {
        if writingEnd >= 0 { close(writingEnd) }
        writingEnd = -1
    }

    /// Reads what is there, without waiting: at most so much as a pipe holds, since a child may
    /// write as fast as it is read.
    func drain() {
        guard readingEnd >= 0 else { return }
        var buffer = [UInt8](repeating: 0, count: 1 << 12)
        for _ in 0..<Self.readCountMax {
            let count = unsafe buffer.withUnsafeMutableBytes { buffer in
                unsafe read(readingEnd, buffer.baseAddress!, buffer.count)
            }
            if count < 0 && errno == EINTR { continue }
            if count < 0 && errno == EAGAIN { return }
            guard count > 0 else {
                close(readingEnd)
                readingEnd = -1
                return
            }
            bytes = (bytes + buffer[..<count]).suffix(Self.byteCountMax)
        }
    }

    private static let readCountMax = 16
}
