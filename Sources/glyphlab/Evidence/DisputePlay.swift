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
            The referee knows the plan, the prompts and the digests of the weights, but not the \
            weights. Both parties go down from the run to a prompt, an operation, a tile and \
            one element, each step checked against their commitments; then a party opens the \
            inputs of the element, and the referee computes it. Both traces must be of level \
            operations. The exit code is 0 if the parties agree, 1 if one lied or both did, 2 if \
            neither answered, or no file can be opened, 65 if both agree on another task than the \
            referee's: then nothing is judged. With --trials or --plant it is 0 if every liar was \
            found and no honest party was blamed.

            Traces of operations hold digests and no integers, so the integers are computed here \
            again; those of a faulty machine cannot be. The dispute then ends at the operation, \
            and prints the commands that reach the element: give a trace of its values with \
            --values, or let that machine be a party, with --left and --right.

            With --replay the verdict is derived again from the answers in a transcript. These \
            are not signed, and the roots come from the transcript itself: alone it convicts \
            nobody; it shows what follows from the answers if somebody vouches for them. The task \
            comes from the transcript, too, unless --task or --model says what was agreed to.
            Example: glyphlab dispute ours.trace theirs.trace --model Models/glyph-nano
            Example: glyphlab dispute --left 'glyphlab dispute party --trace a --model M' \
            --right 'ssh host glyphlab dispute party --trace b --model M' --task a
            Example: glyphlab dispute --trials 200 --model Models/glyph-nano --seed 1
            """)

    @Argument(help: "The traces of the left and the right party, both of level operations.")
    var traces: [String] = []

    @Option(help: "The model's folder, its weights' file or a pinned model's name.")
    var model: String?

    @Option(
        help: """
            A trace of level values of either run, if its integers cannot be computed again here.
            """)
    var values: [String] = []

    @Option(help: "The left party: a command that answers on its output, line by line.")
    var left: String?

    @Option(help: "The right party: a command as for --left.")
    var right: String?

    @Option(help: "A trace of the run that was agreed to; its results are not read.")
    var task: String?

    @Option(help: "How many seconds a command may take to answer; 120 by default.")
    var answerSeconds: Int?

    @Option(help: "Play this many disputes with liars, each kind in turn.")
    var trials: Int?

    @Option(help: "Play liars of this kind: \(Self.liarNames).")
    var plant: String?

    @Option(help: "Seed of the liars: 1 to 64 hex digits; 0 by default.")
    var seed: String?

    @Option(help: "Judge a transcript of --out again.")
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
            ("traces", !traces.isEmpty, [.files]), ("values", !values.isEmpty, [.files]),
            ("left", left != nil, [.pipes]),
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
            case .replay: true
            }
        guard isWhole else {
            throw ValidationError(
                "expected two traces and --model, or --left, --right and --task, or --trials or "
                    + "--plant and --model, or --replay")
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

    /// The seed of the liars, lower-case; "0" by default.
    private var drawn: String { (seed ?? "0").lowercased() }

    func run() throws {
        try Outcome.ending {
            let reports = try ReportFiles(
                [("--out", out), ("--svg", svg)], format: format.format,
                inputs: traces + values + [task, replay].compactMap(\.self), models: [model])
            if mode == .trials { return try tryLiars(reports) }
            let (game, unopened) = try game()
            try show(game, unopened, reports)
            guard game.verdict.kind != .otherTask else {
                throw Failure(
                    outcome: .badInput,
                    message: "task: expected the plan, the weights and the prompts of both "
                        + "parties, who agree on theirs, got others: the referee's --model or "
                        + "--task is not theirs, and nobody is blamed")
            }
            return switch game.verdict.kind {
            case .agreed: .holds
            case .decided: unopened?.isInconclusive == true ? .inconclusive : .doesNotHold
            case .inconclusive, .otherTask: .inconclusive
            }
        }
    }

    // MARK: One dispute

    private func game() throws -> (DisputeGame, UnopenedFiles?) {
        switch mode {
        case .replay: return (try replayed(replay ?? ""), nil)
        case .pipes:
            let task = try pinnedTask(TraceFile(task ?? ""))
            let seconds = answerSeconds ?? Self.answerSecondsDefault
            let game = try DisputeGame(
                task: task,
                parties: Pair(
                    PipedParty("left", command: left ?? "", answerSeconds: seconds),
                    PipedParty("right", command: right ?? "", answerSeconds: seconds)))
            return (game, nil)
        case .files, .trials:
            let dispute = try DisputeOfFiles(
                left: traces[0], right: traces[1], values: values, model: model ?? "",
                backend: backend.chosen())
            let game = try dispute.game()
            return (game, try dispute.unopened(game))
        }
    }

    private func replayed(_ path: String) throws -> DisputeGame {
        let bytes = try InputFile.bytes(path, byteCountMax: DisputeTranscript.byteCountMax)
        let transcript: DisputeTranscript
        do throws(DisputeTranscriptError) {
            transcript = try DisputeTranscript(json: bytes)
        } catch {
            throw Failure(outcome: .badInput, message: "\(path): \(error)")
        }
        let file: TraceFile
        if let task {
            file = try TraceFile(task)
        } else if let bytes = transcript.taskTrace {
            file = try TraceFile("\(path): task_trace", bytes: bytes)
        } else {
            throw Failure(
                outcome: .badInput,
                message: "\(path): expected the task in the transcript or beside --task, got none")
        }
        let agreed = try pinnedTask(file)
        guard transcript.task == agreed.digest else {
            throw Failure(
                outcome: .badInput,
                message: "\(path): expected a dispute about the task "
                    + "\(agreed.digest.text), got one about \(transcript.task.text)")
        }
        if task == nil, model == nil {
            StandardStreams.writeMessage(
                "glyphlab: note: the task is the transcript's own, \(agreed.digest.text); --task "
                    + "or --model says what was agreed to\n")
        }
        do throws(DisputeTranscriptError) {
            return try DisputeGame(task: agreed, replaying: transcript)
        } catch {
            throw Failure(outcome: .badInput, message: "\(path): \(error)")
        }
    }

    /// - Parameter file: a trace that says what was to be computed.
    private func pinnedTask(_ file: TraceFile) throws -> DisputeTask {
        let traced = try model.map { try TracedModelLoad.traced(ModelPath.folder($0)) }
        return try DisputeOfFiles.task(file, model: traced)
    }

    private func show(
        _ game: DisputeGame, _ unopened: UnopenedFiles?, _ reports: ReportFiles
    ) throws {
        format.write(
            text: DisputeText.text(game, unopened: unopened, style: .ofStandardOutput),
            json: DisputeJSON.document(
                game, unopened: unopened, provenance: ThisRun.provenance().json),
            beside: reports)
        try write(game, to: reports)
    }

    private func write(_ game: DisputeGame, to reports: ReportFiles) throws {
        let transcript =
            out == nil
            ? nil
            : try DisputeJSON.transcript(game, provenance: ThisRun.provenance().json).prettyText
        try reports.write { option in
            option == "--svg" ? DisputeDrawing.svg(game) : transcript.map { $0 + "\n" }
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
            format.write(
                text: DisputeText.text(trial.game, planted: trial, style: .ofStandardOutput),
                json: DisputeTrialsJSON.document(trial, provenance: ThisRun.provenance().json),
                beside: reports)
            try write(trial.game, to: reports)
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
