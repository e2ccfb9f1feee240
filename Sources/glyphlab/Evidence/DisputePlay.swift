import Arbitration
import ArgumentParser
import Cryptography
import Encodings
import Platform
import Reports
import Traces

/// A dispute from files, over pipes, with a planted liar, or played again.
struct DisputePlay: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "play",
        abstract: "Bring two differing runs down to one dot product before a referee.",
        discussion: """
            The referee knows the plan, the prompts and the digests of the weights, and no \
            weights. Both parties go down from the run to a prompt, an operation, a tile and \
            one element, each step checked against what they committed to; then one opens \
            what the element follows from, and the referee computes it. Traces are of level \
            operations. The exit code is 0 where the parties agree, 1 where one lied or both \
            did, 2 where neither answered. With --trials or --plant it is 0 where every liar \
            was found and nobody honest was blamed.
            Example: glyphlab dispute ours.trace theirs.trace --model Models/glyph-nano
            Example: glyphlab dispute --left 'glyphlab dispute party --trace a --model M' \
            --right 'ssh host glyphlab dispute party --trace b --model M' --task a
            Example: glyphlab dispute --trials 200 --model Models/glyph-nano --seed 1
            """)

    @Argument(help: "The traces of the left and the right party, both of level operations.")
    var traces: [String] = []

    @Option(help: "The model's folder, its weights' file or a pinned model's name.")
    var model: String?

    @Option(help: "The left party: a command that answers on its output, line by line.")
    var left: String?

    @Option(help: "The right party, a command too.")
    var right: String?

    @Option(help: "A trace that says what was to be computed; its results are not looked at.")
    var task: String?

    @Option(help: "How many seconds a command has for an answer.")
    var answerSeconds = 120

    @Option(help: "Play so many disputes with liars, of every kind in turn.")
    var trials: Int?

    @Option(help: "Play liars of this kind: \(Self.liarNames).")
    var plant: String?

    @Option(help: "What liars are drawn from: up to 64 hex digits.")
    var seed = "0"

    @Option(help: "Judge a transcript again that --out wrote.")
    var replay: String?

    @Option(help: "Write the transcript of the dispute into this file.")
    var out: String?

    @Option(help: "Draw the way down to the element as an SVG picture into this file.")
    var svg: String?

    @OptionGroup var backend: BackendOption
    @OptionGroup var format: FormatOption

    private static let liarNames = LiarKind.allCases.map(\.rawValue).joined(separator: ", ")

    /// Which dispute is asked for.
    private enum Mode { case files, pipes, trials, replay }

    private var mode: Mode {
        if replay != nil { return .replay }
        if trials != nil || plant != nil { return .trials }
        return left != nil || right != nil ? .pipes : .files
    }

    func validate() throws {
        let isWhole =
            switch mode {
            case .files: traces.count == 2 && model != nil && task == nil
            case .pipes: traces.isEmpty && left != nil && right != nil && task != nil
            case .trials: traces.isEmpty && model != nil && left == nil && right == nil
            case .replay: traces.isEmpty && task != nil && left == nil && right == nil
            }
        guard isWhole else {
            throw ValidationError(
                "expected two traces and --model, or --left, --right and --task, or --trials or "
                    + "--plant and --model, or --replay and --task")
        }
        guard (1...DisputeTrials.countMax).contains(trials ?? 1) else {
            throw ValidationError(
                "trials: expected 1 to \(DisputeTrials.countMax), got \(trials ?? 1)")
        }
        if let plant, LiarKind(rawValue: plant) == nil {
            throw ValidationError(
                "plant: expected \(Self.liarNames), got "
                    + JSONValue.quoted(plant, scalarCountMax: 80))
        }
        guard (1...3600).contains(answerSeconds) else {
            throw ValidationError("answer-seconds: expected 1 to 3600, got \(answerSeconds)")
        }
        let digits = seed.lowercased().utf8
        guard (1...64).contains(digits.count),
            digits.allSatisfy({ Array("0123456789abcdef".utf8).contains($0) })
        else {
            throw ValidationError(
                "seed: expected 1 to 64 hex digits, got "
                    + JSONValue.quoted(seed, scalarCountMax: 80))
        }
        guard (out == nil && svg == nil) || (trials ?? 1) == 1 else {
            throw ValidationError("out, svg: expected one dispute, got \(trials ?? 1)")
        }
    }

    func run() throws {
        try Outcome.ending {
            let reports = try ReportFiles(
                [("--out", out), ("--svg", svg)], format: format.format,
                inputs: traces + [task, replay].compactMap(\.self), models: [model])
            if mode == .trials { return try tryLiars(reports) }
            let game = try game()
            try show(game, reports)
            return switch game.verdict.kind {
            case .agreed: .holds
            case .decided: .doesNotHold
            case .inconclusive: .inconclusive
            }
        }
    }

    // MARK: One dispute

    private func game() throws -> DisputeGame {
        switch mode {
        case .replay:
            let path = replay ?? ""
            let bytes = try InputFile.bytes(path, byteCountMax: DisputeTranscript.byteCountMax)
            let transcript: DisputeTranscript
            do throws(DisputeTranscriptError) {
                transcript = try DisputeTranscript(json: bytes)
            } catch {
                throw Failure(outcome: .badInput, message: "\(path): \(error)")
            }
            let task = try pinnedTask(task ?? "")
            guard transcript.task == task.digest else {
                throw Failure(
                    outcome: .badInput,
                    message: "\(path): expected a dispute about the task "
                        + "\(task.digest.text), got one about \(transcript.task.text)")
            }
            return DisputeGame(task: task, replaying: transcript)
        case .pipes:
            let task = try pinnedTask(task ?? "")
            return try DisputeGame(
                task: task,
                parties: Pair(
                    PipedParty("left", command: left ?? "", answerSeconds: answerSeconds),
                    PipedParty("right", command: right ?? "", answerSeconds: answerSeconds)))
        case .files, .trials:
            return try DisputeOfFiles(
                left: traces[0], right: traces[1], model: model ?? "",
                backend: backend.chosen()
            ).game()
        }
    }

    /// - Parameter path: of the trace that says what was to be computed.
    private func pinnedTask(_ path: String) throws -> DisputeTask {
        let traced = try model.map { try TracedModelLoad.traced(ModelPath.folder($0)) }
        return try DisputeOfFiles.task(TraceFile(path), model: traced)
    }

    private func show(_ game: DisputeGame, _ reports: ReportFiles) throws {
        format.write(
            text: DisputeText.text(game, style: .ofStandardOutput),
            json: DisputeJSON.document(game, provenance: ThisRun.provenance().json),
            beside: reports)
        try reports.write { option in
            option == "--svg"
                ? DisputeDrawing.svg(game) : game.transcript.json.prettyText + "\n"
        }
    }

    // MARK: Liars

    private func tryLiars(_ reports: ReportFiles) throws -> Outcome {
        let (subject, name) = try DisputeModel.load(
            folder: ModelPath.folder(model ?? ""), backend: backend.chosen())
        let count = trials ?? 1
        let progress = Progress("disputes", total: count)
        defer { progress.finish() }
        let kinds = plant.flatMap(LiarKind.init).map { [$0] } ?? LiarKind.allCases
        let trials = try DisputeTrials(
            subject, count: count, seed: seed.lowercased(), kinds: kinds
        ) { progress.advance() }
        progress.finish()
        if count == 1, let trial = trials.trials.first {
            try show(trial.game, reports)
            if let miss = trial.miss { StandardStreams.writeMessage("glyphlab: \(miss)\n") }
        } else {
            format.write(
                text: DisputeTrialsText.text(trials, model: name, style: .ofStandardOutput),
                json: DisputeTrialsJSON.document(
                    trials, model: name, provenance: ThisRun.provenance().json))
        }
        return trials.holds ? .holds : .doesNotHold
    }
}
