import ArgumentParser
import Cryptography
import Disputes
import Encodings
import Inference
import Platform
import Proving
import Receipts
import Reports
import Tensors
import Tokenization
import Traces

/// A receipt compared with the same run made here.
struct ReceiptVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Run everything again that a receipt claims, and compare.",
        discussion: """
            Compares the weights, the prompts with their tokens, every proof and every record's \
            root with what this machine computes. Where they differ it names the first prompt \
            and the commands by which both sides find the operation.
            Exit codes: 0 match · 1 any difference, or a prompt that the model cannot read · 65 no \
            receipt, or one that does not hold.
            Example: glyphlab receipt verify run.receipt --model Models/glyph-nano
            """)

    @Argument(help: "The receipt.")
    var file: String

    @Option(help: "The model's folder, its weights' file or a pinned model's name.")
    var model: String

    @OptionGroup var trusted: TrustedKeyOption
    @OptionGroup var work: WholeWorkOptions
    @OptionGroup var backend: BackendOption
    @OptionGroup var format: FormatOption

    func run() throws {
        try ReceiptRefusal.ending(format) {
            let keys = try trusted.keys()
            let theirs = try ReceiptFile(file)
            try trusted.check(theirs.receipt, file, against: keys)
            let run = theirs.receipt.run
            let loaded = try TracedModelLoad(
                folder: ModelPath.folder(model), backend: backend.chosen())
            let matrix = MachineMatrix([
                RunEvidence(theirs.receipt, named: file),
                try ReceiptRefusal.demandingReadable(theirs.receipt, file: file) {
                    try ours(run, loaded)
                },
            ])
            let report = VerifyReport(
                receipt: theirs.receipt, matrix: matrix,
                tokenizer: VerifyReport.Tokenizer(
                    digest: loaded.traced.tokenizerDigest, unicodeVersion: UnicodeVersion.text),
                next: ReceiptNextSteps.steps(
                    matrix.pair(0, 1), run, theirs.receipt.origin, model: model,
                    work: work.settings, backend: loaded.prover.transformer.backend.name))
            format.writeStamped(
                text: report.text(.ofStandardOutput), json: report.json,
                threadCount: work.threads.count)
            return Outcome(report.verdict)
        }
    }

    /// This machine's run of the receipt's prompts; only the facts of its weights, without a run,
    /// if they are not the receipt's.
    private func ours(_ run: RunStatement, _ loaded: TracedModelLoad) throws -> RunEvidence {
        let name = "made here with \(model)"
        let facts = TraceMaker.facts(model: model, threadCount: work.threads.count)
        guard loaded.traced.integerWeightsHash == run.integerWeightsHash.text,
            loaded.traced.architecture == run.architecture
        else {
            return try RunEvidence(
                Trace(
                    level: run.level, model: loaded.traced, schedule: [], prompts: [],
                    maker: facts), named: name)
        }
        let challenges = try TracedChallenge.all(of: run, loaded.prover)
        for (index, challenge) in challenges.enumerated() {
            do throws(InferenceError) {
                try loaded.prover.transformer.check(challenge.challenge.tokenIDs)
            } catch {
                throw UnreadablePrompt(number: run.list.first + index, cause: "\(error)")
            }
        }
        let progress = Progress("proofs", total: challenges.count)
        defer { progress.finish() }
        let made = try TracedRun(
            prover: loaded.prover, challenges: challenges, level: run.level,
            model: loaded.traced, settings: work.settings, maker: facts
        ) { _ in progress.advance() }
        return try RunEvidence(made.trace, named: name)
    }
}

extension Outcome {
    /// How a comparison ends.
    init(_ verdict: ComparisonVerdict) {
        switch verdict {
        case .match: self = .holds
        case .inconclusive: self = .inconclusive
        case .root, .propagated, .schedule, .weights, .input, .config: self = .doesNotHold
        }
    }
}
