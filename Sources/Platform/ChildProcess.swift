import Foundation

/// A program in a process of its own, talked to over one socket that is its standard input and
/// output; of its messages to standard error the last are kept where they are asked for.
///
/// **Bounds:** every wait ends: the process is late where it says nothing for the silence allowed,
/// or has not ended by its deadline. It sets its own limits of memory and CPU time. Gone with the
/// value: killed and reaped.
public final class ChildProcess {
    private let program: String
    private let processID: pid_t
    private let socket: Int32
    private let silenceMilliseconds: Int
    private let deadlineMilliseconds: Int
    private let watch = Stopwatch()
    private let ownsGroup: Bool
    private let messageEnd: ChildMessages?
    private var ending: Ending?
    /// The bytes that came after the last line that was received.
    private var rest: [UInt8] = []

    /// Starts `program` with `arguments`.
    ///
    /// - Parameters:
    ///   - variables: what of this process's environment the program gets, beside where libraries
    ///     are; nil for all of it.
    ///   - ownsGroup: whether the process leads a group of its own, and what it started in turn
    ///     ends with it; the group ends as well where ``Signals/endCleanly()`` ends this process.
    ///   - keepsMessages: whether ``messages`` has what it says on standard error.
    ///
    /// **Throws:** ``PlatformError`` where the program is not there or cannot be started.
    public init(
        program: String, arguments: [String], silenceSeconds: Int, deadlineSeconds: Int,
        variables: [String]? = [], ownsGroup: Bool = false,
        keepsMessages: Bool = false
    ) throws(PlatformError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe socketpair(AF_UNIX, Self.socketType, 0, &ends) == 0 else {
            throw .lastError("socketpair", program)
        }
        defer { close(ends[1]) }
        self.program = program
        socket = ends[0]
        silenceMilliseconds = silenceSeconds * 1000
        deadlineMilliseconds = deadlineSeconds * 1000
        self.ownsGroup = ownsGroup
        do {
            let messages = keepsMessages ? try ChildMessages(program) : nil
            messageEnd = messages
            let plan = SpawnPlan(
                program: program, arguments: arguments, environment: Self.environment(variables),
                streams: .socket(endpoint: ends[1], messages: messages?.writingEnd),
                ownsGroup: ownsGroup)
            processID =
                ownsGroup
                ? try ProcessGroups.add { () throws(PlatformError) in try plan.spawn() }
                : try plan.spawn()
            messages?.closeWritingEnd()
        } catch {
            close(ends[0])
            throw error
        }
    }

    deinit {
        close(socket)
        if ending == nil { _ = endAll() }
    }

    /// "NAME=value" of each variable of this process that a child gets.
    private static func environment(_ names: [String]?) -> [String] {
        guard let names else { return Machine.environmentTexts }
        return (["LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"] + names).compactMap { name in
            Machine.environment(name).map { "\(name)=\($0)" }
        }
    }

    /// The last that it said on standard error, at most ``ChildMessages/byteCountMax`` bytes; of a
    /// process that runs, what was read while it was waited for. Empty where it is not kept.
    public var messages: [UInt8] {
        messageEnd?.drain()
        return messageEnd?.bytes ?? []
    }

    /// Ends the process, and its group where it leads one, and reaps it. **Precondition:** it was
    /// not reaped, so that its number is nobody else's.
    private func endAll() -> Ending? {
        if ownsGroup {
            kill(-processID, SIGKILL)
            ProcessGroups.remove(processID)
        }
        kill(processID, SIGKILL)
        return reap(options: 0)
    }

    #if canImport(Darwin)
        private static let socketType = SOCK_STREAM
        private static let sendFlags: Int32 = 0
    #else
        private static let socketType = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        private static let sendFlags = Int32(MSG_NOSIGNAL)
    #endif

    // MARK: Talking

    /// How a process came to its end, or was brought to it.
    public enum Ending: Error, Equatable, CustomStringConvertible {
        case exited(code: Int32)
        case killed(signal: Int32)
        case silent(seconds: Int)
        case late(seconds: Int)
        case talkative(byteCountMax: Int)
        /// It closed its side, and was ended with all that it had started.
        case closed

        public var description: String {
            switch self {
            case .exited(let code): "it ended with code \(code)"
            case .killed(SIGXCPU): "it used up its CPU time"
            case .killed(let signal): "it died of \(Self.name(of: signal))"
            case .silent(let seconds): "it said nothing for \(seconds) s and was ended"
            case .talkative(let byteCountMax):
                "it said more than \(byteCountMax) bytes and was ended"
            case .closed: "it closed its output and was ended"
            case .late(let seconds): "it took more than \(seconds) s and was ended"
            }
        }

        private static func name(of signal: Int32) -> String {
            switch signal {
            case SIGSEGV: "SIGSEGV"
            case SIGBUS: "SIGBUS"
            case SIGABRT: "SIGABRT"
            case SIGFPE: "SIGFPE"
            case SIGILL: "SIGILL"
            case SIGTRAP: "SIGTRAP"
            case SIGKILL: "SIGKILL"
            default: "signal \(signal)"
            }
        }
    }

    /// Sends all of `bytes`. **Throws:** ``Ending`` where the process takes no more.
    public func send(_ bytes: UnsafeRawBufferPointer) throws(Ending) {
        var done = 0
        while done < bytes.count {
            try wait(for: POLLOUT)
            let count = unsafe Foundation.send(
                socket, bytes.baseAddress! + done, bytes.count - done,
                Self.sendFlags | Int32(MSG_DONTWAIT))
            if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
            guard count > 0 else { throw ended() }
            done += count
        }
    }

