import ArgumentParser
import Encodings
import Reports
import TrainingDisputes

/// `glyphlab training plant`: faults planted in training runs, searched for, and counted.
struct TrainingPlantCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plant",
        abstract: "Plant faults in training runs and check that each is named exactly.",
        discussion: """
            A bit of a weight in memory, one rounding, one sample of a batch, the order of two \
            steps, or the rate of a step: each strikes a place that follows from the seed, and is \
            searched for as two machines would do it who exchange traces and records. It must be \
            named by step, operation, element and both integers, where the definitions of the \
            touched elements say that it appears first. Faults after which no weight differs are \
            drawn again. The exit code is 0 if all were named, and 1 otherwise.
            Example: glyphlab training plant --faults 500
            Example: glyphlab training plant --kind rounding --faults 20 --hidden 32
            """)

    @Option(help: "How many faults to plant, each kind in turn.")
    var faults = 100

    @Option(
        help: """
            Plant this kind only: \
            \(TrainingSeed.faultNames).
            """)
    var kind: String?

    @Option(help: "Seed of the faults: 1 to 64 lower-case hex digits.")
    var faultSeed = "0"

    @OptionGroup var options: TrainingRunOptions
    @OptionGroup var format: FormatOption

    func validate() throws {
        guard (1...TrainingFaultTrials.countMax).contains(faults) else {
            throw ValidationError(
                "faults: expected 1 to \(TrainingFaultTrials.countMax), got \(faults)")
        }
        if let kind, TrainingFaultKind(rawValue: kind) == nil {
            throw ValidationError(
                "kind: expected \(TrainingSeed.faultNames), "
                    + "got \(JSONValue.quoted(kind, scalarCountMax: 80))")
        }
        try TrainingSeed.check("fault-seed", faultSeed)
    }

    func run() throws {
        try Outcome.ending {
            let evidence = try options.evidence(small: true)
            let progress = Progress("faults", total: faults)
            defer { progress.finish() }
            let trials = try TrainingFaultTrials(
                TrainingSeed.subject(evidence), count: faults, seed: faultSeed,
                kinds: kind.flatMap(TrainingFaultKind.init).map { [$0] }
                    ?? TrainingFaultKind.allCases
            ) { progress.advance() }
            progress.finish()
            let report = TrainingTrialsReport(trials, run: evidence.facts)
            format.write(text: report.text(.ofStandardOutput), json: report.json.withProvenance)
            return trials.holds ? .holds : .doesNotHold
        }
    }
}
