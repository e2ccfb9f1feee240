import Foundation
import Synchronization

/// Results go to standard output, everything else to standard error.
///
/// A stream that takes no more never stops the program: the first failure of standard output is
/// kept for the command to end with; a failure of standard error cannot be reported.
public enum StandardStreams {
    private struct State {
        var closed: Set<Int32> = []  // never iterated
        var resultFailure: PlatformError?
        var readerIsGone = false
        /// Whether the terminal's last line is a status that the next message replaces.
        var statusLineIsShown = false
    }

    private static let state = Mutex(State())
    private static let resultName = "standard output"

    /// Puts `/dev/null` where the program was started with a closed stream, so that no file that
    /// is opened later takes its number and gets its text; that it was closed is remembered.
    public static func prepare() {
        for descriptor in 0...2 as ClosedRange<Int32> where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest free number is this one. A folder can always be opened, and never written.
            if unsafe open("/dev/null", O_RDWR) < 0 { _ = unsafe open("/", O_RDONLY) }
            state.withLock { _ = $0.closed.insert(descriptor) }
        }
    }

    /// Whether the program was started without this stream.
    static func wasClosed(_ descriptor: Int32) -> Bool {
        state.withLock { $0.closed.contains(descriptor) }
    }

    /// The first failure of standard output; nil also where a pipe's reader has had enough, as
    /// `head` has, which is no failure.
    public static var resultFailure: PlatformError? { state.withLock { $0.resultFailure } }

    /// Whether what is written to standard output still goes anywhere.
    public static var takesResults: Bool {
        state.withLock { $0.resultFailure == nil && !$0.readerIsGone }
    }

    public static func writeResult(_ text: String) { writeResult(Array(text.utf8)) }

    public static func writeResult(_ bytes: [UInt8]) {
        guard takesResults else { return }
        do throws(PlatformError) {
            guard !wasClosed(STDOUT_FILENO) else { throw .closed(path: resultName) }
            try Descriptor.write(bytes, to: STDOUT_FILENO, path: resultName)
        } catch {
            state.withLock { state in
                if case .system(operation: _, path: _, code: EPIPE, message: _) = error {
                    state.readerIsGone = true
                } else {
                    state.resultFailure = error
                }
            }
        }
    }

    public static func writeMessage(_ text: String) {
        clearStatusLine()
        writeError(text)
    }

    // MARK: The line that shows how far work has come

    /// Shows `text` in a terminal's current line until the next message or ``clearStatusLine()``.
    public static func showStatusLine(_ text: String) {
        state.withLock { $0.statusLineIsShown = true }
        writeError("\r\(text)\u{1B}[K")
    }

    public static func clearStatusLine() {
        let wasShown = state.withLock { state in
            defer { state.statusLineIsShown = false }
            return state.statusLineIsShown
        }
        if wasShown { writeError("\r\u{1B}[K") }
    }

    private static func writeError(_ text: String) {
        guard !wasClosed(STDERR_FILENO) else { return }
        // There is no other stream to say on that this one takes nothing.
        try? Descriptor.write(Array(text.utf8), to: STDERR_FILENO, path: "standard error")
    }
}

/// Bytes to an open descriptor.
enum Descriptor {
    /// Writes all of them, waiting where the reader is slow.
    static func write(
        _ bytes: [UInt8], to descriptor: Int32, path: String
    ) throws(PlatformError) {
        var written = 0
        while written < bytes.count {
            let offset = written
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Foundation.write(
                    descriptor, buffer.baseAddress! + offset, bytes.count - offset)
            }
            if count < 0 && errno == EINTR { continue }
            if count < 0 && errno == EAGAIN {
                // Another program made the shared end non-blocking.
                var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = unsafe poll(&request, 1, -1)
                continue
            }
            guard count > 0 else { throw .lastError("write", path) }
            written += count
        }
    }
}
