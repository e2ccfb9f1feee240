import ArgumentParser
import Encodings
import Fingerprints
import Inference
import Platform
import Proving
import Reports
import Tensors

/// `glyphlab prove`: makes one proof and shows its rows, cascades and fingerprint.
struct Prove: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prove one salted prompt and show each step from its rows to its proof.",
        discussion: """
            Example: glyphlab prove --model Models/glyph-nano --salt s --prompt "golden frost" \
            --cascade
            """)

    @Option(help: "The model's folder, its weights' file or a pinned model's name.")
    var model: String

    @Option(help: "The salt.")
    var salt: String

    @Option(help: "The prompt.")
    var prompt: String?

    @Option(help: "A file whose bytes are the prompt, taken as they are.")
    var promptFile: String?

    @Flag(help: "Draw every selected head's cascade in the terminal.")
    var cascade = false

    @Flag(help: "Show the largest values that were met beside their bounds, and the clamps' hits.")
    var ranges = false

    @Option(help: "Write the cascades as a picture to this file.")
    var svg: String?

    @OptionGroup var backend: BackendOption
    @OptionGroup var cache: CacheOption
    @OptionGroup var format: FormatOption

    func validate() throws {
        guard (prompt == nil) != (promptFile == nil) else {
            throw ValidationError("expected exactly one of --prompt and --prompt-file")
        }
    }

    func run() throws {
        try Outcome.ending {
            let prompt = try promptFile.map(PromptFile.bytes) ?? Array((prompt ?? "").utf8)
            let reports = try ReportFiles(
                [("--svg", svg)], format: format.format, models: [model])
            let loaded = try LoadedModel(
                folder: model, backend: backend.chosen(), cacheUse: cache.use)
            let proof = try loaded.prover.prove(salt: salt, prompt: prompt)
            let report = ProofReport(
                proof: proof, model: loaded.reported(as: model),
                tokens: loaded.prover.shownTokens(proof.tokenIDs),
                provenance: ThisRun.provenance())
            format.write(
                text: report.text(drawsCascades: cascade, showsRanges: ranges), json: report.json,
                beside: reports)
            try reports.write { _ in report.svg }
            return .holds
        }
    }
}
