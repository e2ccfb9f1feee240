import ArgumentParser
import Encodings
import Fingerprints
import Platform
import Proving
import Reports
import Tensors

/// The main job: a receipt computed again and held against its golden.
struct Reproduce: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compute a 100-prompt receipt and compare it with its golden hash.",
        discussion: """
            Without a name: the embedded model's receipt.
            Example: glyphlab reproduce --format json
            Example: glyphlab reproduce --model path/to/gpt2 --expect e8274981…
            """)

    @Argument(help: "The golden's name; 'glyphlab models list' shows them.")
    var golden: String?

    @Option(help: "A model's folder, instead of the golden's own.")
    var model: String?

    @Option(help: "The ultimate hash to compare with: 64 lower-case hex digits.")
    var expect: String?

    @Option(help: "How many prompts of the receipt to prove.")
    var prompts: Int?

    @OptionGroup var work: WorkOptions
    @OptionGroup var backend: BackendOption
    @OptionGroup var cache: CacheOption
    @OptionGroup var format: FormatOption

    func validate() throws {
        if let expect, Hexadecimal.bytes(of: expect)?.count != 32 {
            throw ValidationError("expect: expected 64 lower-case hex digits, got \(expect)")
        }
        if let prompts, !(1...Golden.promptCountMax).contains(prompts) {
            throw ValidationError(
                "prompts: expected 1 to \(Golden.promptCountMax), got \(prompts)")
        }
    }

    func run() throws {
        try Outcome.ending {
            let result = try computed()
            format.write(text: result.text, json: result.json)
            return result.outcome
        }
    }

    private func computed() throws -> ReproduceResult {
        let house = try House.find()
        let name = golden ?? (model == nil ? "glyph-nano" : nil)
        var known = try name.map(house.golden)
        let folder = model ?? house.modelFolder(known!.model)
        let loaded = try load(folder, pinned: known?.model, house: house)
        if known == nil {
            known = try house.golden(integerWeightsHash: loaded.integerWeightsHash)
        }
        let count = prompts ?? known?.promptCount ?? Receipt.promptCount
        let progress = Progress("proofs", total: count)
        let watch = Stopwatch()
        let run = try ReceiptRun(
            prover: loaded.prover, promptCount: count, settings: work.settings
        ) { _ in progress.advance() }
        let nanoseconds = watch.nanoseconds
        progress.finish()
        return ReproduceResult(
            golden: known, model: known?.model ?? folder, loaded: loaded, run: run,
            expectedHash: expect ?? known?.expectedHash(promptCount: count),
            comparesWithGolden: expect == nil, settings: work.settings, nanoseconds: nanoseconds)
    }

    private func load(_ folder: String, pinned: String?, house: House) throws -> LoadedModel {
        do {
            return try LoadedModel(
                folder: folder, backend: backend.chosen(), cacheUse: cache.use)
        } catch let error as PlatformError {
            guard case .missing = error, model == nil, let pinned else { throw error }
            throw Failure(
                outcome: .inconclusive,
                message: "\(error)\n" + MissingModel.advice(try house.manifest(pinned), folder))
        }
    }
}
