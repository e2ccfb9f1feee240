import Architectures
import ArgumentParser
import Checkpoints
import Encodings
import Platform
import Proving
import Reports
import Shadows
import Tensors

/// `glyphlab shadow`: the same model in floats, compared with the exact one.
struct ShadowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shadow",
        abstract: "Run the same model in floats, and show how proofs would flip.",
        discussion: """
            The same prompts go through the same weights in float32, once for each way of adding: \
            first term to last, the other way, in partial sums as vectors and threads make them, \
            fused, and by OpenBLAS (whose kernels OPENBLAS_CORETYPE chooses). The report shows how \
            far attention rows drift from the first way, how often a proof changes, and where the \
            drift begins; and the integer engine on two backends. The exit code is 1 only if the \
            integer engine changed a bit: floats may drift.
            Example: glyphlab shadow --model Models/glyph-nano --prompts 1000 --svg drift.svg
            """)

    @Option(help: "The model's folder, its weights' file or a pinned model's name.")
    var model: String

    @Option(help: "How many prompts to draw, 1 to \(ShadowSettings.promptCountMax).")
    var prompts = 1000

    @Option(help: "Seed of the prompts and salts: any text.")
    var seed = "0"

    @Option(
        parsing: .upToNextOption,
        help: """
            Run these variations only: \
            \(ShadowVariation.all.map(\.name).joined(separator: ", ")).
            """)
    var variation: [String] = []

    @Option(help: "Write where each variation drifts as a picture to this file.")
    var svg: String?

    @OptionGroup var threads: ThreadsOption
    @OptionGroup var format: FormatOption

    func validate() throws {
        guard (1...ShadowSettings.promptCountMax).contains(prompts) else {
            throw ValidationError(
                "prompts: expected 1 to \(ShadowSettings.promptCountMax), got \(prompts)")
        }
        for name in variation where ShadowVariation.named(name) == nil {
            throw ValidationError(
                "variation: expected "
                    + "\(ShadowVariation.all.map(\.name).joined(separator: ", ")), got "
                    + JSONValue.quoted(name, scalarCountMax: 80))
        }
    }

    func run() throws {
        try Outcome.ending {
            let reports = try ReportFiles(
                [("--svg", svg)], format: format.format, models: [model])
            let folder = try ModelPath.folder(model)
            let (checkpoint, tokenizer) = try ModelFolder(path: folder).load()
            guard checkpoint.weights.architecture.activation == .tanhGELU else {
                throw Failure(
                    outcome: .badInput,
                    message: "\(folder): expected a model of GPT-2's shape, got one of Qwen2's: "
                        + "shadow runs none of its operations in floats")
            }
            let chosen = ShadowVariation.all.filter {
                variation.isEmpty || variation.contains($0.name)
            }
            let run = ShadowRun(
                weights: checkpoint.weights, tokenizer: tokenizer,
                backends: Array(Backends.usable.prefix(2)),
                settings: ShadowSettings(
                    promptCount: prompts, seed: seed, variations: chosen,
                    threadCount: threads.count))
            let progress = Progress("prompts", total: prompts)
            defer { progress.finish() }
            let result = try run.result { progress.advance() }
            progress.finish()
            let name = ModelPath.absolute(folder).last.map(String.init) ?? folder
            let report = ShadowReport(
                model: name, weightsHash: checkpoint.integerWeightsHash, result: result,
                openBLAS: Backends.openBLASDescription,
                provenance: ThisRun.provenance(threadCount: threads.count))
            format.write(
                text: report.text(.ofStandardOutput), json: report.json, beside: reports)
            try reports.write { _ in report.svg }
            guard result.holds else { return .doesNotHold }
            // A variation that was named and that this machine lacks was not tried.
            return variation.isEmpty || result.missing.isEmpty ? .holds : .notExercised
        }
    }
}
