import ArgumentParser
import Encodings
import Reports

struct ModelsVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Compare a model's folder with its pin.",
        discussion: """
            The pin is found by the folder's name, or else by its weights, or else by what 'models \
            fetch' kept in the folder. The exit code is 2 if there is no pin.
            Example: glyphlab models verify Models/glyph-nano
            """)

    @Argument(help: "The model's folder.")
    var directory: String

    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let finding = try ModelFinding(folder: ModelPath.folder(directory), pin: nil)
            format.write(text: finding.report.text, json: .object(finding.report.jsonMembers))
            return finding.outcome
        }
    }
}
