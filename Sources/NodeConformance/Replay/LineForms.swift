internal import PublishedNode

/// Printed lines in the form in which the vectors tell them: without what no two runs share.
enum LineForms {
    private static let minedBeginning = "[mine] block "
    private static let startedBeginning = "[run] server process started (pid "

    /// A line without times, rates and the numbers of processes.
    static func general(_ line: String) -> String {
        if line.hasPrefix(minedBeginning), let match = line.firstMatch(of: /\([^)]* inf\/s\)/) {
            return line.replacingCharacters(in: match.range, with: "(T s, R inf/s)")
        }
        if line.hasPrefix(startedBeginning) { return startedBeginning + "N)" }
        return line
    }

    /// The lines, the texts of many lines as the vectors count them.
    static func general(_ lines: [String]) -> [String] {
        let help = PublishedHelp.lines
        let warning = PublishedHelp.isolatedChain
        return
            counted(
                counted(lines, help, "(help text, \(help.count) lines)"), warning,
                "(warning: a new isolated chain, \(warning.count) lines)"
            ).map { general($0) }
    }

    /// The lines with `told` in the place of `text`, where it stands at their end.
    private static func counted(_ lines: [String], _ text: [String], _ told: String) -> [String] {
        lines.suffix(text.count).elementsEqual(text) ? lines.dropLast(text.count) + [told] : lines
    }

    /// The attempts that a line of a win tells.
    static func attemptCount(_ line: String) -> Int? {
        line.firstMatch(of: /won in ([0-9]+) attempts/).flatMap { Int($0.1) }
    }

    /// The new blocks that a line of an adoption tells.
    static func verifiedCount(_ line: String) -> Int? {
        line.firstMatch(of: /verified ([0-9]+) new blocks/).flatMap { Int($0.1) }
    }

    /// The name and address of a line that tells of a new wallet.
    static func newWallet(_ line: String) -> (name: String, address: String)? {
        line.wholeMatch(of: /\[wallet\] created '(.*)'  address=([0-9a-f]{40})/)
            .map { (String($0.1), String($0.2)) }
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
        self[..<range.lowerBound] + text + self[range.upperBound...]
    }
}
