/// A program to run in a sandbox, and what it sees.
package struct SandboxedProgram: Sendable {
    /// The program's path, which stands below the runtime or below a folder's inside name, and its
    /// arguments.
    package let words: [String]
    /// Folders that it may read, at level `namespaces` under their inside names, else under their
    /// own.
    package let folders: [(outside: String, inside: String)]
    /// All of its environment.
    package let variables: [(name: String, value: String)]
    /// Address space beyond the limit of memory, for what is reserved and not used.
    let reservedByteCount: Int

    package init(
        words: [String], folders: [(outside: String, inside: String)] = [],
        variables: [(name: String, value: String)] = [], reservedByteCount: Int = 0
    ) {
        self.words = words
        self.folders = folders
        self.variables = variables
        self.reservedByteCount = reservedByteCount
    }

    /// Options of the launcher, and behind them the program.
    func arguments(_ level: IsolationLevel, _ limits: SandboxLimits) -> [String] {
        var arguments = ["--level", level.rawValue, "--control", "3"]
        if level == .limits { arguments.append("--accept-no-isolation") }
        arguments += limits.arguments
        arguments += ["--address-space-bytes", "\(limits.memoryByteCount + reservedByteCount)"]
        for folder in folders { arguments += ["--folder", folder.outside, folder.inside] }
        for variable in variables {
            arguments += ["--variable", "\(variable.name)=\(variable.value)"]
        }
        return arguments + ["--"] + words
    }
}
