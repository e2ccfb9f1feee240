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

            With --replay the verdict follows again from the answers in a transcript. They are \
            not signed, and its roots are its own: a transcript alone convicts nobody; it shows \
            what follows from answers that somebody vouches for.
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

    @Option(help: "How many seconds a command has for an answer, 120 by default.")
    var answerSeconds: Int?

    @Option(help: "Play so many disputes with liars, of every kind in turn.")
    var trials: Int?

    @Option(help: "Play liars of this kind: \(Self.liarNames).")
    var plant: String?

    @Option(help: "What liars are drawn from: up to 64 hex digits, 0 by default.")
    var seed: String?

    @Option(help: "Judge a transcript again that --out wrote.")
    var replay: String?

    @Option(help: "Write the transcript of the dispute into this file.")
    var out: String?

    @Option(help: "Draw the way down to the element as an SVG picture into this file.")
    var svg: String?

    @OptionGroup var backend: BackendOption
    @OptionGroup var format: FormatOption

    private static let liarNames = LiarKind.allCases.map(\.rawValue).joined(separator: ", ")

    private static let answerSecondsDefault = 120

    /// Which dispute is asked for.
    private enum Mode: String {
        case files = "two traces"
        case pipes = "--left and --right"
        case trials = "--trials or --plant"
        case replay = "--replay"
    }

    private var mode: Mode {
        if replay != nil { return .replay }
        if trials != nil || plant != nil { return .trials }
        return left != nil || right != nil ? .pipes : .files
    }

    /// Options with the disputes that read them.
    private var readers: [(option: String, isGiven: Bool, modes: [Mode])] {
        [
            ("traces", !traces.isEmpty, [.files]), ("left", left != nil, [.pipes]),
            ("right", right != nil, [.pipes]), ("task", task != nil, [.pipes, .replay]),
            ("answer-seconds", answerSeconds != nil, [.pipes]),
            ("trials", trials != nil, [.trials]), ("plant", plant != nil, [.trials]),
            ("seed", seed != nil, [.trials]),
            ("backend", backend.backend != nil, [.files, .trials]),
        ]
    }

    func validate() throws {
        for (option, isGiven, modes) in readers where isGiven && !modes.contains(mode) {
            throw ValidationError(
                "\(option): expected beside \(modes.map(\.rawValue).joined(separator: " or ")), "
                    + "got beside \(mode.rawValue)")
        }
        let isWhole =
            switch mode {
            case .files: traces.count == 2 && model != nil
            case .pipes: left != nil && right != nil && task != nil
            case .trials: model != nil
            case .replay: task != nil
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
        if let answerSeconds, !(1...3600).contains(answerSeconds) {
            throw ValidationError("answer-seconds: expected 1 to 3600, got \(answerSeconds)")
        }
        let digits = drawn.utf8
        guard (1...64).contains(digits.count),
            digits.allSatisfy({ Array("0123456789abcdef".utf8).contains($0) })
        else {
            throw ValidationError(
                "seed: expected 1 to 64 hex digits, got "
                    + JSONValue.quoted(drawn, scalarCountMax: 80))
        }
        guard (out == nil && svg == nil) || (trials ?? 1) == 1 else {
            throw ValidationError("out, svg: expected one dispute, got \(trials ?? 1)")
        }
    }

    /// What liars are drawn from.
    private var drawn: String { (seed ?? "0").lowercased() }

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
            do throws(DisputeTranscriptError) {
                return try DisputeGame(task: task, replaying: transcript)
            } catch {
                throw Failure(outcome: .badInput, message: "\(path): \(error)")
            }
        case .pipes:
            let task = try pinnedTask(task ?? "")
            let seconds = answerSeconds ?? Self.answerSecondsDefault
            return try DisputeGame(
                task: task,
                parties: Pair(
                    PipedParty("left", command: left ?? "", answerSeconds: seconds),
                    PipedParty("right", command: right ?? "", answerSeconds: seconds)))
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
            subject, count: count, seed: drawn, kinds: kinds
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
