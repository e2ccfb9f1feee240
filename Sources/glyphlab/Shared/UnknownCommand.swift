import ArgumentParser

/// A word where a command's name was expected: the commands there are, and the likely one.
enum UnknownCommand {
    /// What to tell; nil where all words that stand for commands are names of commands.
    static func message(
        _ arguments: [String], root: any ParsableCommand.Type
    ) -> String? {
        var command = root
        var path = [root._commandName]
        for argument in arguments {
            let subcommands = command.configuration.subcommands
            // An option in front of a name is for the parser to judge.
            guard !subcommands.isEmpty, !argument.hasPrefix("-"), argument != "help" else {
                return nil
            }
            if let next = subcommands.first(where: { $0._commandName == argument }) {
                command = next
                path.append(argument)
                continue
            }
            // What follows is the default's own.
            guard command.configuration.defaultSubcommand == nil else { return nil }
            let names = subcommands.map { $0._commandName }
            var text = "\(path.joined(separator: " ")): expected a command, got '\(argument)'"
            if let likely = likely(argument, of: names) {
                text += "; did you mean '\(likely)'?"
            }
            return text + "\nCommands: " + names.joined(separator: ", ") + "\nSee '"
                + path.joined(separator: " ") + " --help'.\n"
        }
        return nil
    }

    /// The name that the fewest changes lead to, if they are few enough for a slip.
    static func likely(_ word: String, of names: [String]) -> String? {
        let distances = names.map { (name: $0, count: distance(Array(word), Array($0))) }
        guard let best = distances.min(by: { $0.count < $1.count }),
            best.count <= max(1, best.name.count / 3)
        else { return nil }
        return best.name
    }

    /// How many characters must be put in, left out, changed or swapped with their neighbour
    /// (optimal string alignment).
    static func distance(_ one: [Character], _ other: [Character]) -> Int {
        var before: [Int] = []
        var last = Array(0...other.count)
        for i in 0..<one.count {
            var row = [i + 1]
            for j in 0..<other.count {
                var least = min(last[j + 1] + 1, row[j] + 1, last[j] + (one[i] == other[j] ? 0 : 1))
                if i > 0, j > 0, one[i] == other[j - 1], one[i - 1] == other[j] {
                    least = min(least, before[j - 1] + 1)
                }
                row.append(least)
            }
            (before, last) = (last, row)
        }
        return last[other.count]
    }
}
