import ArgumentParser
import Encodings
import Platform
import Reports
import Scenarios
import Trials

struct AttackRun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run scenarios and print their verdicts.",
        discussion: """
            Each scenario runs under both sets of rules; a break is reported only if a second run \
            repeats it. The exit code is 0 if every verdict is the expected one, 1 if one is not, \
            2 if one is inconclusive, 3 if a guard was never reached, 65 if a scenario's file \
            cannot be used, 70 for a fault of the lab itself; if several apply: 70 before 1 before \
            65 before 2 before 3. Known failures do not change the exit code. On GitHub's runners, \
            unexpected verdicts become annotations. The scoreboard, claims by systems under \
            both sets of rules, is a picture (--svg) and a part of the page (--html) and of JSON.
            Example: glyphlab attack run --junit attacks.xml --html attacks.html
            """)

    @OptionGroup var choice: ScenarioChoice

    @Option(help: "The rules: published, hardened or both.")
    var profile = ProfileChoice.both

    @OptionGroup var seed: SeedOption

    @Option(
        help: """
            Disable this guard: attacks that it stops should now succeed (repeatable).
            """)
    var without: [String] = []

    @Option(
        help: """
            A file of known failures, with lines of ID PROFILE REASON: they are listed apart and \
            do not change the exit code.
            """)
    var known: String?

    @Flag(help: "Stop after the first unexpected verdict that is not a known failure.")
    var failFast = false

    @OptionGroup var threads: ThreadsOption

    @Option(name: .customLong("junit"), help: "Write JUnit XML to this file.")
    var junit: String?

    @Option(name: .customLong("sarif"), help: "Write SARIF 2.1.0 to this file.")
    var sarif: String?

    @Option(name: .customLong("tap"), help: "Write TAP to this file.")
    var tap: String?

    @Option(help: "The version of TAP: 13, which Perl's prove takes, or 14.")
    var tapVersion = 13

    @Option(
        name: .customLong("html"),
        help: "Write an HTML page, which needs no other file, to this file.")
    var html: String?

    @Option(
        name: .customLong("svg"),
        help: "Draw the scoreboard, claims by systems under both sets of rules, to this file.")
    var svg: String?

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard TAPReport.Version(rawValue: tapVersion) != nil else {
            throw ValidationError("tap-version: expected 13 or 14, got \(tapVersion)")
        }
    }

    func run() throws {
        try Outcome.ending {
            let reports = try ReportFiles(
                [
                    ("--junit", junit), ("--sarif", sarif), ("--tap", tap), ("--html", html),
                    ("--svg", svg),
                ],
                format: format.format)
            let house = try House.find()
            let named = try NamedAttacks(house: house.path)
            let model = try EmbeddedModel.loaded(in: house)
            let suite = try Suite(house: house.path, systems: Systems.all(model: model))
            let scenarios = try choice.chosen(from: suite)
            let settings = Suite.RunSettings(
                knownFailures: try knownFailures(of: suite), stopsAtUnexpected: failFast)
            let guards = try chosenGuards()
            let profiles = profile.profiles
            let progress = Progress(
                "trials",
                total: scenarios.reduce(0) { sum, scenario in
                    sum + profiles.count { scenario.profiles.contains($0) }
                })
            defer { progress.finish() }
            let result = suite.run(
                scenarios, profiles: profiles, guards: guards, seed: seed.digits,
                threadCount: threads.count, settings: settings, onTrial: progress.advance)
            progress.finish()
            let provenance = ThisRun.provenance(threadCount: threads.count)
            let outcome = Self.outcome(result, hasProblems: !choice.problems(of: suite).isEmpty)
            format.write(
                text: ScoreboardText.text(
                    result, provenance,
                    style: reports.takeStandardOutput ? .plain : .ofStandardOutput),
                json: VerdictsReport.json(result, provenance, named: named), beside: reports)
            try write(result, named, to: reports, provenance, outcome)
            return outcome
        }
    }

    /// **Throws:** where the file cannot be read, or a line of it says nothing that is known.
    private func knownFailures(of suite: Suite) throws -> [KnownFailure] {
        guard let known else { return [] }
        guard Folder.fileExists(known) else {
            throw Failure(
                outcome: .badInput,
                message: "\(known): expected a file of known failures, got none")
        }
        let bytes = try WholeFile.read(known, byteCountMax: KnownFailures.byteCountMax)
        return try KnownFailures.read(bytes, file: known) { id in
            suite.scenarios.contains { $0.summary.id == id }
        }
    }

    /// **Throws:** ``Failure`` for a name that no guard of the systems has.
    private func chosenGuards() throws -> Guards {
        var guards = Guards.all
        for name in without {
            guard Systems.guards.contains(Guard(name)) else {
                throw Failure(
                    outcome: .usage,
                    message: "without: expected a guard's name "
                        + "('glyphlab attack mutate --list' names them), got \(name)")
            }
            guards = guards.without(Guard(name))
        }
        return guards
    }

    private func write(
        _ result: SuiteResult, _ named: NamedAttacks, to reports: ReportFiles,
        _ provenance: Provenance, _ outcome: Outcome
    ) throws {
        try reports.write { option in
            switch option {
            case "--junit": JUnitReport.text(result, provenance)
            case "--sarif":
                SARIFReport.json(result, provenance, exitCode: Int(outcome.rawValue)).prettyText
                    + "\n"
            case "--tap":
                TAPReport.text(
                    result, provenance,
                    version: TAPReport.Version(rawValue: tapVersion) ?? .thirteen)
            case "--svg": ScoreboardDrawing(result, named).svg
            default: PageReport.html(result, provenance, named: named)
            }
        }
        // Annotations are read only by GitHub's runners.
        if Machine.environment("GITHUB_ACTIONS") == "true" {
            StandardStreams.writeMessage(GitHubAnnotations.text(result))
        }
    }

    /// The worst outcome: a fault before a break, and a break before a missing result.
    private static func outcome(_ result: SuiteResult, hasProblems: Bool) -> Outcome {
        let unexpected = result.results.filter { !$0.isAsExpected && $0.knownReason == nil }
        let verdicts = unexpected.map(\.verdict)
        if verdicts.contains(.labFault) { return .labFault }
        // A hole that is gone is no worse for the system, but its scenario says otherwise.
        if verdicts.contains(.broken) || verdicts.contains(.held) { return .doesNotHold }
        if hasProblems { return .badInput }
        if verdicts.contains(.inconclusive) { return .inconclusive }
        return verdicts.contains(.notExercised) ? .notExercised : .holds
    }
}
