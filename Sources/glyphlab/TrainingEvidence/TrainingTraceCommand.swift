import ArgumentParser
import Encodings
import Platform
import Reports
import Training
import TrainingDisputes

/// `glyphlab training trace`: a run's trace, or the record of one of its steps.
struct TrainingTraceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "Record a training run: the hash of its weights after every step, or one step.",
        discussion: """
            The trace is the chain's own commitment. With --step, the run is trained up to that \
            step, and its record has a digest and all elements of each operation's output. \
            --fault plays a faulty machine, to try 'glyphlab training locate' on.
            Example: glyphlab training trace --seed 7 --out ours.trace
            Example: glyphlab training trace --plan ours.trace --step 17 --out ours.step
            Example: glyphlab training trace --seed 7 --fault rounding --fault-seed 3 \
            --out theirs.trace
            """)

    @OptionGroup var options: TrainingRunOptions

    @Option(help: "Record this step alone, counted from 0.")
    var step: Int?

    @Flag(help: "With --step: keep digests and no elements.")
    var digests = false

    @OptionGroup var machine: FaultyMachineOptions

    @Option(help: "Write the trace or the record to this file.")
    var out: String

    @OptionGroup var format: FormatOption

    func validate() throws {
        if digests, step == nil { throw ValidationError("digests: expected --step beside it") }
    }

    func run() throws {
        try Outcome.ending {
            let reports = try ReportFiles(
                [("--out", out)], format: format.format,
                inputs: [options.plan, options.data.data, options.data.start]
                    .compactMap(\.self))
            let evidence = try options.evidence()
            let count = evidence.run.plan.stepCount
            if let step, !(0..<count).contains(step) {
                throw Failure(
                    outcome: .usage, message: "step: expected 0 to \(count - 1), got \(step)")
            }
            let fault = try machine.fault(evidence)
            let progress = Progress("steps", total: count)
            defer { progress.finish() }
            let altered = try fault.map { try AlteredTraining(evidence.run, fault: $0) }
            let content: TrainingFileReport.Content
            if let step {
                let record =
                    try altered.map {
                        StepRecord(
                            run: evidence.facts, step: step, values: try $0.values(of: step),
                            keepsElements: !digests)
                    } ?? evidence.record(of: step, keepsElements: !digests)
                content = .record(record)
            } else {
                let trace =
                    try altered.map {
                        TrainingTraceFile(run: evidence.facts, weightHashes: $0.weightHashes)
                    } ?? evidence.trace { progress.advance() }
                content = .trace(trace)
            }
            progress.finish()
            let bytes =
                switch content {
                case .trace(let trace): trace.encoded
                case .record(let record): record.encoded
                }
            try reports.write(bytes: { _ in bytes })
            let report = TrainingFileReport(
                content, path: out, byteCount: bytes.count, fault: fault)
            format.write(text: report.text, json: report.json, beside: reports)
            return .holds
        }
    }
}

/// The options of a machine that makes a mistake.
struct FaultyMachineOptions: ParsableArguments {
    @Option(
        help: """
            Play a machine with a fault of this kind: \
            \(TrainingSeed.faultNames).
            """)
    var fault: String?

    @Option(help: "With --fault: the seed of its place: 1 to 64 lower-case hex digits.")
    var faultSeed: String?

    func validate() throws {
        if faultSeed != nil, fault == nil {
            throw ValidationError("fault-seed: expected --fault beside it")
        }
        if let fault, TrainingFaultKind(rawValue: fault) == nil {
            throw ValidationError(
                "fault: expected \(TrainingSeed.faultNames), "
                    + "got \(JSONValue.quoted(fault, scalarCountMax: 80))")
        }
        try TrainingSeed.check("fault-seed", faultSeed ?? "0")
    }

    /// The fault; nil where none is asked for.
    func fault(_ evidence: TrainingEvidence) throws -> TrainingFault? {
        guard let kind = fault.flatMap(TrainingFaultKind.init) else { return nil }
        let subject = try TrainingSeed.subject(evidence)
        let found = try TrainingFaultTrials.fault(subject, kind, seed: faultSeed ?? "0")
        guard let found else {
            throw Failure(
                outcome: .notExercised,
                message: "fault: expected a \(kind.rawValue) fault that changes a weight of this "
                    + "run, got none of seed \(faultSeed ?? "0")")
        }
        return found
    }
}

/// The seeds of planted faults and lies, and the runs that they are planted in.
enum TrainingSeed {
    static let faultNames = TrainingFaultKind.allCases.map(\.rawValue).joined(separator: ", ")
    static let liarNames = TrainingLiarKind.allCases.map(\.rawValue).joined(separator: ", ")

    static func check(_ name: String, _ digits: String) throws {
        guard digits.wholeMatch(of: /[0-9a-f]{1,64}/) != nil else {
            throw ValidationError(
                "\(name): expected 1 to 64 lower-case hex digits, got "
                    + JSONValue.quoted(digits, scalarCountMax: 80))
        }
    }

    /// **Throws:** ``Failure`` where the run is too large to keep all of its weights.
    static func subject(_ evidence: TrainingEvidence) throws -> TrainingSubject {
        let plan = evidence.run.plan
        let byteCount = (plan.stepCount + 1) * plan.shape.weightByteCount
        guard byteCount <= TrainingSubject.weightByteCountMax else {
            throw Failure(
                outcome: .usage,
                message: "steps: expected weights of \(TrainingSubject.weightByteCountMax) bytes "
                    + "at most over all steps, got \(byteCount)")
        }
        return try TrainingSubject(evidence)
    }
}
