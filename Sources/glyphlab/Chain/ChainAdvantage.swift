import ArgumentParser
import Auditing
import Encodings
import Proving
import Reports

struct ChainAdvantage: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "advantage",
        abstract: "Measure how much work the best miner saves compared with full computation.",
        discussion: """
            Under both sets of rules, in the engine's multiply-adds and in this machine's time. \
            Everything but the times follows from the seed. A way of mining whose proofs are not \
            those of computing in full ends the command with an error.
            Example: glyphlab chain advantage --model path/to/gpt2
            """)

    @Option(help: "The model's folder.")
    var model: String

    @Option(help: "How many threads share the work; stamps use a single thread.")
    var threads = 1

    @OptionGroup var backend: BackendOption
    @OptionGroup var cache: CacheOption

    @Option(help: "Seed of the blocks, prompts and addresses: any text.")
    var seed = "glyphlab"

    @Option(help: "How many attempts of each way, 1 to \(MinerAdvantageSettings.attemptCountMax).")
    var attempts = 64

    @Option(
        help: """
            How many addresses to try for a salt that reads few layers, from 1 to \
            \(MinerAdvantageSettings.saltCountMax).
            """)
    var salts = 200_000

    @OptionGroup var format: FormatOption

    func validate() throws {
        for (name, value, most) in [
            ("attempts", attempts, MinerAdvantageSettings.attemptCountMax),
            ("salts", salts, MinerAdvantageSettings.saltCountMax), ("threads", threads, 256),
        ] where !(1...most).contains(value) {
            throw ValidationError("\(name): expected 1 to \(most), got \(value)")
        }
    }

    func run() throws {
        try Outcome.ending {
            let loaded = try LoadedModel(
                folder: model, backend: backend.chosen(), cacheUse: cache.use)
            let settings = MinerAdvantageSettings(
                seed: seed, attemptCount: attempts, saltCount: salts, threadCount: threads)
            let progress = Progress("steps", total: MinerAdvantage.stepCount)
            defer { progress.finish() }
            let advantage = try MinerAdvantage(
                prover: loaded.prover, weightsHash: loaded.weightsHash, settings: settings,
                onStep: progress.advance)
            progress.finish()
            let report = AdvantageReport(model: loaded.reported(as: model), advantage: advantage)
            format.write(text: report.text, json: report.json)
            return .holds
        }
    }
}
