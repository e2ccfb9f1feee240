import ArgumentParser
import Encodings
import GlyphChain
import Platform
import Proving
import PythonValues
import Reports
import Tensors
import Trials

struct ChainVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Judge a chain in the published JSON form.",
        discussion: """
            The file holds the array of blocks from genesis on, as a published node sends it. The \
            exit code is 0 where the chain is accepted and 1 where it is refused, or where the \
            published node would die of it (code verifier_crash).
            Example: glyphlab chain verify chain.json --model path/to/gpt2 --clock 1783100476
            """)

    static let fileByteCountMax = 256 << 20
    /// The year 9999's last second, roughly; far from any overflow.
    static let clockSecondsMax = 253_402_300_799

    enum Rules: String, ExpressibleByArgument, CaseIterable {
        case published
    }

    @Argument(help: "The chain's file.")
    var file: String

    @Option(help: "The model's folder.")
    var model: String

    @Option(help: "Whose rules judge.")
    var rules = Rules.published

    @Option(help: "The verifier's clock, in seconds since 1970; now by default.")
    var clock: Int?

    @OptionGroup var backend: BackendOption
    @OptionGroup var cache: CacheOption
    @OptionGroup var format: FormatOption

    func validate() throws {
        if let clock, !(0...Self.clockSecondsMax).contains(clock) {
            throw ValidationError(
                "clock: expected 0 to \(Self.clockSecondsMax) seconds, got \(clock)")
        }
    }

    func run() throws {
        try Outcome.ending {
            let judgement = try judged()
            format.write(text: text(judgement), json: json(judgement))
            return judgement.isAccepted ? .holds : .doesNotHold
        }
    }

    private func judged() throws -> PublishedJudgement {
        let bytes = try bytes()
        let document: PythonValue
        do {
            document = try PythonJSONParser.parse(bytes, byteCountMax: Self.fileByteCountMax)
        } catch {
            throw Failure(outcome: .badInput, message: "\(file): \(error)")
        }
        let loaded = try LoadedModel(
            folder: model, backend: backend.chosen(), cacheUse: cache.use)
        let verifier = PublishedVerifier(
            proofs: loaded.prover,
            clockSeconds: clock ?? Machine.secondsSince1970)
        let count = PublishedVerifier.blockCount(of: document)
        let progress = Progress("blocks", total: max(count, 1))
        defer { progress.finish() }
        return verifier.judgement(of: document, onBlock: progress.advance)
    }

    private func bytes() throws -> [UInt8] {
        do {
            return try WholeFile.read(file, byteCountMax: Self.fileByteCountMax)
        } catch {
            // An argument that names no file is the user's slip.
            guard case .missing = error else { throw error }
            throw Failure(outcome: .badInput, message: "\(error)")
        }
    }

    // MARK: What is told

    private func text(_ judgement: PublishedJudgement) -> String {
        var table = TextTable()
        table.add("rules", rules.rawValue)
        table.add("height", "\(judgement.height)")
        table.add("tip", judgement.tip.map { JSONValue.quoted($0, scalarCountMax: 80) } ?? "none")
        table.add("work", judgement.workText ?? "a target does not say")
        for account in judgement.accounts {
            table.add("balance", "\(account.amount)  \(Self.shown(account.owner))")
        }
        for refusal in judgement.refusals {
            let place = refusal.index.map { "block \($0): " } ?? ""
            table.add("refused", "\(place)\(refusal.by.name): \(Self.shown(refusal.message))")
        }
        table.add("valid", judgement.isAccepted ? "yes" : "NO")
        return table.text
    }

    /// A stranger's text on a terminal.
    private static func shown(_ text: String) -> String {
        String(JSONValue.quoted(text, scalarCountMax: 200).dropFirst().dropLast())
    }

    private func json(_ judgement: PublishedJudgement) -> JSONValue {
        .object([
            JSONMember("rules", .string(rules.rawValue)),
            JSONMember("valid", .boolean(judgement.isAccepted)),
            JSONMember("height", .integer(judgement.height)),
            JSONMember("tip", judgement.tip.map(JSONValue.string) ?? .null),
            JSONMember("work", judgement.workText.map(JSONValue.string) ?? .null),
            JSONMember(
                "balances",
                .object(
                    judgement.accounts.map { account in
                        JSONMember(
                            account.owner,
                            Int(account.amount).map(JSONValue.integer) ?? .string(account.amount))
                    })),
            JSONMember(
                "errors",
                .array(
                    judgement.refusals.map { refusal in
                        .object([
                            JSONMember("index", refusal.index.map(JSONValue.integer) ?? .null),
                            JSONMember("code", .string(refusal.by.name)),
                            JSONMember("message", .string(refusal.message)),
                        ])
                    })),
        ])
    }
}
