import ArgumentParser
import Chains
import Encodings
import GlyphChain
import Platform
import Reports
import Trials

struct ChainImport: ParsableCommand, ChainWork {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import a chain's file into a database.",
        discussion: """
            The file holds the blocks from genesis on; those that are known are passed over. Where \
            the file's chain has more work than the database's, it takes its place. The exit code \
            is 1 where a block is refused; those before it stay. A database that does not exist is \
            made, for the rules that the file's form tells or that --rules says.
            Example: glyphlab chain import chain.json --db chain.db --model path/to/gpt2
            """)

    @Argument(help: "The chain's file.")
    var file: String

    @OptionGroup var database: DatabaseOption
    @OptionGroup var model: ModelOptions

    @Option(help: "The rules of a new database; by default those of the file's form.")
    var rules: RulesOption?

    @Option(help: "The clock that judges, in seconds since 1970; the machine's by default.")
    var clock: Int?

    @OptionGroup var format: FormatOption

    func validate() throws { try ChainClock.check(clock) }

    func run() throws {
        try Outcome.ending {
            let model = try model.loaded(forJudging: true)
            if try DatabaseOption.isMissing(database.db) { try begin(model) }
            let store = try database.store()
            if let rules {
                let profile = try store.pin(as: ChainPin.self).profile
                guard profile.rawValue == rules.rawValue else {
                    throw Failure(
                        outcome: .badInput,
                        message: "rules: \(database.db) is a \(profile.rawValue) chain's")
                }
            }
            return try run(on: store, model: model)
        }
    }

    /// Makes the database, where the file can be read by its rules.
    private func begin(_ model: ChainModel) throws {
        let bytes = try ChainFile.read(file)
        let chosen = rules ?? ChainFile.rules(of: bytes)
        switch chosen {
        case .published: try begin(model.publishedRules, bytes)
        case .hardened: try begin(model.hardenedRules, bytes)
        }
        StandardStreams.writeMessage(
            "glyphlab: \(database.db) did not exist: made for the \(chosen.rawValue) rules\n")
    }

    private func begin<Rules: ChainRules>(_ rules: Rules, _ bytes: [UInt8]) throws {
        do {
            _ = try rules.blocks(inDocument: bytes)
        } catch {
            throw Failure(outcome: .badInput, message: "\(file): \(error)")
        }
        _ = try ChainNode(
            rules: rules, beginningIn: try ChainStore(newAt: database.db, pin: rules.pin))
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
