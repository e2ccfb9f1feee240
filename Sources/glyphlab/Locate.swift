import ArgumentParser
import Reports

/// Where two runs part, and the next question to both.
struct Locate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find where two runs begin to differ: prompt, layer, operation, element.",
        discussion: """
            Two machines each write a trace of level layers, exchange them, and run locate: it \
            names the layer and says which trace each side makes next. After operations and \
            values=OP it names the element and both integers.
            Exit codes: 0 match · 1 any difference · 2 inconclusive · 65 no trace.
            Example: glyphlab locate ours.trace theirs.trace --html divergence.html
            """)

    @Argument(help: "A side's trace.")
    var left: String

    @Argument(help: "The other side's trace.")
    var right: String

    @OptionGroup var options: ComparisonOptions

    func run() throws {
        try Outcome.ending {
            let reports = try options.reports()
            let compared = try ComparisonOptions.compared(TraceFile(left), TraceFile(right))
            return try options.tell([compared], reports)
        }
    }
}
