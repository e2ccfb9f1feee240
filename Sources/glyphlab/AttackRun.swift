import ArgumentParser
import Encodings
import Platform
import Reports
import Scenarios
import Trials

struct AttackRun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run scenarios and tell their verdicts.",
        discussion: """
            Each scenario is run under both sets of rules; a break is told only where it happens \
            again. The exit code is 0 where every verdict is the one that its scenario expects, \
            1 where one is not, 2 where one is inconclusive, 3 where a guard was never reached, 70 \
            for a fault of the lab itself; of several, the one that says least for the system. \
            Files are written whole. In GitHub's runners, surprises become annotations.
            Example: glyphlab attack run --junit attacks.xml --html attacks.html
            """)

    @OptionGroup var choice: ScenarioChoice

    @Option(help: "Under whose rules: published, hardened or both.")
    var profile = ProfileChoice.both

    @Option(help: "What everything random follows from: up to 64 hex digits.")
    var seed = "0"

    @Option(
        help: """
            A guard to take out of the system first: what it stopped should get through, so \
            that verdicts turn red.
            """)
    var without: [String] = []

    @OptionGroup var threads: ThreadsOption

    @Option(name: .customLong("junit"), help: "A file for JUnit XML.")
    var junit: String?

    @Option(name: .customLong("sarif"), help: "A file for SARIF 2.1.0.")
    var sarif: String?

    @Option(name: .customLong("tap"), help: "A file for TAP 14.")
    var tap: String?

    @Option(name: .customLong("html"), help: "A file for a page that stands alone.")
    var html: String?

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard seed.wholeMatch(of: /[0-9a-f]{1,64}/) != nil else {
            throw ValidationError("seed: expected 1 to 64 lower-case hex digits, got \(seed)")
        }
    }

    func run() throws {
        try Outcome.ending {
            let house = try House.find()
            let suite = try Suite(house: house.path)
            let scenarios = try choice.chosen(from: suite)
            guard !scenarios.isEmpty else {
                throw Failure(
                    outcome: .notExercised, message: "no scenario is on that system and claim")
            }
            let guards = try guards(of: scenarios)
            let model = try EmbeddedModel.loaded(
                in: house, measuresCosts: scenarios.contains(where: \.measuresCosts))
            let profiles = profile.profiles
            let progress = Progress("trials", total: scenarios.count * profiles.count)
            defer { progress.finish() }
            let result = suite.run(
                scenarios, profiles: profiles, guards: guards, model: model, seed: seed,
                threadCount: threads.count, onTrial: progress.advance)
            progress.finish()
            try write(result)
            format.write(text: ScoreboardText.text(result), json: VerdictsReport.json(result))
            return Self.outcome(result)
        }
    }

    /// **Throws:** ``Failure`` for a name that no guard of the systems has.
    private func guards(of scenarios: [Scenario]) throws -> Guards {
        var guards = Guards.all
        let known = Suite.systems.flatMap { system in
            Profile.allCases.flatMap { Suite.guards(of: system, $0) }
        }
        for name in without {
            guard known.contains(Guard(name)) else {
                throw Failure(
                    outcome: .usage,
                    message: "without: expected a guard's name "
                        + "('glyphlab attack mutate' lists them), got \(name)")
            }
            guards = guards.without(Guard(name))
        }
        return guards
    }

    private func write(_ result: SuiteResult) throws {
        let files: [(path: String?, text: () -> String)] = [
            (junit, { JUnitReport.text(result) }),
            (sarif, { SARIFReport.json(result).prettyText + "\n" }),
            (tap, { TAPReport.text(result) }),
            (html, { PageReport.html(result) }),
        ]
        for (path, text) in files {
            if let path { try WholeFile.write(Array(text().utf8), to: path) }
        }
        // Only there does anybody read them.
        if Machine.environment("GITHUB_ACTIONS") == "true" {
            StandardStreams.writeMessage(GitHubAnnotations.text(result))
        }
    }

    /// The worst of all: a fault before a break, and that before what was not shown.
    private static func outcome(_ result: SuiteResult) -> Outcome {
        let surprises = result.results.filter { !$0.isAsExpected }.map(\.verdict)
        if surprises.contains(.labFault) { return .labFault }
        if surprises.contains(.broken) { return .doesNotHold }
        if surprises.contains(.inconclusive) { return .inconclusive }
        if surprises.contains(.notExercised) { return .notExercised }
        // A hole that is gone is no worse for the system, but its scenario says otherwise.
        return surprises.isEmpty ? .holds : .doesNotHold
    }
}
