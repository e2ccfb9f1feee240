import ArgumentParser
import Checkpoints
import Encodings
import Fingerprints
import Platform
import Proving
import Reports
import Tensors
import Traces

/// A run recorded, for a comparison with another machine's.
struct TraceCommand: ParsableCommand {
    static let promptCountMax = 10_000

    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "Record a run: a digest of every operation's output, or its integers.",
        discussion: """
            Two machines that disagree each write a trace; 'glyphlab locate A B' names the prompt, \
            the layer and the operation, and says which trace comes next. Levels, from cheap to \
            dear: layers (the residual stream of every layer), operations (every operation's \
            output), values=OP (the integers of one operation's output, such as \
            values=h.3.attn.qkv, or of one parameter, such as values=h.3.attn.c_attn.w).
            Example: glyphlab trace --model Models/glyph-nano --prompts 100 --level layers \
            --out run.trace
            Example: glyphlab trace --model Models/glyph-nano --salt s --prompt "golden frost" \
            --level values=h.0.attn.probs --out probs.trace
            """)

    @Option(help: "The model's folder, its weights' file or a pinned model's name.")
    var model: String

    @Option(help: "The salt of one prompt.")
    var salt: String?

    @Option(help: "The prompt.")
    var prompt: String?

    @Option(help: "A file whose bytes are the prompt, taken as they are.")
    var promptFile: String?

    @Option(help: "How many of the golden run's prompts to trace, instead of a prompt of your own.")
    var prompts: Int?

    @Option(
        name: .customLong("from"),
        help: """
            Go on from this trace of values=embed or values=h.N.residual_mlp, with its prompts; \
            nothing before is computed.
            """)
    var snapshot: String?

    @Option(help: "How much to record: layers, operations or values=OP.")
    var level = LevelOption.layers

    @Option(help: "The form of the engine: batch, which miners run, or definition.")
    var engine = EngineOption.batch

    @Option(help: "Write the trace to this file.")
    var out: String

    @OptionGroup var work: WorkOptions
    @OptionGroup var backend: BackendOption
    @OptionGroup var format: FormatOption

    func validate() throws {
        guard level.parameter == nil else {
            guard salt == nil, prompt == nil, promptFile == nil, prompts == nil, snapshot == nil
            else {
                throw ValidationError(
                    "level: expected no prompts beside \(level), which is a parameter")
            }
            return
        }
        try validatePrompts()
        if engine == .definition, work.sharePrefixes || work.stopEarly {
            throw ValidationError(
                "engine: expected batch beside --share-prefixes and --stop-early, got definition")
        }
    }

    private func validatePrompts() throws {
        if snapshot != nil {
            guard salt == nil, prompt == nil, promptFile == nil, prompts == nil,
                !work.sharePrefixes, !work.stopEarly
            else {
                throw ValidationError(
                    "from: expected neither prompts nor --share-prefixes nor --stop-early beside it"
                )
            }
            return
        }
        if prompts != nil, salt != nil || prompt != nil || promptFile != nil {
            throw ValidationError("prompts: expected neither --salt nor a prompt beside it")
        }
        if let prompts, !(1...Self.promptCountMax).contains(prompts) {
            throw ValidationError(
                "prompts: expected 1 to \(Self.promptCountMax), got \(prompts)")
        }
        guard prompts != nil || (salt != nil && (prompt == nil) != (promptFile == nil)) else {
            throw ValidationError(
                "expected --prompts or --from, or --salt with exactly one of --prompt and "
                    + "--prompt-file")
        }
    }

    func run() throws {
        try Outcome.ending {
            let prompt = try promptFile.map(PromptFile.bytes) ?? Array((prompt ?? "").utf8)
            let files = try ReportFiles(
                [("--out", out)], format: format.format,
                inputs: [snapshot, promptFile].compactMap(\.self), models: [model])
            let folder = try ModelPath.folder(model)
            let traced = try level.parameter.map { try weights($0, folder) } ?? run(prompt, folder)
            try Self.checkValues(traced.trace)
            let bytes = try traced.trace.encoded()
            try files.write(bytes: { _ in bytes })
            let report = TraceReport(
                trace: traced.trace, proofHashes: traced.proofHashes, path: out,
                byteCount: bytes.count)
            format.write(
                text: report.text(.ofStandardOutput), json: report.json, beside: files)
            return .holds
        }
    }

    /// **Throws:** ``Failure`` where the values that were asked for were not computed: a file
    /// without them is no evidence.
    private static func checkValues(_ trace: Trace) throws {
        let missing = trace.promptsWithoutValues
        guard let first = missing.first else { return }
        let reason =
            switch first.reason {
            case .stopsEarly: "the run stopped before; leave out --stop-early"
            case .sharedPrefix: "another prompt's run computed them; leave out --share-prefixes"
            case .beforeSnapshot: "the run began behind them; name an earlier trace with --from"
            }
        throw Failure(
            outcome: .inconclusive,
            message: "\(trace.level.commandText): expected values of all "
                + "\(trace.prompts.count) prompts, got none of \(missing.count), the first prompt "
                + "\(first.place): \(reason); nothing was written")
    }

    private func run(_ prompt: [UInt8], _ folder: String) throws -> TracedResult {
        let start = try snapshot.map { try TraceFile($0).trace }
        let loaded = try TracedModelLoad(folder: folder, backend: backend.chosen())
        let maker = TraceMaker.facts(model: model, threadCount: work.threads.count)
        if let start {
            do throws(TraceRequestError) {
                try TracedRun.checkSnapshot(start, for: loaded.prover, loaded.traced)
            } catch {
                throw Failure(outcome: .badInput, message: "\(snapshot ?? ""): \(error)")
            }
            return try traced(start.prompts.count) { onProof in
                try TracedRun(
                    continuing: start, prover: loaded.prover, level: level.level,
                    model: loaded.traced, settings: work.settings, form: engine.form,
                    maker: maker, onProof: onProof)
            }
        }
        let tokenizer = loaded.prover.tokenizer
        let challenges =
            if let prompts {
                try TracedChallenge.receipt(promptCount: prompts, tokenizer: tokenizer)
            } else {
                [try TracedChallenge(salt: salt ?? "", prompt: prompt, tokenizer: tokenizer)]
            }
        return try traced(challenges.count) { onProof in
            try TracedRun(
                prover: loaded.prover, challenges: challenges, level: level.level,
                model: loaded.traced, settings: work.settings, form: engine.form, maker: maker,
                onProof: onProof)
        }
    }

    private func traced(
        _ promptCount: Int, _ run: (@escaping @Sendable (Int) -> Void) throws -> TracedRun
    ) throws -> TracedResult {
        let progress = Progress("proofs", total: promptCount)
        defer { progress.finish() }
        let result = try run { _ in progress.advance() }
        return TracedResult(trace: result.trace, proofHashes: result.proofHashes)
    }

    /// The integers of one parameter.
    private func weights(_ name: String, _ folder: String) throws -> TracedResult {
        let reading = ModelFolder(path: folder)
        let traced = try TracedModelLoad.traced(folder)
        guard let tensor = try reading.parameter(named: name) else {
            throw Failure(
                outcome: .badInput,
                message: "level: expected an operation or a parameter of \(folder), got "
                    + "\(JSONValue.quoted(name, scalarCountMax: 80)); "
                    + "'glyphlab models digest' lists the parameters")
        }
        var trace = Trace(
            level: .weights(parameter: name), model: traced, schedule: [], prompts: [],
            maker: TraceMaker.facts(model: model, threadCount: 1))
        trace.weightValues = tensor.elements
        return TracedResult(trace: trace, proofHashes: [])
    }
}

