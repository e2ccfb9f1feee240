import Foundation
package import Platform

/// A program in a sandbox, talked to by lines.
///
/// **Bounds:** every wait ends: by a line, by the process's end, by silence, by the wall time of
/// the launcher. Gone with the value: ended with all that it has started, and reaped.
package final class SandboxedProcess {
    private let launch: SandboxLaunch
    private let limits: SandboxLimits
    private var end: SandboxEnd?
    /// Bytes of the script, from `start` on not given out yet; no line feed before `searched`.
    private var buffer: [UInt8] = []
    private var start = 0
    private var searched = 0
    private var outputCount = 0
    /// Bytes that wait until the script reads, from `sent` on.
    private var waiting: [UInt8] = []
    private var sent = 0
    private var controlText: [UInt8] = []
    private var memoryKillCount = 0
    private var hasGone = false
    private var isReaped = false
    /// The script's standard error as far as it is kept.
    package private(set) var messages: [UInt8] = []
    /// Bytes of standard error that were not kept.
    package private(set) var lostMessageCount = 0
    /// Whether something of it could not be ended, such as a process that hangs within the kernel.
    package private(set) var hasLeft = false
    /// Facts that the launcher told of the isolation, in its order: "landlock 7".
    package private(set) var facts: [String] = []

    /// A line or its part is read ahead at most so far.
    private static let readAheadMax = 4 << 20

    /// **Throws:** `PlatformError` where the launcher cannot be started.
    package init(
        _ program: SandboxedProgram, level: IsolationLevel, limits: SandboxLimits = .standard
    ) throws(PlatformError) {
        self.limits = limits
        launch = try SandboxLaunch(arguments: program.arguments(level, limits))
    }

    deinit {
        finish()
        for end in [launch.input, launch.output, launch.messages, launch.control] { close(end) }
    }

    // MARK: Talking

    /// Plans a line, its line feed apart, for the script. It is sent with others when the next line
    /// is awaited, or when there is much.
    ///
    /// **Throws:** the end of the process, also where it reads nothing for the silence allowed.
    package func send(_ line: [UInt8], silenceMilliseconds: Int) throws(SandboxEnd) {
        waiting += line
        waiting.append(UInt8(ascii: "\n"))
        guard waiting.count - sent > 1 << 16 else { return }
        try flush(silenceMilliseconds: silenceMilliseconds)
    }

    /// The next line, its line feed apart.
    ///
    /// **Throws:** the end of the process where no line comes before it.
    package func line(
        byteCountMax: Int, silenceMilliseconds: Int
    ) throws(SandboxEnd) -> [UInt8] {
        let watch = Stopwatch()
        while true {
            if let line = try nextLine(byteCountMax) { return line }
            try flush(silenceMilliseconds: silenceMilliseconds)
            // What it has said before its end is heard; what a grandchild says later is not.
            if let end {
                guard readOutput() else {
                    throw start < buffer.count && isOwnEnd(end) ? .cut : end
                }
                continue
            }
            let left = silenceMilliseconds - watch.nanoseconds / 1_000_000
            guard left > 0 else {
                throw stop(.limit("it said nothing for \(silenceMilliseconds) ms"))
            }
            wait(milliseconds: left, forInput: false)
        }
    }

    private func isOwnEnd(_ end: SandboxEnd) -> Bool {
        switch end {
        case .exited, .killed: true
        case .cut, .limit, .refused: false
        }
    }

    private func nextLine(_ byteCountMax: Int) throws(SandboxEnd) -> [UInt8]? {
        guard let lineEnd = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
            searched = buffer.count
            guard buffer.count - start <= byteCountMax else {
                throw stop(.limit("a line of more than \(byteCountMax) bytes"))
            }
            return nil
        }
        guard lineEnd - start <= byteCountMax else {
            throw stop(.limit("a line of more than \(byteCountMax) bytes"))
        }
        let line = Array(buffer[start..<lineEnd])
        start = lineEnd + 1
        searched = start
        // Moved seldom, so that many short lines cost no more than their bytes.
        if start > 1 << 18 {
            buffer.removeSubrange(..<start)
            (start, searched) = (0, 0)
        }
        return line
    }

    /// Sends all that waits; the script may talk meanwhile.
    private func flush(silenceMilliseconds: Int) throws(SandboxEnd) {
        let watch = Stopwatch()
        while sent < waiting.count {
            if end != nil { break }
            let count = unsafe waiting[sent...].withUnsafeBytes { bytes in
                unsafe write(launch.input, bytes.baseAddress!, bytes.count)
            }
            if count > 0 {
                sent += count
                continue
            }
            if count < 0 && errno == EINTR { continue }
            // A script that has closed its input hears nothing; that breaks no rule by itself.
            guard count < 0 && errno == EAGAIN else { break }
            let left = silenceMilliseconds - watch.nanoseconds / 1_000_000
            guard left > 0 else {
                throw stop(.limit("it read nothing for \(silenceMilliseconds) ms"))
            }
            wait(milliseconds: left, forInput: true)
        }
        waiting.removeAll(keepingCapacity: true)
        sent = 0
    }

    // MARK: Waiting

    /// Waits until something happens, and takes what is there.
    private func wait(milliseconds: Int, forInput: Bool) {
        let mayRead = buffer.count - start < Self.readAheadMax
        // A descriptor below 0 is passed over.
        var requests = [
            pollfd(
                fd: mayRead && !outputIsClosed ? launch.output : -1, events: Int16(POLLIN),
                revents: 0),
            pollfd(
                fd: messagesAreClosed ? -1 : launch.messages, events: Int16(POLLIN), revents: 0),
            pollfd(fd: launch.control, events: Int16(POLLIN), revents: 0),
            pollfd(fd: forInput ? launch.input : -1, events: Int16(POLLOUT), revents: 0),
        ]
        guard unsafe poll(&requests, nfds_t(requests.count), Int32(clamping: milliseconds)) > 0
        else { return }
        if requests[0].revents != 0 { _ = readOutput() }
        if requests[1].revents != 0 { readMessages() }
        if requests[2].revents != 0 { readControl() }
    }

    private var outputIsClosed = false
    private var messagesAreClosed = false

    /// Reads what the script has said. **Result:** whether there was anything.
    private func readOutput() -> Bool {
        guard !outputIsClosed, buffer.count - start < Self.readAheadMax else { return false }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = unsafe bytes.withUnsafeMutableBytes { bytes in
            unsafe read(launch.output, bytes.baseAddress!, bytes.count)
        }
        if count == 0 { outputIsClosed = true }
        guard count > 0 else { return count < 0 && errno == EINTR }
        buffer += bytes[..<count]
        outputCount += count
        if outputCount > limits.outputByteCount {
            _ = stop(.limit("more than \(limits.outputByteCount) bytes of output"))
        }
        return true
    }

    private func readMessages() {
        var bytes = [UInt8](repeating: 0, count: 1 << 14)
        let count = unsafe bytes.withUnsafeMutableBytes { bytes in
            unsafe read(launch.messages, bytes.baseAddress!, bytes.count)
        }
        if count == 0 { messagesAreClosed = true }
        guard count > 0 else { return }
        let kept = min(count, limits.messageByteCount - messages.count)
        messages += bytes[..<kept]
        lostMessageCount += count - kept
    }

    /// Reads lines of the launcher.
    private func readControl() {
        var bytes = [UInt8](repeating: 0, count: 1 << 12)
        let count = unsafe bytes.withUnsafeMutableBytes { bytes in
            unsafe read(launch.control, bytes.baseAddress!, bytes.count)
        }
        if count < 0 && (errno == EINTR || errno == EAGAIN) { return }
        guard count > 0 else {
            hasGone = true
            if end == nil { end = .refused("the launcher ended without a word") }
            return
        }
        controlText += bytes[..<count]
        while let lineEnd = controlText.firstIndex(of: UInt8(ascii: "\n")) {
            take(String(decoding: controlText[..<lineEnd], as: UTF8.self))
            controlText.removeSubrange(...lineEnd)
        }
    }

    private func take(_ line: String) {
        let words = line.split(separator: " ", maxSplits: 2).map(String.init)
        let number = words.count > 1 ? Int(words[1]) ?? 0 : 0
        switch words.first {
        case "fact": facts.append(words.dropFirst().joined(separator: " "))
        case "memory-kills": memoryKillCount = number
        case "exited": conclude(.exited(code: number))
        case "signal": conclude(ending(signal: Int32(number)))
        case "refused": conclude(.refused(words.count > 2 ? words[2] : line))
        case "late": conclude(.limit("more than \(limits.wallSeconds) s in all"))
        case "gone": hasGone = true
        case "left": (hasGone, hasLeft) = (true, true)
        default: break
        }
    }

    private func conclude(_ found: SandboxEnd) {
        if end == nil { end = found }
    }

    private func ending(signal: Int32) -> SandboxEnd {
        if signal == SIGKILL, memoryKillCount > 0 {
            return .limit("more than \(limits.memoryByteCount) bytes of memory")
        }
        if signal == SIGXCPU { return .limit("more than \(limits.cpuSeconds) s of CPU time") }
        if signal == SIGXFSZ { return .limit("a file of more than \(limits.fileByteCount) bytes") }
        return .killed(signal: Int(signal))
    }

    // MARK: The end

    private func stop(_ why: SandboxEnd) -> SandboxEnd {
        let found = end ?? why
        end = found
        finish()
        return found
    }

    /// Ends the process with all that it has started, and waits until they are gone.
    package func finish() {
        guard !isReaped else { return }
        // Any word means the end; the launcher answers when nothing is left.
        _ = unsafe "end\n".withCString { unsafe write(launch.control, $0, 4) }
        let watch = Stopwatch()
        while !hasGone, watch.nanoseconds < 10_000_000_000 {
            wait(milliseconds: 100, forInput: false)
        }
        // It ends by itself once it has said so; one that does not is ended.
        for _ in 0..<1_000 {
            var status: Int32 = 0
            let reaped = unsafe waitpid(launch.processID, &status, WNOHANG)
            if reaped == launch.processID || reaped < 0 && errno != EINTR {
                isReaped = true
                break
            }
            usleep(1_000)
        }
        if !isReaped {
            kill(launch.processID, SIGKILL)
            var status: Int32 = 0
            while unsafe waitpid(launch.processID, &status, 0) < 0 && errno == EINTR {}
            isReaped = true
        }
        for _ in 0..<64 where !messagesAreClosed { readMessages() }
        if end == nil { end = .limit("ended by the laboratory") }
    }
}
