import ArgumentParser
import Encodings
import Experiments
import Platform
import Reports

/// `glyphlab experiment`: the tables of the published paper, done again in floats.
struct ExperimentCommand: ParsableCommand {
    private static let all = "all"
    private static let names = Experiment.allCases.map(\.rawValue)
    private static let embedded = "glyph-nano"

    static let configuration = CommandConfiguration(
        commandName: "experiment",
        abstract: "Do the published paper's tables again, with intervals beside its figures.",
        discussion: """
            \(names.joined(separator: ", ")); or \(all).
            Each runs a model's attention in floats, as the paper did, and draws as its scripts \
            draw. Results carry exact intervals of 95 %, the paper's figure and sample beside \
            them, and every draw's seed. Nothing on the way to a hash depends on them. Exit codes: \
            0 all done, whatever came out · 2 some of \(all) cannot be done with this model (most \
            need six heads): the report gives the reason beside the others' results · 65 the \
            named one cannot be done, or a file is bad.
            Example: glyphlab experiment all --samples 100 --html experiments.html
            """)

    @Argument(help: "The experiment: one of the names below, or \(all).")
    var name: String

    @Option(help: "The model's folder, its weights' file or a pinned model's name.")
    var model = ExperimentCommand.embedded

    @Option(
        help: """
            Draw so many in place of each of the paper's counts, 1 to \
            \(ExperimentSettings.sampleCountMax).
            """)
    var samples: Int?

    @Option(help: "The order of float sums: \(FolderModel.orderNames.joined(separator: ", ")).")
    var order = FolderModel.orderDefault

    @Flag(
        help: """
            Draw the prompts of 'noise' from a fresh generator instead of behind the draws of the \
            experiments before it.
            """)
    var freshNoise = false

    @Option(help: "Write the results as a page to this file.")
    var html: String?

    @Option(help: "Write the charts as a picture to this file.")
    var svg: String?

    @OptionGroup var threads: ThreadsOption
    @OptionGroup var format: FormatOption

    func validate() throws {
        guard name == Self.all || Experiment(rawValue: name) != nil else {
            throw ValidationError(
                "experiment: expected \(Self.names.joined(separator: ", ")) or \(Self.all), got "
                    + JSONValue.quoted(name, scalarCountMax: 80))
        }
        if let samples, !(1...ExperimentSettings.sampleCountMax).contains(samples) {
            throw ValidationError(
                "samples: expected 1 to \(ExperimentSettings.sampleCountMax), got \(samples)")
        }
        guard !freshNoise || chosen.contains(.noise) else {
            throw ValidationError("fresh-noise: expected for noise or \(Self.all), got \(name)")
        }
        guard FolderModel.orderNames.contains(order) else {
            throw ValidationError(
                "order: expected \(FolderModel.orderNames.joined(separator: ", ")), got "
                    + JSONValue.quoted(order, scalarCountMax: 80))
        }
    }

    private var chosen: [Experiment] {
        Experiment(rawValue: name).map { [$0] } ?? Experiment.allCases
    }

    func run() throws {
        try Outcome.ending {
            let named = [("--html", html), ("--svg", svg)]
            let reports = try ReportFiles(named, format: format.format, models: [model])
            let subject = try loaded()
            let settings = ExperimentSettings(
                sampleCount: samples, drawsNoiseFresh: freshNoise, threadCount: threads.count)
            let progress = Progress(
                "prompts",
                total: ExperimentRun.workCount(
                    of: chosen, settings: settings,
                    otherCount: FolderModel.orderNames.count - 1))
            defer { progress.finish() }
            let run = ExperimentRun(model: subject, settings: settings) { progress.advance() }
            let outcomes = try run.outcomes(of: chosen)
            progress.finish()
            if outcomes.count == 1, case .failure(let error) = outcomes[0].result {
                throw Failure(outcome: .badInput, message: "\(model): \(error)")
            }
            let report = ExperimentReport(
                model: subject.name, order: order, outcomes: outcomes,
                provenance: ThisRun.provenance(threadCount: threads.count))
            format.write(
                text: report.text(.ofStandardOutput), json: report.json, beside: reports)
            try reports.write { $0 == "--html" ? report.html : report.svg }
            return report.isWhole ? .holds : .inconclusive
        }
    }

    private func loaded() throws -> FolderModel {
        // The embedded model is the laboratory's own, wherever the command is run.
        let folder =
            model == Self.embedded && !Folder.exists(model)
            ? try House.find().modelFolder(model) : try ModelPath.folder(model)
        let name = ModelPath.absolute(folder).last.map(String.init) ?? folder
        let progress = Progress("weights", total: 100)
        defer { progress.finish() }
        return try FolderModel(
            name: TokenText.shown(Array(name.utf8)), folder: folder, order: order
        ) { done, total in
            progress.set(done * 100 / max(total, 1))
        }
    }
}
