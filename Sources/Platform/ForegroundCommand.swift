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
        let own = Machine.environmentTexts.filter { text in
            !variables.contains { text.hasPrefix($0.name + "=") }
        }
        return try SpawnPlan(
            program: words[0], arguments: Array(words.dropFirst()),
            environment: own + variables.map { "\($0.name)=\($0.value)" }, streams: .inherited,
            ownsGroup: false
        ).spawn()
    }
}
