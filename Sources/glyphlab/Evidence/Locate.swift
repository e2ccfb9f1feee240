import ArgumentParser
import Reports

/// Where two runs part, and the next question to both.
struct Locate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find where two runs begin to differ: prompt, layer, operation, element.",
        discussion: """
            Two machines each write a trace of level layers, exchange them, and run locate: it \
            names the layer and says which trace each side makes next. After operations and \
            values=OP it names the element and both integers. With --against, this machine makes \
            the other side of a single trace itself; of a trace of values it can then write the \
            element with all that it follows from, which 'glyphlab rerun' computes again anywhere. \
            Prompts, layers and elements are counted from 0.
            Exit codes: 0 match · 1 any difference · 2 inconclusive · 65 no trace.
            Example: glyphlab locate ours.trace theirs.trace --html divergence.html
            Example: glyphlab locate theirs.trace --against Models/glyph-nano --reproducer e.json
            """)

    @Argument(help: "A side's trace.")
    var left: String

    @Argument(help: "The other side's trace.")
    var right: String?

    @Option(help: "Make the other side here with this model: its folder or a pinned model's name.")
    var against: String?

    @Option(help: "With --against: write the element that differs, with its inputs, to this file.")
    var reproducer: String?

    @Option(help: "With --against: write this machine's side of the next pair to this file.")
    var out: String?

    @OptionGroup var threads: ThreadsOption
    @OptionGroup var backend: BackendOption
    @OptionGroup var options: ComparisonOptions

    func validate() throws {
        guard (right == nil) != (against == nil) else {
            throw ValidationError("expected either a second trace or --against")
        }
        for (name, value) in [("reproducer", reproducer), ("out", out)]
        where value != nil && against == nil {
            throw ValidationError("\(name): expected --against beside it, which makes the runs")
        }
    }

    func run() throws {
        try Outcome.ending {
            let reports = try options.reports(
                [("--reproducer", reproducer), ("--out", out)],
                inputs: [left] + (right.map { [$0] } ?? []))
            let theirs = try TraceFile(left)
            if let right {
                let compared = try ComparisonOptions.compared(theirs, TraceFile(right))
                return try options.tell([compared], reports)
            }
            let here = try LocateHere(
                theirs, model: against ?? "", backend: backend.chosen(), threads: threads)
            let outcome = try options.tell([here.compared], reports, more: here.text(reproducer))
            try here.write(to: reports)
            return outcome
        }
    }
}
