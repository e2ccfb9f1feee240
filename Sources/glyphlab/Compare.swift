import ArgumentParser
import Reports

/// Traces of several runs against the first.
struct Compare: ParsableCommand {
    static let fileCountMax = 64

    static let configuration = CommandConfiguration(
        abstract: "Compare traces of runs: whether they match, and where the first differs.",
        discussion: """
            Each trace is compared with the first, and the worst verdict decides. Verdicts: match; \
            root (an operation's output differs while its inputs agree); propagated (a difference \
            begins before what the traces hold); schedule, weights, input, config (the runs did \
            not do the same); inconclusive (evidence is missing, and what is there is equal). \
            Traces of levels operations and layers can be compared with each other.
            Exit codes: 0 match · 1 any difference · 2 inconclusive · 65 no trace.
            Example: glyphlab compare a.trace b.trace c.trace
            """)

    @Argument(help: "The traces: two or more.")
    var files: [String]

    @OptionGroup var options: ComparisonOptions

    func validate() throws {
        guard (2...Self.fileCountMax).contains(files.count) else {
            throw ValidationError(
                "files: expected 2 to \(Self.fileCountMax), got \(files.count)")
        }
    }

    func run() throws {
        try Outcome.ending {
            let reports = try options.reports()
            let first = try TraceFile(files[0])
            let compared = try files.dropFirst().map { path in
                try ComparisonOptions.compared(first, TraceFile(path))
            }
            return try options.tell(compared, reports)
        }
    }
}
