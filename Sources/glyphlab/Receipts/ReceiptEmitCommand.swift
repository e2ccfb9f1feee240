import ArgumentParser
import Cryptography
import Encodings
import Fingerprints
import Inference
import Platform
import Proving
import Receipts
import Reports
import Tensors
import Traces

/// A run with a signed receipt of it.
struct ReceiptEmitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "emit", abstract: "Run a model and write a signed receipt of the run.",
        discussion: """
            The receipt states the weights, the prompts, the proofs and the root of the trace, and \
            who ran them and how. The same run on the same machine gives the same file, \
            byte for byte. With --trace, the trace is written too, which spot checks need.
            Example: glyphlab receipt emit --model Models/glyph-nano --key lab.key \
            --out run.receipt --level operations --trace run.trace
            """)

    @Option(help: "The model's folder, its weights' file or a pinned model's name.")
    var model: String

    @Option(help: "The key that signs, of 'glyphlab receipt key'.")
    var key: String

    @Option(help: "How many of the golden run's prompts to run; by default 100.")
    var prompts: Int?

    @Option(help: "The salt of a prompt of your own.")
    var salt: String?

    @Option(help: "A prompt of your own, which the receipt then shows.")
    var prompt: String?

    @Option(help: "How much the root covers: layers or operations.")
    var level = LevelOption.layers

    @Option(help: "The form of the engine: batch, which miners run, or definition.")
    var engine = EngineOption.batch

    @Option(help: "Write the receipt to this file, which must not exist yet.")
    var out: String

    @Option(help: "Write the trace to this file.")
    var trace: String?

    @OptionGroup var work: WholeWorkOptions
    @OptionGroup var backend: BackendOption
    @OptionGroup var format: FormatOption

    func validate() throws {
        guard (salt == nil) == (prompt == nil) else {
            throw ValidationError("expected --salt and --prompt together, got one of them")
        }
        guard salt == nil || prompts == nil else {
            throw ValidationError("prompts: expected neither --salt nor --prompt beside it")
        }
        if let prompts, !(1...TraceCommand.promptCountMax).contains(prompts) {
            throw ValidationError(
                "prompts: expected 1 to \(TraceCommand.promptCountMax), got \(prompts)")
        }
        guard [.layers, .operations].contains(level.level) else {
            throw ValidationError("level: expected layers or operations, got \(level)")
        }
        if engine == .definition, work.sharePrefixes {
            throw ValidationError(
                "engine: expected batch beside --share-prefixes, got definition")
        }
    }

    func run() throws {
        try Outcome.ending {
            let key = try SigningKey.read(key)
            try NewFile.check(out, "a receipt")
            let files = try ReportFiles(
                [("--out", out), ("--trace", trace)], format: format.format, inputs: [self.key],
                models: [model])
            let loaded = try TracedModelLoad(
                folder: ModelPath.folder(model), backend: backend.chosen())
            let (list, challenges) = try asked(loaded)
            let progress = Progress("proofs", total: challenges.count)
            defer { progress.finish() }
            let run = try TracedRun(
                prover: loaded.prover, challenges: challenges, level: level.level,
                model: loaded.traced, settings: work.settings, form: engine.form,
                maker: TraceMaker.facts(model: model, threadCount: work.threads.count)
            ) { _ in progress.advance() }
            progress.finish()
            let maker = ReceiptMaker(
                of: run.trace, backend: loaded.prover.transformer.backend, engine: engine.form,
                settings: work.settings)
            let receipt = try RunReceipt(
                signing: ReceiptBody(
                    run: RunStatement(run.trace, list: list), origin: ReceiptOrigin(maker)),
                by: key)
            let traceBytes = try trace.map { _ in try run.trace.encoded() }
            try files.writeTogether { $0 == "--out" ? receipt.encoded : traceBytes }
            let report = ReceiptReport(receipt, file: out)
            format.writeStamped(
                text: report.text, json: report.json, threadCount: work.threads.count,
                beside: files)
            return .holds
        }
    }

    /// The prompts that were asked for.
    private func asked(
        _ loaded: TracedModelLoad
    ) throws -> (list: PromptList, challenges: [TracedChallenge]) {
        let tokenizer = loaded.prover.tokenizer
        guard let salt, let prompt else {
            let count = prompts ?? GoldenPrompts.promptCount
            return (
                PromptList(source: .receipt, first: 0, totalCount: count),
                try TracedChallenge.receipt(promptCount: count, tokenizer: tokenizer)
            )
        }
        return (
            PromptList(
                source: .own([PromptList.Text(salt: salt, prompt: prompt)]), first: 0,
                totalCount: 1),
            [try TracedChallenge(salt: salt, prompt: Array(prompt.utf8), tokenizer: tokenizer)]
        )
    }
}