    /// Fills all of `buffer`. **Throws:** ``Ending`` where the process goes or stays silent first.
    public func receive(_ buffer: UnsafeMutableRawBufferPointer) throws(Ending) {
        var done = 0
        while done < buffer.count {
            try wait(for: POLLIN)
            let count = unsafe recv(
                socket, buffer.baseAddress! + done, buffer.count - done,
                Int32(MSG_DONTWAIT))
            if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
            guard count > 0 else { throw ended() }
            done += count
        }
    }

    /// All that the process says until it ends of itself, and its exit code.
    ///
    /// **Precondition:** it leads no group, which would be ended before it had its exit code.
    ///
    /// **Throws:** ``Ending`` where it ends otherwise or says too much.
    public func output(byteCountMax: Int) throws(Ending) -> (bytes: [UInt8], code: Int32) {
        precondition(!ownsGroup, "the output of a process that leads a group")
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            try wait(for: POLLIN)
            let count = unsafe buffer.withUnsafeMutableBytes { buffer in
                unsafe recv(socket, buffer.baseAddress!, buffer.count, Int32(MSG_DONTWAIT))
            }
            if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
            guard count > 0 else { break }
            guard bytes.count + count <= byteCountMax else {
                throw stopped(.talkative(byteCountMax: byteCountMax))
            }
            bytes += buffer[..<count]
        }
        let ending = ended()
        guard case .exited(let code) = ending else { throw ending }
        return (bytes, code)
    }

    /// The next line without its end. What a last line lacks of an end makes it none.
    ///
    /// - Parameter seconds: how long it may take, whatever comes meanwhile, beside the silence
    ///   allowed.
    ///
    /// **Throws:** ``Ending`` where the process ends first, takes too long or says too much; it is
    /// ended then.
    public func line(byteCountMax: Int, seconds: Int) throws(Ending) -> [UInt8] {
        let start = watch.nanoseconds
        var searched = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            if let end = rest[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(rest[..<end])
                guard line.count <= byteCountMax else { break }
                rest.removeSubrange(...end)
                return line
            }
            searched = rest.count
            guard rest.count <= byteCountMax else { break }
            guard (watch.nanoseconds - start) / 1_000_000_000 < seconds else {
                throw stopped(.late(seconds: seconds))
            }
            try wait(for: POLLIN)
            let count = unsafe buffer.withUnsafeMutableBytes { buffer in
                unsafe recv(socket, buffer.baseAddress!, buffer.count, Int32(MSG_DONTWAIT))
            }
            if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
            guard count > 0 else { throw ended() }
            rest += buffer[..<count]
        }
        throw stopped(.talkative(byteCountMax: byteCountMax))
    }

    private func wait(for event: Int32) throws(Ending) {
        let left = deadlineMilliseconds - watch.nanoseconds / 1_000_000
        guard left > 0 else { throw stopped(.late(seconds: deadlineMilliseconds / 1000)) }
        // A descriptor below 0 is passed over.
        var requests = [
            pollfd(fd: socket, events: Int16(event), revents: 0),
            pollfd(fd: messageEnd?.readingEnd ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        let start = watch.nanoseconds
        while true {
            let passed = (watch.nanoseconds - start) / 1_000_000
            let allowed = min(silenceMilliseconds, left) - passed
            guard allowed > 0 else { break }
            let count = unsafe poll(&requests, nfds_t(requests.count), Int32(clamping: allowed))
            if count < 0 && errno != EINTR { throw ended() }
            guard count > 0 else { continue }
            // A process that nobody reads would wait for room.
            if requests[1].revents != 0 {
                messageEnd?.drain()
                requests[1].fd = messageEnd?.readingEnd ?? -1
            }
            if requests[0].revents != 0 { return }
        }
        throw stopped(
            left < silenceMilliseconds
                ? .late(seconds: deadlineMilliseconds / 1000)
                : .silent(seconds: silenceMilliseconds / 1000))
    }

    // MARK: The end

    private func stopped(_ why: Ending) -> Ending {
        if ending == nil {
            _ = endAll()
            ending = why
        }
        return why
    }

    /// The process has closed its side, so it is ending; it gets two seconds for it.
    private func ended() -> Ending {
        ending(within: 2) ?? stopped(ownsGroup ? .closed : .silent(seconds: 2))
    }

    /// Tells the process that nothing more comes to its standard input, and waits for it to end of
    /// itself; one that has not within `seconds` is ended.
    @discardableResult
    public func finish(seconds: Int) -> Ending {
        shutdown(socket, Int32(SHUT_WR))
        return ending(within: seconds) ?? stopped(.late(seconds: seconds))
    }

    private func ending(within seconds: Int) -> Ending? {
        if let ending { return ending }
        for _ in 0..<seconds * 1000 {
            // A process that is still writing messages ends only where somebody reads them.
            messageEnd?.drain()
            // A leader keeps its number until its group has ended.
            if let found = ownsGroup ? (hasEnded ? endAll() : nil) : reap(options: WNOHANG) {
                ending = found
                return found
            }
            usleep(1000)
        }
        return nil
    }

    /// Whether the process has ended and was not reaped.
    private var hasEnded: Bool {
        var information = unsafe siginfo_t()
        let code = unsafe waitid(
            P_PID, id_t(processID), &information, WEXITED | WNOHANG | WNOWAIT)
        return unsafe code == 0 && information.si_signo == SIGCHLD
    }

    /// The process's status once it has one; nil while it runs.
    private func reap(options: Int32) -> Ending? {
        var status: Int32 = 0
        while true {
            let result = unsafe waitpid(processID, &status, options)
            if result < 0 && errno == EINTR { continue }
            guard result == processID else { return nil }
            let signal = status & 0x7F
            return signal == 0 ? .exited(code: status >> 8 & 0xFF) : .killed(signal: signal)
        }
    }
}
