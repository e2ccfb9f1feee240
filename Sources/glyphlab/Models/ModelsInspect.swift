import ArgumentParser
import Checkpoints
import Proving
import Reports
import Tokenization

struct ModelsInspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show the contents of a model's folder.",
        discussion: "Example: glyphlab models inspect Models/glyph-nano")

    @Argument(help: "The model's folder.")
    var directory: String

    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let folder = try ModelPath.folder(directory)
            let (summary, tokenizer) = try ModelFolder(path: folder).read { _ in }
            let file = try WeightsFile.open(folder: folder)
            let report = InspectReport(
                file: file, summary: summary, tokenCount: tokenizer.vocabularyCount)
            format.write(text: report.text, json: report.json)
            return .holds
        }
    }
}
