import Arbitration
import Encodings
import Platform
import Reports

/// A party that is a command: questions go to its input, a line each, and lines of its output are
/// its answers. It has so long for each; when it is late, says too much or ends, it is ended, and
/// does not answer any more. Its messages are shown then.
final class PipedParty: DisputeParty {
    private let name: String
    private let command: String
    private let process: ChildProcess
    private let answerSeconds: Int
    private var hasAnswered = false
    private var hasEnded = false

    /// No game asks longer.
    private static let questionCountMax = 256
    private static let shownLength = 200

    init(_ name: String, command: String, answerSeconds: Int) throws {
        self.name = name
        self.command = command
        self.answerSeconds = answerSeconds
        process = try ChildProcess(
            program: "/bin/sh", arguments: ["-c", command], silenceSeconds: answerSeconds,
            deadlineSeconds: answerSeconds * Self.questionCountMax, variables: nil,
            ownsGroup: true, keepsMessages: true)
    }

    /// **Throws:** ``Failure`` where the command fails of itself before its first answer, as does
    /// that which cannot be started: it committed to nothing, and is no party.
    func answer(_ question: DisputeQuestion) throws -> DisputeAnswer {
        guard !hasEnded else { return .nothing }
        do throws(ChildProcess.Ending) {
            let line = Array((question.json.compactText + "\n").utf8)
            try send(line)
            let answer = try process.line(
                byteCountMax: DisputeLimits.answerByteCountMax, seconds: answerSeconds)
            hasAnswered = true
            return .line(answer)
        } catch {
            hasEnded = true
            StandardStreams.writeMessage(
                PartyMessages.text(process.messages, party: name))
            if !hasAnswered, case .exited(let code) = error, code != 0 {
                throw Failure(
                    outcome: .badInput,
                    message: "\(name): expected a command that answers a referee, got "
                        + JSONValue.quoted(command, scalarCountMax: Self.shownLength)
                        + ": \(error)")
            }
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
