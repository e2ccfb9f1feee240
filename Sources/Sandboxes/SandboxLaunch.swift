import Foundation
internal import Platform

/// The launcher's process and the descriptors by which it and the script are talked to.
struct SandboxLaunch {
    let processID: pid_t
    /// Written to: the script's standard input.
    let input: Int32
    /// Read from: the script's standard output and standard error.
    let output: Int32
    let messages: Int32
    /// Lines of the launcher; closing it ends everything.
    let control: Int32

    private static let program = HelperProgram.path("glyphlab-sandbox")

    /// A write to a script that has closed its input must fail, not end this process.
    private static let brokenPipesAreErrors: Bool = {
        _ = signal(SIGPIPE, SIG_IGN)
        return true
    }()

    /// **Throws:** `PlatformError` where the launcher cannot be started.
    init(arguments: [String]) throws(PlatformError) {
        precondition(Self.brokenPipesAreErrors)
        var pairs: [(reading: Int32, writing: Int32)] = []
        func close(_ pairs: [(reading: Int32, writing: Int32)]) {
            for pair in pairs {
                Foundation.close(pair.reading)
                Foundation.close(pair.writing)
            }
        }
        do throws(PlatformError) {
            for _ in 0..<3 { pairs.append(try Self.pipe()) }
            pairs.append(try Self.socketPair())
            processID = try Self.spawn(
                arguments, [pairs[0].reading, pairs[1].writing, pairs[2].writing, pairs[3].writing])
        } catch {
            close(pairs)
            throw error
        }
        for end in [pairs[0].reading, pairs[1].writing, pairs[2].writing, pairs[3].writing] {
            Foundation.close(end)
        }
        (input, output) = (pairs[0].writing, pairs[1].reading)
        (messages, control) = (pairs[2].reading, pairs[3].reading)
        for end in [input, output, messages, control] {
            _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK)
        }
    }

    private static func pipe() throws(PlatformError) -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        guard unsafe Foundation.pipe(&ends) == 0 else { throw .lastError("pipe", program) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// Closed to other programs from its beginning: one that another thread starts meanwhile would
    /// hold the control socket, and its closing would end nothing.
    private static func socketPair() throws(PlatformError) -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        #if canImport(Darwin)
            let type = SOCK_STREAM
        #else
            let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        #endif
        guard unsafe socketpair(AF_UNIX, type, 0, &ends) == 0 else {
            throw .lastError("socketpair", program)
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// - Parameter ends: the descriptors that the launcher gets as 0, 1, 2 and 3.
    private static func spawn(
        _ arguments: [String], _ ends: [Int32]
    ) throws(PlatformError) -> pid_t {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = unsafe posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        guard unsafe posix_spawn_file_actions_init(&actions) == 0,
            unsafe posix_spawnattr_init(&attributes) == 0
        else { throw .lastError("start", program) }
        defer {
            _ = unsafe posix_spawn_file_actions_destroy(&actions)
            _ = unsafe posix_spawnattr_destroy(&attributes)
        }
        // A thread of a pool blocks signals, and this process ignores some.
        var noSignals = sigset_t()
        unsafe sigemptyset(&noSignals)
        unsafe posix_spawnattr_setsigmask(&attributes, &noSignals)
        var defaults = sigset_t()
        unsafe sigemptyset(&defaults)
        unsafe sigaddset(&defaults, SIGPIPE)
        unsafe posix_spawnattr_setsigdefault(&attributes, &defaults)
        unsafe posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
        // Above all four first, so that no copy closes the end that a later one needs: a laboratory
        // with many files open is given ends of any number.
        let above = max(ends.max()!, Int32(ends.count)) + 1
        for (target, end) in ends.enumerated() {
            unsafe posix_spawn_file_actions_adddup2(&actions, end, above + Int32(target))
        }
        for target in 0..<Int32(ends.count) {
            unsafe posix_spawn_file_actions_adddup2(&actions, above + target, target)
        }
        for target in 0..<Int32(ends.count) {
            unsafe posix_spawn_file_actions_addclose(&actions, above + target)
        }
        var texts = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
        let libraries = Machine.environment("LD_LIBRARY_PATH").map { ["LD_LIBRARY_PATH=\($0)"] }
        var environment = unsafe (libraries ?? []).map { unsafe strdup($0) } + [nil]
        defer { unsafe (texts + environment).forEach { unsafe free($0) } }
        var processID: pid_t = 0
        let code = unsafe posix_spawn(
            &processID, program, &actions, &attributes, &texts, &environment)
        guard code == 0 else {
            throw .system(
                operation: "start", path: program, code: code,
                message: unsafe String(cString: strerror(code)))
        }
        return processID
    }
}
