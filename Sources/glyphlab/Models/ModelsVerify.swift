import ArgumentParser
import Encodings
import Reports

struct ModelsVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Hold a model's folder against what is pinned for it.",
        discussion: """
            The pin is the one whose name the folder has, or else the one with the same weights; \
            without one the exit code is 2.
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
