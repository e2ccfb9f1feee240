import Arbitration
import ArgumentParser
import Cryptography
import Encodings
import Reports
import Training
import TrainingDisputes

/// `glyphlab training dispute`: two differing training runs before a referee.
struct TrainingDisputeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dispute",
        abstract: "Bring two differing training runs down to one dot product before a referee.",
        discussion: """
            The referee has the plan, the seed and the data, and no weights. Both parties are \
            bound to their traces; they go down to the first step that differs, its first \
            operation and one element, whose inputs a party opens and whose value the referee \
            computes: at most \(TrainingDisputeLimits.termCountMax) products. The step of the \
            machine that differs from this one is in the record that it wrote: --left-step, \
            --right-step. The exit code is 0 if the parties agree, 1 if one lied or both did, 2 if \
            a step could not be opened. With --trials it is 0 if every liar lost and no honest \
            party was blamed.
            Example: glyphlab training dispute ours.trace theirs.trace --right-step theirs.step
            Example: glyphlab training dispute --trials 200 --seed 1
            """)

    @Argument(help: "The traces of the left and the right party.")
    var traces: [String] = []

    @Option(help: "The left party's record of the disputed step.")
    var leftStep: String?

    @Option(help: "The right party's record of the disputed step.")
    var rightStep: String?

    @OptionGroup var data: TrainingDataOptions

    @Option(help: "Play this many disputes with liars, each kind in turn, about a small run.")
    var trials: Int?

    @Option(
        help: """
            With --trials: liars of this kind: \
            \(TrainingSeed.liarNames).
            """)
    var kind: String?

    @Option(help: "With --trials: seed of the liars: 1 to 64 lower-case hex digits.")
    var seed: String?

    @Option(help: "Draw the way down to the element as an SVG picture into this file.")
    var svg: String?

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard trials == nil ? traces.count == 2 : traces.isEmpty else {
            throw ValidationError("expected two traces, or --trials alone")
        }
        let areFilesGiven =
            leftStep != nil || rightStep != nil || data.data != nil || data.start != nil
            || svg != nil
        guard trials == nil || !areFilesGiven else {
            throw ValidationError("trials: expected no files beside it")
        }
        guard trials != nil || (kind == nil && seed == nil) else {
            throw ValidationError("kind and seed: expected --trials beside them")
        }
        guard (1...TrainingDisputeTrials.countMax).contains(trials ?? 1) else {
            throw ValidationError(
                "trials: expected 1 to \(TrainingDisputeTrials.countMax), got \(trials ?? 1)")
        }
        if let kind, TrainingLiarKind(rawValue: kind) == nil {
            throw ValidationError(
                "kind: expected \(TrainingSeed.liarNames), "
                    + "got \(JSONValue.quoted(kind, scalarCountMax: 80))")
        }
        try TrainingSeed.check("seed", seed ?? "0")
    }

    func run() throws {
        try Outcome.ending { trials == nil ? try play() : try tryLiars() }
    }

    private func tryLiars() throws -> Outcome {
        let evidence = try TrainingRunOptions.parse([]).evidence(small: true)
        let count = trials ?? 1
        let progress = Progress("disputes", total: count)
        defer { progress.finish() }
        let trials = try TrainingDisputeTrials(
            TrainingSubject(evidence), count: count, seed: seed ?? "0",
            kinds: kind.flatMap(TrainingLiarKind.init).map { [$0] } ?? TrainingLiarKind.allCases
        ) { progress.advance() }
        progress.finish()
        let report = TrainingTrialsReport(trials, run: evidence.facts)
        format.write(text: report.text(.ofStandardOutput), json: report.json.withProvenance)
        return trials.holds ? .holds : .doesNotHold
    }

    // MARK: Files

    private func play() throws -> Outcome {
        let reports = try ReportFiles(
            [("--svg", svg)], format: format.format,
            inputs: traces + [leftStep, rightStep, data.data, data.start].compactMap(\.self))
        let files = try Pair(TrainingInput.trace(traces[0]), TrainingInput.trace(traces[1]))
        if let (fact, left, right) = TrainingLocator.otherFact(files.left.run, files.right.run) {
            throw Failure(
                outcome: .badInput,
                message: "\(traces[1]): expected the run of \(traces[0]), got another: its \(fact) "
                    + "is \(right) instead of \(left)")
        }
        let evidence = try data.evidence(files.left.run, of: traces[0])
        let records = try Pair(leftStep, rightStep).map { try $0.map(Self.record) }
        let disputed: Int? =
            if case .step(let step, _, _, _) = TrainingLocator.verdict(files.left, files.right) {
                step
            } else { nil }
        var parties = Pair<any TrainingDisputeParty>(
            both: evidence.party(weightHashes: files.left.weightHashes))
        var unopened: [String] = []
        for side in Side.allCases {
            var values: StepValues?
            if let disputed {
                values = try self.values(
                    side, disputed, files[side], records[side], evidence)
                if values == nil {
                    unopened.append(
                        TrainingNext.record(of: traces[side.rawValue], step: disputed))
                }
            }
            let known = values
            parties[side] = TrainingParty(weightHashes: files[side].weightHashes) { _ in known }
        }
        let game = try TrainingGame(
            task: TrainingTask(evidence), knownTraces: files.map { $0.trace.digest },
            parties: parties)
        let report = TrainingDisputeReport(game, unopened: unopened)
        format.write(
            text: report.text(.ofStandardOutput), json: report.json.withProvenance, beside: reports)
        try reports.write { _ in TrainingDisputeDrawing.svg(game) }
        guard unopened.isEmpty else { return .inconclusive }
        return switch game.verdict.kind {
        case .agreed: .holds
        case .decided: .doesNotHold
        case .inconclusive: .inconclusive
        }
    }

    private static func record(_ path: String) throws -> (path: String, record: StepRecord) {
        guard case .record(let record) = try TrainingInput(path) else {
            throw Failure(
                outcome: .badInput, message: "\(path): expected the record of a step, got a trace")
        }
        guard record.values != nil else {
            throw Failure(
                outcome: .badInput,
                message: "\(path): expected a record with elements, got digests alone")
        }
        return (path, record)
    }

    /// A party's values of the disputed step: those of its record, or this machine's, where they
    /// lead to the weights that the party committed to; nil where nobody has them.
    private func values(
        _ side: Side, _ step: Int, _ trace: TrainingTraceFile,
        _ record: (path: String, record: StepRecord)?, _ evidence: TrainingEvidence
    ) throws -> StepValues? {
        guard let (path, record) = record else {
            let ours = try evidence.record(of: step)
            let isTheirs =
                ours.before == trace.weightHashes[step]
                && ours.after == trace.weightHashes[step + 1]
            return isTheirs ? ours.values : nil
        }
        if TrainingLocator.otherFact(trace.run, record.run) != nil || record.step != step {
            throw Failure(
                outcome: .badInput,
                message: "\(path): expected step \(step) of the run of \(traces[side.rawValue]), "
                    + "got step \(record.step)")
        }
        // A record that leads elsewhere is the party's own fault, which the referee will find.
        return record.values
    }
}
