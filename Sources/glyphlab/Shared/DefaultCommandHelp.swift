import ArgumentParser

/// The help of a command whose subcommand may be left out, with that subcommand's options.
///
/// The parser's own help names the default subcommand and shows none of its options.
enum DefaultCommandHelp {
    /// The help text; nil unless `arguments` ask for the help of a command with a default
    /// subcommand.
    static func text(
        _ arguments: [String], root: any ParsableCommand.Type, columns: Int?
    ) -> String? {
        guard arguments.first == "help" || arguments.contains("-h") || arguments.contains("--help")
        else { return nil }
        let command = command(arguments.drop { $0 == "help" }, below: root)
        guard let inner = command.configuration.defaultSubcommand else { return nil }
        let outerText = root.helpMessage(for: command, columns: columns)
        let innerText = root.helpMessage(for: inner, columns: columns)
        guard let about = outerText.firstRange(of: "USAGE: "),
            let subcommands = outerText.firstRange(of: "SUBCOMMANDS:"),
            let usage = innerText.firstRange(of: "USAGE: ")
        else { return nil }
        return outerText[..<about.lowerBound] + innerText[usage.lowerBound...] + "\n"
            + outerText[subcommands.lowerBound...]
    }

    /// The command that the leading names lead to.
    private static func command(
        _ names: some Sequence<String>, below root: any ParsableCommand.Type
    ) -> any ParsableCommand.Type {
        var command = root
        for name in names {
            let subcommands = command.configuration.subcommands
            guard let next = subcommands.first(where: { $0._commandName == name }) else { break }
            command = next
        }
        return command
    }
}
