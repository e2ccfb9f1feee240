import ArgumentParser
import Reports
import TrainingDisputes

/// `glyphlab training audit-odds`: how many frauds sampled audits miss, measured and by formula.
struct TrainingAuditOddsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit-odds",
        abstract: "Measure how many frauds an audit of sampled steps misses, beside the formula.",
        discussion: """
            Each fraud is a run of T steps of which f are false; each audit opens the k steps that \
            a challenge draws, and executes them again. The formula says that C(T - f, k) of \
            C(T, k) audits miss it. The number of misses must lie within the exact binomial bound \
            of error 1/\(Self.alphaDenominator), and no audit may contradict its steps. The exit \
            code is 0 if so, and 1 otherwise.
            Example: glyphlab training audit-odds --steps 16 --false-steps 2 --sample 4
            """)

    @Option(help: "T, the steps of a run, 1 to \(AuditOdds.stepCountMax).")
    var steps = 16

    @Option(help: "f, the false steps of a fraud, 1 to T.")
    var falseSteps = 2

    @Option(help: "k, the steps of an audit, 1 to T.")
    var sample = 4

    @Option(help: "How many frauds, 1 to \(BinomialBound.trialCountMax).")
    var audits = 2_000

    @Option(help: "Seed of frauds and challenges: 1 to 64 lower-case hex digits.")
    var seed = "0"

    @OptionGroup var format: FormatOption

    static let alphaDenominator = 1_000

    func validate() throws {
        guard (1...AuditOdds.stepCountMax).contains(steps) else {
            throw ValidationError(
                "steps: expected 1 to \(AuditOdds.stepCountMax), got \(steps)")
        }
        for (name, value) in [("false-steps", falseSteps), ("sample", sample)]
        where !(1...steps).contains(value) {
            throw ValidationError("\(name): expected 1 to \(steps), got \(value)")
        }
        guard (1...BinomialBound.trialCountMax).contains(audits) else {
            throw ValidationError(
                "audits: expected 1 to \(BinomialBound.trialCountMax), got \(audits)")
        }
        try TrainingSeed.check("seed", seed)
    }

    func run() throws {
        try Outcome.ending {
            let progress = Progress("audits", total: audits)
            defer { progress.finish() }
            let trials = try AuditTrials(
                AuditOdds(stepCount: steps, falseCount: falseSteps, sampleCount: sample),
                bound: BinomialBound(
                    alphaDenominator: Self.alphaDenominator, trialCount: audits), seed: seed
            ) { progress.advance() }
            progress.finish()
            let report = AuditOddsReport(trials)
            format.write(text: report.text(.ofStandardOutput), json: report.json.withProvenance)
            return trials.holds ? .holds : .doesNotHold
        }
    }
}
