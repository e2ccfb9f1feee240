import ArgumentParser
import BigInt
import Chains
import Cryptography
import Encodings
import GlyphChain
import Platform
import Reports
import Trials

struct ChainMine: ParsableCommand, ChainWork {
    static let configuration = CommandConfiguration(
        commandName: "mine",
        abstract: "Mine blocks on a chain's tip.",
        discussion: """
            Waiting payments go into the first block. With --interval the chain has a clock of its \
            own, which starts at --clock or at the tip and advances by so many seconds for each \
            block; the same seed then gives the same blocks. If blocks come faster than the rules \
            aim at, the next ones become harder: on the machine's clock many blocks take long, \
            with --interval 20 they stay easy.
            Example: glyphlab chain mine --db chain.db --model Models/glyph-nano --wallet me
            """)

    @OptionGroup var database: DatabaseOption
    @OptionGroup var model: ModelOptions

    @Option(help: "How many blocks.")
    var blocks = 1

    @Option(help: "The address that is paid.")
    var miner: String?

    @Option(help: "The lab wallet that is paid: any name; the wallet's key is derived from it.")
    var wallet: String?

    @Option(help: "Seed of the attempts: any text.")
    var seed = "glyphlab"

    @Option(
        help: "The time of the first block, in seconds since 1970; by default the machine's clock.")
    var clock: Int?

    @Option(help: "Seconds from block to block.")
    var interval: Int?

    @Option(help: "Give up a block after so many attempts.")
    var attempts = 1_000_000

    @Flag(help: "Report each stored block on standard error.")
    var log = false

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard (miner == nil) != (wallet == nil) else {
            throw ValidationError("expected one of --miner and --wallet")
        }
        try ChainClock.check(clock)
        if let miner { try ChainAddress.check("miner", miner) }
        for (name, value, range) in [
            ("blocks", blocks, 1...10_000_000), ("interval", interval ?? 1, 0...1_000_000),
            ("attempts", attempts, 1...1_000_000_000),
        ] where !range.contains(value) {
            throw ValidationError(
                "\(name): expected \(range.lowerBound) to \(range.upperBound), got \(value)")
        }
    }

    func run() throws {
        try Outcome.ending {
            try run(on: try database.store(), model: try model.loaded())
        }
    }

    func run<Rules: ChainRules>(_ node: ChainNode<Rules>) throws -> Outcome {
        let address = miner ?? Wallet(seed: wallet ?? "").address
        let start = clock ?? (node.chain.last?.timestampSeconds ?? 0) + (interval ?? 0)
        let progress = Progress("blocks", total: blocks)
        defer { progress.finish() }
        var rise = WorkRise(isTold: interval == nil && Terminal.takesControl(.error))
        for index in 0..<blocks {
            // Other blocks ask for other attempts, though the seed is the same.
            var random = ActorRandom(
                seed: seed, actor: "\(address) on \(node.stateDigest.text)")
            let now = interval.map { start + index * $0 } ?? clock ?? Machine.secondsSince1970
            let block = try node.mine(
                miner: address, clockSeconds: now, attemptCountMax: attempts, random: &random)
            guard block != nil else {
                throw Failure(
                    outcome: .inconclusive,
                    message: "height \(node.height + 1): no block in \(attempts) attempts; "
                        + "the \(index) before it are stored")
            }
            if log {
                StandardStreams.writeMessage(
                    "height \(node.height) state \(node.stateDigest.text)\n")
            }
            rise.look(at: node.chain[node.height].work)
            progress.advance()
        }
        progress.finish()
        let report = ChainReport(node)
        format.write(text: report.text, json: report.json)
        return .holds
    }
}

/// Tells once, while blocks are mined, that each takes longer than the one before.
struct WorkRise {
    /// Whether anybody is there to be told.
    let isTold: Bool
    private var first: BigInt?
    private var isDone = false

    init(isTold: Bool) { self.isTold = isTold }

    mutating func look(at work: BigInt) {
        guard let first else { return first = work }
        guard isTold, !isDone, work >= 4 * first else { return }
        isDone = true
        StandardStreams.writeMessage(
            "glyphlab: note: blocks come faster than the rules want, so each gets harder: a "
                + "block's work was \(first) and is \(work); with --interval 20 they stay easy\n")
    }
}

/// The check of an address that `--miner` or `--to` gives.
enum ChainAddress {
    static func check(_ name: String, _ address: String) throws {
        guard Address(hexadecimal: address) != nil else {
            throw ValidationError(
                "\(name): expected an address of 40 lower-case hex digits, got \(address)")
        }
    }
}

/// The check of a time that `--clock` gives.
enum ChainClock {
    /// The year 9999's last second, roughly; far from any overflow.
    static let secondsMax = 253_402_300_799

    static func check(_ clock: Int?) throws {
        if let clock, !(0...secondsMax).contains(clock) {
            throw ValidationError("clock: expected 0 to \(secondsMax) seconds, got \(clock)")
        }
    }
}
