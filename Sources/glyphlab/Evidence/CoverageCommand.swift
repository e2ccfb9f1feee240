import ArgumentParser
import Auditing
import Checkpoints
import Encodings
import Fingerprints
import Inference
import Platform
import Proving
import Reports
import Tensors

/// `glyphlab coverage`: the share of the work that a proof depends on.
struct CoverageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "Measure which share of the work a proof depends on.",
        discussion: """
            The share is computed: element by element, backwards over the operations from the \
            values that a proof reads, for the golden run's prompts under the published rules and \
            for attempts under the hardened ones. Then it is tried: one bit of one element, of an \
            operation's output or of a weight, is altered, and the proof is made again. The exit \
            code is 1 if a proof changes that, as computed, does not depend on the altered element.
            Example: glyphlab coverage --model Models/glyph-nano --svg coverage.svg
            """)

    enum Profiles: String, ExpressibleByArgument, CaseIterable {
        case published, hardened, both

        var all: [Coverage.Profile] {
            switch self {
            case .published: [.published]
            case .hardened: [.hardened]
            case .both: [.published, .hardened]
            }
        }
    }

    @Option(
        help: """
            The model's folder, its weights' file or a pinned model's name; by default the \
            embedded model's.
            """)
    var model: String?

    @Option(help: "The rules: published, hardened or both.")
    var profile = Profiles.both

    @Option(
        help: """
            How many of the golden run's prompts, and how many attempts, 1 to \
            \(CoverageRun.Settings.promptCountMax).
            """)
    var prompts = GoldenPrompts.promptCount

    @Option(
        help: """
            How many elements to alter under each set of rules, 0 to \
            \(CoverageRun.Settings.faultCountMax).
            """)
    var faults = 400

    @Option(help: "Seed of the attempts and the altered elements: any text.")
    var seed = "0"

    @Option(help: "Write the shares as a picture to this file.")
    var svg: String?

    @OptionGroup var backend: BackendOption
    @OptionGroup var threads: ThreadsOption
    @OptionGroup var format: FormatOption

    func validate() throws {
        for (name, value, range) in [
            ("prompts", prompts, 1...CoverageRun.Settings.promptCountMax),
            ("faults", faults, 0...CoverageRun.Settings.faultCountMax),
        ] where !range.contains(value) {
            throw ValidationError(
                "\(name): expected \(range.lowerBound) to \(range.upperBound), got \(value)")
        }
    }

    func run() throws {
        try Outcome.ending {
            let reports = try ReportFiles(
                [("--svg", svg)], format: format.format, models: [model])
            let folder =
                try model.map(ModelPath.folder) ?? House.find().modelFolder("glyph-nano")
            let backend = try backend.chosen()
            let (checkpoint, tokenizer) = try ModelFolder(path: folder).load()
            let run = CoverageRun(
                prover: Prover(
                    tokenizer: tokenizer,
                    transformer: Transformer(weights: checkpoint.weights, backend: backend)),
                weights: checkpoint.weights,
                settings: .init(
                    promptCount: prompts, faultCount: faults, seed: seed,
                    threadCount: threads.count))
            let progress = Progress("altered elements", total: faults * profile.all.count)
            defer { progress.finish() }
            let coverages = try profile.all.map { try run.coverage($0) { progress.advance() } }
            progress.finish()
            let report = CoverageReport(
                model: ModelPath.absolute(folder).last.map(String.init) ?? folder,
                weightsHash: checkpoint.integerWeightsHash, seed: seed, profiles: coverages,
                provenance: ThisRun.provenance(threadCount: threads.count))
            format.write(
                text: report.text(.ofStandardOutput), json: report.json, beside: reports)
            try reports.write { _ in report.svg }
            return report.holds ? .holds : .doesNotHold
        }
    }
}
