import ArgumentParser

/// A word where a command's name was expected: the commands there are, and the likely one.
enum UnknownCommand {
    /// The message with the likely command and all others; nil if every word in a command's place
    /// is a command's name.
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
            // The default subcommand reads the words that follow.
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

    /// The name with the fewest changes from `word`, if they are few enough for a typing error.
    static func likely(_ word: String, of names: [String]) -> String? {
        let distances = names.map { (name: $0, count: distance(Array(word), Array($0))) }
        guard let best = distances.min(by: { $0.count < $1.count }),
            best.count <= max(1, best.name.count / 3)
        else { return nil }
        return best.name
    }

    /// How many characters must be put in, left out, changed or swapped with their neighbour
    /// (optimal string alignment).
    static func distance(_ word: [Character], _ other: [Character]) -> Int {
        var before: [Int] = []
        var last = Array(0...other.count)
        for i in 0..<word.count {
            var row = [i + 1]
            for j in 0..<other.count {
                var least = min(
                    last[j + 1] + 1, row[j] + 1, last[j] + (word[i] == other[j] ? 0 : 1))
                if i > 0, j > 0, word[i] == other[j - 1], word[i - 1] == other[j] {
                    least = min(least, before[j - 1] + 1)
                }
                row.append(least)
            }
            (before, last) = (last, row)
        }
        return last[other.count]
    }
}
