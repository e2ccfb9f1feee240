import ArgumentParser
import Auditing
import Encodings
import Platform
import Proving
import Reports
import Tensors

struct ModelsAudit: ParsableCommand {
    static let directoryCountMax = 8
    static let runCountMax = 100

    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract:
            "Check whether a model's attention is worth hashing; several models side by side.",
        discussion: """
            The prompts are fixed. Everything but the seconds is the same on every machine. The \
            exit code is 0 where every model meets every criterion, and 1 where one does not.
            Example: glyphlab models audit Models/glyph-nano --svg audit.svg
            """)

    @Argument(help: "The models' folders.")
    var directories: [String]

    @Option(help: "How many prompts, from 2 to \(AuditPrompts.countMax).")
    var prompts = AuditPrompts.countDefault

    @Option(help: "How many times all prompts run, from 2 to \(runCountMax).")
    var runs = 3

    @Option(help: "Write the audits as a picture to this file.")
    var svg: String?

    @OptionGroup var threads: ThreadsOption

    @OptionGroup var backend: BackendOption
    @OptionGroup var cache: CacheOption
    @OptionGroup var format: FormatOption

    func validate() throws {
        guard (1...Self.directoryCountMax).contains(directories.count) else {
            throw ValidationError(
                "directories: expected 1 to \(Self.directoryCountMax), got \(directories.count)")
        }
        guard (2...AuditPrompts.countMax).contains(prompts) else {
            throw ValidationError(
                "prompts: expected 2 to \(AuditPrompts.countMax), got \(prompts)")
        }
        guard (2...Self.runCountMax).contains(runs) else {
            throw ValidationError("runs: expected 2 to \(Self.runCountMax), got \(runs)")
        }
    }

    func run() throws {
        try Outcome.ending {
            let pictures = try ReportFiles(
                [("--svg", svg)], format: format.format, models: directories)
            let reports = try directories.map(audited)
            format.write(
                text: AuditReport.text(reports),
                json: .object([
                    JSONMember("models", .array(reports.map(\.json))),
                    JSONMember(
                        "provenance", ThisRun.provenance(threadCount: threads.count).json),
                ]),
                beside: pictures)
            try pictures.write { _ in AuditReport.svg(reports) }
            return reports.allSatisfy(\.audit.isAdmitted) ? .holds : .doesNotHold
        }
    }

    private func audited(_ directory: String) throws -> AuditReport {
        let model = try LoadedModel(
            folder: directory, backend: backend.chosen(), cacheUse: cache.use, withReference: true)
        let settings = ModelAudit.Settings(
            promptCount: prompts, runCount: runs, threadCount: threads.count)
        let progress = Progress(
            "prompts",
            total: ModelAudit.passCount(settings, hasReference: model.reference != nil))
        defer { progress.finish() }
        let audit = try ModelAudit(
            prover: model.prover, reference: model.reference, settings: settings,
            onPass: progress.advance)
        return AuditReport(model: model.reported(as: directory), audit: audit)
    }
}
