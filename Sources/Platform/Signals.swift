import Foundation
import Synchronization

/// The effect of the system's signals on this process.
public enum Signals {
    /// Lets a write fail that cannot be, beyond a limit of file sizes or to a pipe that nobody
    /// reads, as any other write does, in place of ending the process.
    public static func failWrites() {
        _ = signal(SIGXFSZ, SIG_IGN)
        _ = signal(SIGPIPE, SIG_IGN)
    }

    /// Lets an interruption (SIGINT, SIGTERM, SIGHUP) say so, end the groups of processes that were
    /// started, take the temporary files away and then end the process by that same signal, as
    /// shells expect. Ignored signals stay ignored.
    ///
    /// A program that has something to end first says so by ``expectInterruption(orInputEnd:)``.
    ///
    /// The signals are blocked everywhere and awaited by a thread of their own, which may do what
    /// a handler may not. Called before there is any other thread.
    public static func endCleanly() {
        var awaited = sigset_t()
        unsafe sigemptyset(&awaited)
        for number in [SIGINT, SIGTERM, SIGHUP] {
            var action = sigaction()
            unsafe sigaction(number, nil, &action)
            guard !isIgnored(action) else { continue }
            unsafe sigaddset(&awaited, number)
        }
        unsafe pthread_sigmask(SIG_BLOCK, &awaited, nil)
        let set = awaited
        Thread.detachNewThread {
            var awaited = set
            var number: Int32 = 0
            repeat {
                while unsafe sigwait(&awaited, &number) != 0 {}
            } while passOn(number) || handOver()
            ProcessGroups.endAll {
                TemporaryPaths.removeAll()
                StandardStreams.writeMessage("glyphlab: interrupted\n")
                _ = signal(number, SIG_DFL)
                unsafe pthread_sigmask(SIG_UNBLOCK, &awaited, nil)
                kill(getpid(), number)
            }
        }
    }

    /// An interruption to come, which does not end the process; a second one does.
    public struct Interruption: Sendable {
        fileprivate init() {}

        /// Comes back once it is there, or was there before. Called by one thread.
        public func wait() { interrupted.wait() }
    }

    /// Takes the next interruption for whoever waits for it, from this moment on: called before
    /// anybody is told that there is a process to interrupt, and after ``endCleanly()``.
    ///
    /// - Parameter orInputEnd: whether the end of standard input, which is thrown away, counts as
    ///   one: for a server that must not outlive the program that started it.
    public static func expectInterruption(orInputEnd: Bool = false) -> Interruption {
        waiters.withLock { $0 += 1 }
        if orInputEnd {
            Thread.detachNewThread {
                var buffer = [UInt8](repeating: 0, count: 4_096)
                while true {
                    let count = unsafe read(STDIN_FILENO, &buffer, buffer.count)
                    guard count > 0 || count < 0 && errno == EINTR else { break }
                }
                _ = handOver()
            }
        }
        return Interruption()
    }

    /// Starts a command that this process waits for, and leaves all interruptions to it, from its
    /// first moment on: the keyboard's reach it anyhow, others are passed on. This process goes on,
    /// to end behind it.
    static func leave(
        to start: () throws(PlatformError) -> pid_t
    ) throws(PlatformError) -> pid_t {
        try command.withLock { (command) throws(PlatformError) -> pid_t in
            let processID = try start()
            command = processID
            return processID
        }
    }

    /// Nothing more is passed on: the number may be another process's. The keyboard stays the
    /// command's, whose last interruption may still be on its way here.
    static func commandHasEnded() { command.withLock { $0 = 0 } }

    /// Whether a command has the interruption.
    private static func passOn(_ number: Int32) -> Bool {
        command.withLock { processID in
            guard let processID else { return false }
            if number != SIGINT, processID > 0 { kill(processID, number) }
            return number == SIGINT || processID > 0
        }
    }

    /// Nil without a command, 0 behind one.
    private static let command = Mutex<pid_t?>(nil)
    private static let waiters = Mutex(0)
    private static let interrupted = DispatchSemaphore(value: 0)

    /// Whether there is a thread that the interruption is handed to.
    private static func handOver() -> Bool {
        let isAwaited = waiters.withLock { count in
            guard count > 0 else { return false }
            count -= 1
            return true
        }
        if isAwaited { interrupted.signal() }
        return isAwaited
    }

    private static func isIgnored(_ action: sigaction) -> Bool {
        #if canImport(Darwin)
            let handler = unsafe action.__sigaction_u.__sa_handler
        #else
            let handler = unsafe action.__sigaction_handler.sa_handler
        #endif
        let ignore: sig_t? = SIG_IGN
        return unsafe unsafeBitCast(handler, to: Int.self) == unsafeBitCast(ignore, to: Int.self)
    }
}

/// The temporary files and folders that are there, for an end that comes before their time.
enum TemporaryPaths {
    private static let paths = Mutex<[String]>([])

    static func add(_ path: String) { paths.withLock { $0.append(path) } }

    static func remove(_ path: String) { paths.withLock { $0.removeAll { $0 == path } } }

    static func removeAll() {
        for path in paths.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: path) }
    }
}
