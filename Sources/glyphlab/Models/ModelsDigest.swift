import ArgumentParser
import Checkpoints
import Platform
import Proving
import Reports
import Traces

/// A model's weights at three stages, for people and for line tools.
struct ModelsDigest: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest",
        abstract: "Show digests of a model's weights: files, stored tensors, integers.",
        discussion: """
            Files: SHA-256 of each file of the weights. Stored: SHA-256 of each tensor's elements \
            as they are stored, whatever the container. Integers: the digest of what the engine \
            computes with. Two folders are one model where all integers are equal; \
            'glyphlab compare DIR DIR' names the element where they are not.
            Example: glyphlab models digest Models/glyph-nano
            """)

    @Argument(help: "The model's folder.")
    var directory: String

    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let folder = try ModelPath.folder(directory)
            let total = 100
            let progress = Progress("weights", total: total)
            defer { progress.finish() }
            let model = try ModelFolder(path: folder).traced(name: directory) { done, count in
                progress.set(done * total / max(count, 1))
            }
            progress.finish()
            let report = DigestReport(model: model)
            format.write(text: report.text, json: report.json)
            return .holds
        }
    }
}
