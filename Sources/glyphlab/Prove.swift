import ArgumentParser
import Encodings
import Fingerprints
import Inference
import Platform
import Proving
import Reports
import Tensors

/// One proof with everything that led to it.
struct Prove: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prove one salted prompt and show how the proof came about.",
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
            let reports = try ReportFiles([("--svg", svg)], format: format.format)
            let loaded = try LoadedModel(
                folder: model, backend: backend.chosen(), cacheUse: cache.use)
            let proof = try loaded.prover.prove(salt: salt, prompt: prompt)
            let tokens = loaded.prover.shownTokens(proof.tokenIDs)
            format.write(
                text: text(proof, loaded, tokens), json: ProofReport.json(proof, loaded),
                beside: reports)
            try reports.write { _ in CascadeDrawing.svg(proof.fingerprint, tokens: tokens) }
            return .holds
        }
    }

    private func text(_ proof: Proof, _ loaded: LoadedModel, _ tokens: [String]) -> String {
        var text = ""
        if cascade {
            for head in proof.fingerprint.heads {
                text += CascadeText.drawing(head, tokens: tokens) + "\n"
            }
        }
        var table = TextTable()
        table.add("weights", loaded.integerWeightsHash)
        table.add("backend", loaded.prover.transformer.backend.name)
        table.add("tokens", "\(proof.tokenIDs.count)")
        for head in proof.fingerprint.heads {
            table.add(
                "layer \(head.head.layer), head \(head.head.head)",
                "last value \(head.cascade.base), \(head.cascade.glyphs.count) glyphs")
        }
        table.add("fingerprint", proof.fingerprint.text)
        table.add("proof", proof.fingerprint.proofHash)
        guard ranges else { return text + table.text }
        return text + table.text + "\n"
            + ProofReport.rangesText(proof.ranges, loaded.prover.transformer.shape)
    }
}
