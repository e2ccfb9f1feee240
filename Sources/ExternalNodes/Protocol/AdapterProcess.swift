internal import Platform

/// A node behind an adapter: a process of the user's own, who trusts it. It runs with his rights,
/// without most of his environment, and talks by its standard input and output.
final class AdapterProcess: NodeLink {
    private let process: ChildProcess
    /// A process lives as long as its session, which has limits of its own.
    private static let secondsMax = 86_400

    /// - Parameter command: for `/bin/sh`.
    /// **Throws:** `PlatformError` where nothing can be started.
    init(command: String) throws {
        process = try ChildProcess(
            program: "/bin/sh", arguments: ["-c", command],
            silenceSeconds: NodeWire.answerSeconds, deadlineSeconds: Self.secondsMax,
            variables: ["PATH", "HOME", "TMPDIR"], ownsGroup: true, keepsMessages: true)
    }

    func answer(to line: [UInt8]) throws(NodeLinkEnd) -> [UInt8] {
        do {
            let sent = line + [UInt8(ascii: "\n")]
            let result = unsafe sent.withUnsafeBytes { bytes in
                Result { () throws(ChildProcess.Ending) in unsafe try process.send(bytes) }
            }
            try result.get()
            return try process.line(
                byteCountMax: NodeWire.answerByteCountMax, seconds: NodeWire.answerSeconds)
        } catch {
            if case .talkative = error { throw .talkative("\(error)") }
            throw .died("\(error)", lastWords: lastWords)
        }
    }

    /// The last line that the process wrote to its standard error.
    private var lastWords: String {
        let lines = process.messages.split(separator: UInt8(ascii: "\n"))
        return String(decoding: (lines.last ?? []).prefix(200), as: UTF8.self)
    }
}
