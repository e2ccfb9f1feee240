import ArgumentParser
import Reports

/// Traces, kept runs or models' folders, each against the first; receipts each with each.
struct Compare: ParsableCommand {
    static let fileCountMax = 64

    static let configuration = CommandConfiguration(
        abstract:
            "Compare traces, runs, receipts or models: whether they match, and where they part.",
        discussion: """
            Traces are written by 'glyphlab trace', runs by 'glyphlab reproduce --out'; two \
            models' folders are one model where all their integers are equal, whatever the \
            containers. Each is compared with the first, and the worst verdict decides: match; \
            root (an operation's output differs while its inputs agree); propagated (a difference \
            begins before what the traces hold); schedule, weights, input, config (the runs did \
            not do the same); inconclusive (evidence is missing, and what is there is equal). \
            Traces of levels operations and layers can be compared with each other. Where one is \
            a receipt, traces and kept runs may stand beside it, each is compared with each, and \
            the matrix is drawn of who agrees with whom: on the weights, on the prompts as \
            tokens, on the proofs, on the records. Prompts, layers and elements are counted from 0.
            Exit codes: 0 match · 1 any difference · 2 inconclusive · 65 bad file.
            Example: glyphlab compare a.trace b.trace c.trace
            Example: glyphlab compare our-run.json their-run.json
            Example: glyphlab compare Models/glyph-nano path/to/copy
            Example: glyphlab compare ours.receipt theirs.receipt third.receipt
            """)

    @Argument(
        help: "Two or more: traces, kept runs, models' folders, each of one kind; or receipts.")
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
            if files.contains(where: ReceiptMatrix.isReceipt) {
                return try ReceiptMatrix(files).tell(options)
            }
            let reports = try options.reports(inputs: files)
            let first = try ComparisonSubject(files[0])
            let compared = try files.dropFirst().map { path in
                try ComparisonSubject.compared(first, ComparisonSubject(path))
            }
            return try options.tell(compared, reports)
        }
    }
}
