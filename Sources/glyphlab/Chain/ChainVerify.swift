import ArgumentParser
import Chains
import Cryptography
import Encodings
import GlyphChain
import Platform
import PythonValues
import Reports
import Trials

struct ChainVerify: ParsableCommand, ChainWork {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Judge a chain, its proofs included.",
        discussion: """
            A file holds the array of blocks from genesis on: published ones as a published node \
            sends them, hardened ones as texts of hex. The exit code is 0 where the chain is \
            accepted and 1 where it is refused, or where the published node would die of it (code \
            verifier_crash). A database is replayed from genesis, and every state on the way must \
            be the stored one. The speed is that of the judgement, without the reading of the model.
            Example: glyphlab chain verify chain.json --model path/to/gpt2 --clock 1783100476
            """)

    @Argument(help: "The chain's file.")
    var file: String?

    @Option(help: "The chain's database.")
    var db: String?

    @OptionGroup var model: ModelOptions

    @Option(
        help: """
            The rules that judge a file; by default those of its form. A database keeps its own.
            """)
    var rules: RulesOption?

    @Option(help: "The verifier's clock, in seconds since 1970; the machine's by default.")
    var clock: Int?

    @OptionGroup var format: FormatOption

    /// How many of a database's blocks are read before they are judged.
    private static let blockCountAhead = 256

    /// A database's state that its own blocks do not lead to.
    private static let stateGuard = Guard("state")

    func validate() throws {
        guard (file == nil) != (db == nil) else {
            throw ValidationError("expected one of a file and --db")
        }
        guard db == nil || rules == nil else {
            throw ValidationError("rules: a database has its own")
        }
        try ChainClock.check(clock)
    }

    private var clockSeconds: Int { clock ?? Machine.secondsSince1970 }

    func run() throws {
        try Outcome.ending {
            if let db {
                return try run(
                    on: try DatabaseOption.store(db, forReading: true),
                    model: try model.loaded(forJudging: true))
            }
            return try verify(file: file ?? "")
        }
    }

    /// - Parameters:
    ///   - judgedCount: how many blocks were judged, genesis not counted.
    ///   - watch: started with the first.
    private func tell(
        _ report: ChainReport, judgedCount: Int, since watch: Stopwatch
    ) -> Outcome {
        var report = report
        if judgedCount > 0 {
            report.blocksPerSecond = DecimalText.perSecond(
                judgedCount, nanoseconds: watch.nanoseconds)
        }
        format.write(text: report.text, json: report.json)
        return report.isValid ? .holds : .doesNotHold
    }

    // MARK: A file

    private func verify(file: String) throws -> Outcome {
        let bytes = try ChainFile.read(file)
        let rules = rules ?? ChainFile.rules(of: bytes)
        ChainFile.note(file, bytes, judgedBy: rules)
        switch rules {
        case .published: return try verifyPublished(file, bytes)
        case .hardened:
            let blocks: [[UInt8]]
            do {
                blocks = try HardenedRules.blocks(inFile: bytes)
            } catch {
                throw Failure(outcome: .badInput, message: "\(file): \(error)")
            }
            let model = try model.loaded(forJudging: true)
            return try verify(
                blocks,
                HardenedRules(
                    parameters: HardenedRules.Parameters(weightsHash: model.weightsHash),
                    evidence: model.prover))
        }
    }

    /// As the published node judges a chain that a peer sends: all of it, whatever it finds.
    private func verifyPublished(_ file: String, _ bytes: [UInt8]) throws -> Outcome {
        let document: PythonValue
        do {
            document = try PythonJSONParser.parse(bytes, byteCountMax: bytes.count)
        } catch {
            throw Failure(outcome: .badInput, message: "\(file): \(error)")
        }
        let model = try model.loaded(forJudging: true)
        let watch = Stopwatch()
        let verifier = PublishedVerifier(
            proofs: LookaheadProofs(model.prover, document: document), clockSeconds: clockSeconds)
        let count = PublishedVerifier.blockCount(of: document)
        let progress = Progress("blocks", total: max(count, 1))
        defer { progress.finish() }
        let judgement = verifier.judgement(of: document, onBlock: progress.advance)
        progress.finish()
        return tell(ChainReport(judgement), judgedCount: count - 1, since: watch)
    }

    private func verify<Rules: ChainRules>(_ blocks: [[UInt8]], _ rules: Rules) throws -> Outcome {
        let watch = Stopwatch()
        let foresight = rules.lookingAhead()
        foresight.expect(blocks)
        let node = try ChainNode(
            rules: foresight.rules, beginningIn: try ChainStore(inMemoryFor: rules.pin))
        var intake = ChainIntake(node)
        let progress = Progress("blocks", total: max(blocks.count, 1))
        defer { progress.finish() }
        try intake.take(blocks, clockSeconds: clockSeconds, onBlocks: progress.set)
        progress.finish()
        var report = ChainReport(node)
        report.errors = intake.refusals
        let judgedCount = intake.newBlockCount + intake.refusals.count
        return tell(report, judgedCount: judgedCount, since: watch)
    }

    // MARK: A database

    func run<Rules: ChainRules>(_ node: ChainNode<Rules>) throws -> Outcome {
        let watch = Stopwatch()
        let foresight = node.rules.lookingAhead()
        let replay = try ChainNode(
            rules: foresight.rules, beginningIn: try ChainStore(inMemoryFor: node.rules.pin))
        let progress = Progress("blocks", total: node.height + 1)
        defer { progress.finish() }
        var report = ChainReport(node)
        var ahead: [[UInt8]] = []  // the last first
        for height in 1..<node.height + 1 {
            if ahead.isEmpty {
                let end = min(height + Self.blockCountAhead, node.height + 1)
                let blocks = try (height..<end).map { try node.blockBytes(atHeight: $0) }
                foresight.expect(blocks)
                ahead = blocks.reversed()
            }
            let block = ahead.removeLast()
            let (submissions, _) = try replay.submit([block], clockSeconds: clockSeconds)
            report.errors = submissions.flatMap(\.refusals)
            guard report.errors.isEmpty else { break }
            guard replay.stateDigest == node.stateDigests[height] else {
                report.errors = [
                    Refusal(
                        index: height, by: Self.stateGuard,
                        message: "expected state \(replay.stateDigest.text), "
                            + "got \(node.stateDigests[height].text)")
                ]
                break
            }
            progress.advance()
        }
        progress.finish()
        return tell(report, judgedCount: replay.height, since: watch)
    }
}