/// A trace with the proofs of its run.
struct TracedResult {
    let trace: Trace
    /// Nil where a run that goes on from a snapshot lacks rows that the salt selects.
    let proofHashes: [String?]
}

/// The value of `--level`.
struct LevelOption: ExpressibleByArgument, CustomStringConvertible {
    static let layers = LevelOption(level: .layers)

    let level: TraceLevel

    init(level: TraceLevel) {
        self.level = level
    }

    init?(argument: String) {
        let prefix = "values="
        switch argument {
        case "layers": level = .layers
        case "operations": level = .operations
        case _ where argument.hasPrefix(prefix) && argument.utf8.count > prefix.utf8.count:
            let name = String(argument.dropFirst(prefix.count))
            // A parameter's name ends as no operation's does.
            let isParameter =
                ["wte", "wpe"].contains(name)
                || [".w", ".b", ".g"].contains(where: name.hasSuffix)
            level = isParameter ? .weights(parameter: name) : .values(operation: name)
        default: return nil
        }
    }

    var parameter: String? {
        guard case .weights(let parameter) = level else { return nil }
        return parameter
    }

    var description: String { level.commandText }

    static let allValueStrings = ["layers", "operations", "values=OP"]
}

/// The value of `--engine`.
enum EngineOption: String, ExpressibleByArgument, CaseIterable {
    case batch, definition

    var form: EngineForm {
        switch self {
        case .batch: .batch
        case .definition: .definition
        }
    }
}
