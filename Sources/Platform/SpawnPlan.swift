import Foundation

/// How a process is started.
struct SpawnPlan {
    /// The standard streams of a process.
    enum Streams {
        /// Input and output are one end of a socket; messages go nowhere where there is no place.
        case socket(endpoint: Int32, messages: Int32?)
        /// Those of this process.
        case inherited
    }

    /// A path, or with inherited streams also a name that is looked for as a shell does.
    let program: String
    let arguments: [String]
    /// "NAME=value" of each variable.
    let environment: [String]
    let streams: Streams
    let ownsGroup: Bool

    /// **Throws:** ``PlatformError`` where the program is not there or cannot be started.
    func spawn() throws(PlatformError) -> pid_t {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
        #else
            var actions = unsafe posix_spawn_file_actions_t()
        #endif
        guard unsafe posix_spawn_file_actions_init(&actions) == 0 else {
            throw .lastError("start", program)
        }
        defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
        #if canImport(Darwin)
            var attributes: posix_spawnattr_t?
        #else
            var attributes = posix_spawnattr_t()
        #endif
        guard unsafe posix_spawnattr_init(&attributes) == 0 else {
            throw .lastError("start", program)
        }
        defer { _ = unsafe posix_spawnattr_destroy(&attributes) }
        // A thread of a pool blocks signals, and its child would never hear that its time is up.
        var noSignals = sigset_t()
        unsafe sigemptyset(&noSignals)
        unsafe posix_spawnattr_setsigmask(&attributes, &noSignals)
        // A child would inherit the signals that this process ignores.
        var defaults = sigset_t()
        unsafe sigemptyset(&defaults)
        unsafe sigaddset(&defaults, SIGPIPE)
        if case .inherited = streams { unsafe sigaddset(&defaults, SIGXFSZ) }
        unsafe posix_spawnattr_setsigdefault(&attributes, &defaults)
        let groupFlag = ownsGroup ? Int16(POSIX_SPAWN_SETPGROUP) : 0
        unsafe posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF) | groupFlag)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        if case .socket(let endpoint, let messages) = streams {
            unsafe posix_spawn_file_actions_adddup2(&actions, endpoint, STDIN_FILENO)
            unsafe posix_spawn_file_actions_adddup2(&actions, endpoint, STDOUT_FILENO)
            if let messages {
                unsafe posix_spawn_file_actions_adddup2(&actions, messages, STDERR_FILENO)
            } else {
                unsafe posix_spawn_file_actions_addopen(
                    &actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
            }
        }
        var texts = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
        var environment = unsafe self.environment.map { unsafe strdup($0) } + [nil]
        defer { unsafe (texts + environment).forEach { unsafe free($0) } }
        var processID: pid_t = 0
        let code: Int32
        switch streams {
        case .socket:
            code = unsafe posix_spawn(
                &processID, program, &actions, &attributes, &texts, &environment)
        case .inherited:
            code = unsafe posix_spawnp(
                &processID, program, &actions, &attributes, &texts, &environment)
        }
        guard code == 0 else {
            throw .system(
                operation: "start", path: program, code: code,
                message: unsafe String(cString: strerror(code)))
        }
        return processID
    }
}
