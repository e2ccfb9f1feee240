import ArgumentParser
import Encodings
import GlyphChain
import Platform
import Trials

struct ChainImport: ParsableCommand, ChainWork {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take a chain's file into a database.",
        discussion: """
            The file holds the blocks from genesis on; those that are known are passed over. Where \
            the file's chain has more work than the database's, it takes its place. The exit code \
            is 1 where a block is refused; those before it stay.
            Example: glyphlab chain import chain.json --db chain.db --model path/to/gpt2
            """)

    @Argument(help: "The chain's file.")
    var file: String

    @OptionGroup var database: DatabaseOption
    @OptionGroup var model: ModelOptions

    @Option(help: "The clock that judges, in seconds since 1970; the machine's by default.")
    var clock: Int?

    @OptionGroup var format: FormatOption

    func validate() throws { try ChainClock.check(clock) }

    func run() throws {
        try Outcome.ending {
            try run(on: try database.store(), model: try model.loaded(forJudging: true))
        }
    }

    func run<Rules: ChainRules>(_ node: ChainNode<Rules>) throws -> Outcome {
        let blocks: [[UInt8]]
        do {
            blocks = try node.rules.blocks(inDocument: try ChainFile.read(file))
        } catch let error as DocumentError {
            throw Failure(outcome: .badInput, message: "\(file): \(error)")
        }
        var taken = ChainIntake(node)
        let progress = Progress("blocks", total: max(blocks.count, 1))
        defer { progress.finish() }
        try taken.take(
            blocks, clockSeconds: clock ?? Machine.secondsSince1970, onBlocks: progress.set)
        progress.finish()
        var report = ChainReport(node)
        report.errors = taken.refusals
        report.more = [
            ("new_blocks", "\(taken.newBlockCount)", .integer(taken.newBlockCount)),
            ("reorganisation_depth", "\(taken.depthMax)", .integer(taken.depthMax)),
        ]
        format.write(text: report.text, json: report.json)
        return report.isValid ? .holds : .doesNotHold
    }
}
