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

    /// Blocks that are stored together.
    private static let blockCountPerCommit = 256

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
            try run(on: try database.store(), model: try model.loaded())
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
            blocks, clockSeconds: clock ?? Machine.secondsSince1970,
            blockCountPerCommit: Self.blockCountPerCommit, onBlocks: progress.set)
        progress.finish()
        var report = ChainReport(node)
        report.errors = taken.refusals
        report.more = [
            ("new_blocks", "\(taken.newBlockCount)", .integer(taken.newBlockCount)),
            (
                "reorganisation_depth", "\(taken.depthMax)",
                .integer(taken.depthMax)
            ),
        ]
        format.write(text: report.text, json: report.json)
        return report.isValid ? .holds : .doesNotHold
    }
}

/// Blocks of a file on their way into a node.
struct ChainIntake<Rules: ChainRules> {
    private let node: ChainNode<Rules>
    private(set) var newBlockCount = 0
    /// Of the deepest reorganisation.
    private(set) var depthMax = 0
    private(set) var refusals: [Refusal] = []

    init(_ node: ChainNode<Rules>) {
        self.node = node
    }

    /// Takes the blocks from genesis on, as far as they hold.
    mutating func take(
        _ blocks: [[UInt8]], clockSeconds: Int, blockCountPerCommit: Int,
        onBlocks: (Int) -> Void
    ) throws {
        guard let first = blocks.first, try isGenesis(first) else {
            refusals = [
                Refusal(index: 0, by: PublishedGuards.genesis, message: "another genesis")
            ]
            return
        }
        var parent = node.entryID(atHeight: 0)
        var done = 1
        while done < blocks.count, refusals.isEmpty {
            let part = Array(blocks[done..<min(done + blockCountPerCommit, blocks.count)])
            let (submissions, last) = try node.submit(
                part, on: parent, clockSeconds: clockSeconds)
            for submission in submissions { note(submission) }
            parent = last
            done += part.count
            onBlocks(done)
        }
    }

    private func isGenesis(_ bytes: [UInt8]) throws -> Bool {
        guard let block = try? node.rules.block(bytes) else { return false }
        return node.rules.bytes(of: block) == (try node.blockBytes(atHeight: 0))
    }

    private mutating func note(_ submission: Submission) {
        switch submission {
        case .extended, .kept: newBlockCount += 1
        case .reorganised(let depth):
            newBlockCount += 1
            depthMax = max(depthMax, depth)
        case .known: break
        case .orphan: preconditionFailure("a block on none that is known")
        case .refused(let found): refusals += found
        }
    }
}
