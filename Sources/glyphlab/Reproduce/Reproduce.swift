import ArgumentParser
import Checkpoints
import Encodings
import Fingerprints
import Inference
import Platform
import Proving
import Reports
import Tensors

/// The main job: a receipt computed again and compared with its golden.
struct Reproduce: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a model's 100 golden prompts and compare the hash with its golden.",
        discussion: """
            A golden is the recorded result of a golden run: a model's proofs of 100 fixed prompts \
            and one hash over all. Without a name, the embedded model runs. A model of your own \
            has no golden: its hash is computed, and the exit code is 2, because nothing was \
            compared. --expect compares it with a hash, and --record makes it a golden of your own.
            Example: glyphlab reproduce --format json
            Example: glyphlab reproduce --model path/to/model --record own.json
            Example: glyphlab reproduce own.json --model path/to/model
            Example: glyphlab reproduce --out run.json
            v3 and qwen name the two goldens of the published float pipelines, which GPT-2 small \
            and Qwen2.5-0.5B give in floats; a proof that differs is inconclusive where a row lies \
            nearer to the cut than twice the drift of floats.
            Example: glyphlab reproduce v3 --model path/to/gpt2
            Example: glyphlab reproduce --shard 3/8 --key lab.key --out shard-3.receipt
            Example: glyphlab reproduce --model path/to/gpt2 --expect \
            e82749818d566719fd311d171ab2f277697c71887d68b263027072422035937c
            """)

    @Argument(
        help: """
            The golden's name, as 'glyphlab models list' shows it, or a file of --record; or v3 or \
            qwen.
            """)
    var golden: String?

    @Option(
        help: "A model's folder, its weights' file or a pinned model's name; else the golden's.")
    var model: String?

    @Option(help: "The ultimate hash to compare with: all 64 hex digits.")
    var expect: String?

    @Option(help: "The integer weights hash to compare with: all 64 hex digits.")
    var expectWeights: String?

    @Option(help: "How many of the golden run's prompts to prove; by default all of the golden's.")
    var prompts: Int?

    @Option(help: "Write the run as a golden to this file, which must not exist yet.")
    var record: String?

    @Option(
        help: """
            Keep the run in this file, which must not exist yet: tokens, proofs, digests of the \
            weights (read from their own files, not from a cache), settings, machine. With \
            --shard, the shard's signed receipt.
            """)
    var out: String?

    @Option(
        help: """
            Compute only this part of the prompts, the I-th of N, and write its receipt to --out, \
            signed with --key; 'glyphlab receipt merge' gives the verdict. In an array of jobs \
            numbered from 0, slurm takes I and N from Slurm's variables, and slurm/N or auto/N \
            (Slurm, Kubernetes, AWS Batch) only I: name N where only some of the jobs run.
            """)
    var shard: ShardOption?

    @Option(help: "The key that signs a shard, as 'glyphlab receipt key' writes it.")
    var key: String?

    @Option(help: "How much a shard records: layers or operations.")
    var level: LevelOption?

    @Flag(help: "Draw the first prompt's first cascade.")
    var cascade = false

    @OptionGroup var floats: FloatOptions
    @OptionGroup var work: WorkOptions
    @OptionGroup var backend: BackendOption
    @OptionGroup var cache: CacheOption
    @OptionGroup var format: FormatOption

    func validate() throws {
        try HashOption.check(expect, "expect")
        try HashOption.check(expectWeights, "expect-weights")
        if let prompts, !(1...Golden.promptCountMax).contains(prompts) {
            throw ValidationError(
                "prompts: expected 1 to \(Golden.promptCountMax), got \(prompts)")
        }
        if record != nil, golden != nil || expect != nil || expectWeights != nil {
            throw ValidationError(
                "record: expected neither a golden nor --expect nor --expect-weights beside it")
        }
        try validateShard()
        try validateFloats()
    }

    func run() throws {
        try Outcome.ending {
            if let floatReceipt { return try reproduce(floatReceipt) }
            if let shard { return try writeShard(shard.resolved()) }
            let target = try record.map(GoldenTarget.init)
            if let out { try NewFile.check(out, "a run") }
            let files = try ReportFiles(
                [("--record", record), ("--out", out)], format: format.format, models: [model])
            let result = try computed(recordsTo: target)
            try files.write { option in
                option == "--record" ? result.goldenText : result.keptText
            }
            let report = result.report
            format.write(
                text: report.text(.ofStandardOutput), json: report.json, beside: files)
            return result.outcome
        }
    }

    private func computed(recordsTo target: GoldenTarget?) throws -> ReproduceResult {
        let house = try House.find()
        let (named, folder) = try subject(house)
        let loaded = try load(folder, named: named, house: house)
        let known =
            named?.golden ?? house.golden(integerWeightsHash: loaded.integerWeightsHash)
        let count = prompts ?? known?.promptCount ?? GoldenPrompts.promptCount
        let progress = Progress("proofs", total: count)
        let watch = Stopwatch()
        let run: GoldenRun
        do {
            run = try GoldenRun(
                prover: loaded.prover, promptCount: count, settings: work.settings
            ) { _ in progress.advance() }
        } catch let error as InferenceError {
            throw Failure(outcome: .badInput, message: "\(folder): golden prompts: \(error)")
        }
        let nanoseconds = watch.nanoseconds
        progress.finish()
        let expectation = GoldenExpectation(
            golden: known, hash: expect?.lowercased(), weights: expectWeights?.lowercased())
        let pinnedName = house.modelName(integerWeightsHash: loaded.integerWeightsHash)
        return ReproduceResult(
            expectation: expectation, folder: folder, pinnedName: pinnedName,
            pinnedFolder: pinnedName.map(house.modelFolder), loaded: loaded,
            tokenizerFiles: try ModelFolder(path: folder).tokenizerFiles(), run: run,
            recordsTo: target, keptAs: out, settings: work.settings, drawsCascade: cascade,
            nanoseconds: nanoseconds)
    }

    /// The golden that was named and the folder of the model to run.
    func subject(_ house: House) throws -> (golden: NamedGolden?, folder: String) {
        let name = golden ?? (model == nil ? "glyph-nano" : nil)
        let named = try name.map { try house.golden($0) }
        return (named, try model.map(ModelPath.folder) ?? named!.modelFolder(house))
    }

    private func load(
        _ folder: String, named: NamedGolden?, house: House
    ) throws -> LoadedModel {
        do {
            return try LoadedModel(
                folder: folder, backend: backend.chosen(), cacheUse: cache.use,
                isTraced: out != nil)
        } catch let error as ModelFolderError {
            // A pinned model that was not brought yet.
            guard error.isAboutMissingPieces, model == nil, let named, named.file == nil,
                let manifest = try? house.manifest(named.golden.model)
            else { throw error }
            throw Failure(
                outcome: .inconclusive,
                message: "\(error)\n" + MissingModel.advice(manifest, folder))
        }
    }
}
