import ArgumentParser
import Disputes
import Reports

/// The options of commands that compare traces.
struct ComparisonOptions: ParsableArguments {
    @Option(help: "Write the path of the divergence as a picture to this file.")
    var svg: String?

    @Option(help: "Write the comparison as a page with the picture to this file.")
    var html: String?

    @OptionGroup var format: FormatOption

    /// The files that are named, opened.
    ///
    /// - Parameters:
    ///   - others: the files of a command's own options.
    ///   - inputs: the files that are compared.
    func reports(
        _ others: [(option: String, path: String?)] = [], inputs: [String]
    ) throws -> ReportFiles {
        try ReportFiles(
            [("--svg", svg), ("--html", html)] + others, format: format.format, inputs: inputs)
    }

    /// Prints and writes what was found, and says how the command ends.
    ///
    /// - Parameter more: the end of the text.
    func tell(
        _ compared: [ComparedTraces], _ reports: ReportFiles, more: String = ""
    ) throws -> Outcome {
        let provenance = ThisRun.provenance()
        let style: TextStyle = reports.takeStandardOutput ? .plain : .ofStandardOutput
        format.write(
            text: compared.map { DivergenceText.text($0, style: style) }.joined(separator: "\n")
                + DivergenceText.summary(compared, style: style) + more,
            json: DivergenceJSON.json(compared, provenance), beside: reports)
        let worst = ComparedTraces.worst(of: compared)
        try reports.write { option in
            switch option {
            case "--svg": DivergenceDrawing.svg(worst)
            case "--html": DivergencePage.html(compared, provenance)
            default: nil
            }
        }
        return Outcome(worst.comparison.verdict)
    }

    /// Two traces compared.
    ///
    /// **Throws:** ``Failure`` where one contradicts itself.
    static func compared(_ left: TraceFile, _ right: TraceFile) throws -> ComparedTraces {
        do throws(ComparisonError) {
            return try ComparedTraces(
                left.trace, named: left.path, right.trace, named: right.path)
        } catch {
            throw Failure(
                outcome: .badInput, message: "\(left.path), \(right.path): \(error)")
        }
    }
}
