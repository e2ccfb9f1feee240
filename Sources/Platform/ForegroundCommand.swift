import Foundation

/// A command that a person gave, with this process's standard streams, folder and environment.
public struct ForegroundCommand {
    private let words: [String]
    private let variables: [(name: String, value: String)]

    /// - Parameters:
    ///   - words: the program, looked for as a shell does, and its arguments.
    ///   - variables: added to this process's environment.
    /// **Precondition:** there is a word.
    public init(_ words: [String], variables: [(name: String, value: String)]) {
        precondition(!words.isEmpty, "no command")
        self.words = words
        self.variables = variables
    }

    /// Runs the command to its end; interruptions are left to it meanwhile.
    ///
    /// Returns its exit code, 128 and the number of the signal that ended it otherwise.
    /// **Throws:** ``PlatformError`` where it cannot be started.
    public func run() throws(PlatformError) -> Int32 {
        let processID = try Signals.leave { () throws(PlatformError) in try spawn() }
        defer { Signals.commandHasEnded() }
        var status: Int32 = 0
        while unsafe waitpid(processID, &status, 0) != processID {
            guard errno == EINTR else { throw .lastError("wait for", words[0]) }
        }
        let signal = status & 0x7F
        return signal == 0 ? status >> 8 & 0xFF : 128 + signal
    }

    private func spawn() throws(PlatformError) -> pid_t {
        #if canImport(Darwin)
            var attributes: posix_spawnattr_t?
        #else
            var attributes = posix_spawnattr_t()
        #endif
        guard unsafe posix_spawnattr_init(&attributes) == 0 else {
            throw .lastError("start", words[0])
        }
        defer { _ = unsafe posix_spawnattr_destroy(&attributes) }
        // This process blocks the signals that it awaits, and ignores others.
        var noSignals = sigset_t()
        unsafe sigemptyset(&noSignals)
        unsafe posix_spawnattr_setsigmask(&attributes, &noSignals)
        var defaults = sigset_t()
        unsafe sigemptyset(&defaults)
        unsafe sigaddset(&defaults, SIGPIPE)
        unsafe sigaddset(&defaults, SIGXFSZ)
        unsafe posix_spawnattr_setsigdefault(&attributes, &defaults)
        unsafe posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
        let own = ProcessInfo.processInfo.environment
            .filter { one in !variables.contains { $0.name == one.key } }
            .map { "\($0.key)=\($0.value)" }.sorted()
        let environment = own + variables.map { "\($0.name)=\($0.value)" }
        var texts = unsafe words.map { unsafe strdup($0) } + [nil]
        var settings = unsafe environment.map { unsafe strdup($0) } + [nil]
        defer { unsafe (texts + settings).forEach { unsafe free($0) } }
        var processID: pid_t = 0
        let code = unsafe posix_spawnp(
            &processID, words[0], nil, &attributes, &texts, &settings)
        guard code == 0 else {
            throw .system(
                operation: "start", path: words[0], code: code,
                message: unsafe String(cString: strerror(code)))
        }
        return processID
    }
}
