import Arbitration
import Encodings
import Platform

/// A party that is a command: questions go to its input, a line each, and lines of its output are
/// its answers. It has so long for each; when it is late, says too much or ends, it is ended, and
/// does not answer any more.
final class PipedParty: DisputeParty {
    private let name: String
    private let process: ChildProcess
    private let answerSeconds: Int
    private var hasEnded = false

    /// No game asks longer.
    private static let questionCountMax = 256
    private static let variables = ["PATH", "HOME", "TMPDIR", "LANG", "SSH_AUTH_SOCK"]

    init(_ name: String, command: String, answerSeconds: Int) throws {
        self.name = name
        self.answerSeconds = answerSeconds
        process = try ChildProcess(
            program: "/bin/sh", arguments: ["-c", command], silenceSeconds: answerSeconds,
            deadlineSeconds: answerSeconds * Self.questionCountMax, variables: Self.variables,
            ownsGroup: true)
    }

    func answer(_ question: DisputeQuestion) throws -> DisputeAnswer {
        guard !hasEnded else { return .nothing }
        do throws(ChildProcess.Ending) {
            let line = Array((question.json.compactText + "\n").utf8)
            try send(line)
            return .line(
                try process.line(
                    byteCountMax: DisputeLimits.answerByteCountMax, seconds: answerSeconds))
        } catch {
            hasEnded = true
            StandardStreams.writeMessage("glyphlab: note: the \(name) party: \(error)\n")
            if case .talkative = error { return .tooLong }
            return .nothing
        }
    }

    private func send(_ line: [UInt8]) throws(ChildProcess.Ending) {
        let result = unsafe line.withUnsafeBytes { bytes in
            Result { () throws(ChildProcess.Ending) in unsafe try process.send(bytes) }
        }
        try result.get()
    }
}
