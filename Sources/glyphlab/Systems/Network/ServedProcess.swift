import Platform

/// A server of this program in a process of its own, which ends with this value.
final class ServedProcess {
    /// The time that a server has until it is there, the model's reading included.
    private static let startSeconds = 120
    /// Longer than anybody looks at a network.
    private static let deadlineSeconds = 366 * 24 * 3_600
    /// The time that a server has for its running requests, and to close its files.
    private static let stopSeconds = 10
    private static let lineByteCountMax = 1 << 16

    let url: String
    private var process: ChildProcess?

    /// - Parameter arguments: those behind `system serve`, an address excepted unless one is meant.
    /// **Throws:** ``Failure`` with the server's own words where it does not begin.
    init(name: String, arguments: [String]) throws {
        let process = try ChildProcess(
            program: Machine.executablePath,
            arguments: ["system", "serve"] + arguments + ["--until-input-ends"],
            silenceSeconds: Self.startSeconds, deadlineSeconds: Self.deadlineSeconds,
            variables: nil, ownsGroup: true, keepsMessages: true)
        do throws(ChildProcess.Ending) {
            let line = try process.line(
                byteCountMax: Self.lineByteCountMax, seconds: Self.startSeconds)
            url = String(decoding: line, as: UTF8.self)
        } catch {
            throw Failure(
                outcome: .badInput,
                message: "\(name): expected a server, got: "
                    + String(decoding: process.messages, as: UTF8.self) + " (\(error))")
        }
        self.process = process
    }

    /// Lets the server end of itself.
    func stop() {
        process?.finish(seconds: Self.stopSeconds)
        process = nil
    }
}
