import Platform
import Sandboxes
import Submissions

/// A script in a sandbox, as the session talks with it.
///
/// Its time is the time that it is waited for: the referee's own work is not the script's.
final class SandboxChannel: ScriptChannel {
    static let scriptSecondsMax = 60

    private let process: SandboxedProcess
    private let limits: SessionLimits
    private var waitedNanoseconds = 0

    init(_ process: SandboxedProcess, limits: SessionLimits) {
        self.process = process
        self.limits = limits
    }

    func send(_ line: [UInt8]) throws(ScriptEnding) {
        try timed { () throws(SandboxEnd) in
            try process.send(line, silenceMilliseconds: limits.silenceMilliseconds)
        }
    }

    func line() throws(ScriptEnding) -> [UInt8] {
        try timed { () throws(SandboxEnd) in
            try process.line(
                byteCountMax: limits.lineByteCountMax,
                silenceMilliseconds: limits.silenceMilliseconds)
        }
    }

    private func timed<Value>(
        _ work: () throws(SandboxEnd) -> Value
    ) throws(ScriptEnding) -> Value {
        let watch = Stopwatch()
        defer { waitedNanoseconds += watch.nanoseconds }
        guard waitedNanoseconds < Self.scriptSecondsMax * 1_000_000_000 else {
            process.finish()
            throw .limit("more than \(Self.scriptSecondsMax) s of time")
        }
        do {
            return try work()
        } catch {
            throw Self.ending(error)
        }
    }

    private static func ending(_ end: SandboxEnd) -> ScriptEnding {
        switch end {
        case .exited(let code): .exited(code: code)
        case .killed(let signal): .killed(signal: signal)
        case .cut: .cut
        case .limit(let text): .limit(text)
        case .refused(let text): .limit("the sandbox refused it: \(text)")
        }
    }
}
