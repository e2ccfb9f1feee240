import Foundation

/// Turns at a file between processes that ask for them: others are not held up.
public enum FileTurn {
    private static let pauseMilliseconds = 2

    /// Runs `body` while no other process, or thread, has its turn at the file. Without a file
    /// there are no turns.
    ///
    /// - Parameter milliseconds: the longest wait, after which `body` runs all the same: a process
    ///   that was halted in its turn holds up nobody for ever.
    public static func take<Value, Failure: Error>(
        at path: String, milliseconds: Int, _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return try body() }
        defer { close(descriptor) }
        let watch = Stopwatch()
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0,
            watch.nanoseconds / 1_000_000 < milliseconds
        {
            Pause.wait(milliseconds: pauseMilliseconds)
        }
        return try body()
    }
}
