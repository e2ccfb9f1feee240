import ArgumentParser
import Encodings
import ExternalNodes
import Platform
import Reports
import Sandboxes
import Scenarios
import Submissions
import Trials

struct AttackJudge: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge",
        abstract: "Run a stranger's attack script in a sandbox and judge it.",
        discussion: """
            The script talks attack/1 over its standard input and output \
            (Adversarial/PROTOCOL.md). It is run under both sets of rules; a break is replayed \
            without it in three new systems, made as short as possible, and kept as a bundle of \
            evidence that 'attack verify' checks. Ends with 0 if every verdict is the one that the \
            script declares, 1 if a claim is broken or a verdict is another, 2 if a break did not \
            happen in every replay, 3 if no guard was met or no isolation can be had, 65 for an \
            invalid submission, 70 for a fault of the lab.
            Example: glyphlab attack judge Adversarial/scripts/chain/old-version.py
            """)

    @Argument(help: "Scripts: .py, .pl, .js, .sh, or programs that run by themselves.")
    var scripts: [String] = []

    @Flag(
        help: """
            Judge all scripts below Adversarial/scripts: those of the embedded systems or, with \
            --adapter, those of external nodes.
            """)
    var all = false

    @Option(help: "The rules: published, hardened or both.")
    var profile = ProfileChoice.both

    @Option(help: "The claim to judge by; a script that declares another is refused.")
    var claim: String?

    @Option(help: "The master seed, 64 lower-case hex digits; by default a fresh one each time.")
    var seed: String?

    @Option(
        help: """
            The weakest isolation that will do: \
            \(IsolationLevel.allCases.reversed().map(\.rawValue).joined(separator: ", ")).
            """)
    var requireIsolation: String?

    @Flag(
        help: """
            Run the scripts even where nothing isolates them: they can do all that you can.
            """)
    var trustScripts = false

    @Option(
        help: """
            A folder for the evidence of every judgement; by default that of breaks is kept in \
            the folder evidence.
            """)
    var out: String?

    @OptionGroup var adapter: AdapterOption

    @Option(help: "Sessions that may be played to make a break shorter, up to 5000.")
    var minimise = 500

    @Option(name: .customLong("junit"), help: "Write JUnit XML to this file.")
    var junit: String?

    @Option(name: .customLong("sarif"), help: "Write SARIF 2.1.0 to this file.")
    var sarif: String?

    @Option(name: .customLong("tap"), help: "Write TAP to this file.")
    var tap: String?

    @Option(
        name: .customLong("html"),
        help: "Write an HTML page, which needs no other file, to this file.")
    var html: String?

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard all != !scripts.isEmpty else {
            throw ValidationError("expected scripts or --all, got \(all ? "both" : "neither")")
        }
        if let claim, Claim(rawValue: claim) == nil {
            let claims = Claim.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("claim: expected one of \(claims), got \(claim)")
        }
        if let requireIsolation, IsolationLevel(rawValue: requireIsolation) == nil {
            let levels = IsolationLevel.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError(
                "require-isolation: expected one of \(levels), got \(requireIsolation)")
        }
        guard (0...Minimiser.executionCountMax).contains(minimise) else {
            throw ValidationError(
                "minimise: expected 0 to \(Minimiser.executionCountMax), got \(minimise)")
        }
    }

    func run() throws {
        try Outcome.ending {
            let reports = try ReportFiles(
                [("--junit", junit), ("--sarif", sarif), ("--tap", tap), ("--html", html)],
                format: format.format, inputs: scripts)
            let house = try House.find()
            let level = try level()
            let paths = all ? collection(of: house) : scripts
            let model = try EmbeddedModel.loaded(in: house)
            let judging = ScriptJudging(
                house: house, model: model,
                target: try ScriptTarget(adapter: adapter.command, model: model),
                suite: try Suite(house: house.path, systems: Systems.all(model: model)),
                level: level, claim: claim.flatMap(Claim.init(rawValue:)),
                seed: try seed.map(JudgeSeed.seeds), minimisationBudget: minimise, out: out)
            for path in paths { try judging.check(path) }
            let progress = Progress("scripts", total: paths.count * profile.profiles.count)
            defer { progress.finish() }
            var found: [ScriptReport] = []
            for path in paths {
                for profile in profile.profiles {
                    found.append(try judging.report(on: path, profile))
                    if all { progress.advance() }
                }
            }
            progress.finish()
            let outcome = Self.outcome(found)
            try write(ScriptReports(found), reports, outcome)
            return outcome
        }
    }

    private func collection(of house: House) -> [String] {
        let folder = Folder.path(house.path, "Adversarial/scripts")
        let isExternal = adapter.command != nil
        let systems = Folder.names(in: folder).sorted().filter {
            ($0 == ExternalTrials.systemName) == isExternal
        }
        return systems.flatMap { system in
            let path = Folder.path(folder, system)
            return Folder.names(in: path).sorted().map { Folder.path(path, $0) }
                .filter { Folder.fileExists($0) }
        }
    }

    /// The strongest level that works here, if that will do.
    private func level() throws -> IsolationLevel {
        let isolation = Isolation.detected()
        let asked = requireIsolation.flatMap(IsolationLevel.init(rawValue:))
        let weakest = asked ?? (trustScripts ? .limits : .landlock)
        guard let strongest = isolation.strongest, strongest >= weakest,
            strongest > .limits || trustScripts
        else {
            throw Failure(
                outcome: .notExercised,
                message: "isolation: expected \(weakest.rawValue) or stronger, got "
                    + "\(isolation.strongest?.rawValue ?? "none"); 'glyphlab doctor' tells why, "
                    + "and --trust-scripts names the risk of doing without")
        }
        return strongest
    }

    private func write(
        _ found: ScriptReports, _ reports: ReportFiles, _ outcome: Outcome
    ) throws {
        let provenance = ThisRun.provenance()
        format.write(
            text: found.text(reports.takeStandardOutput ? .plain : .ofStandardOutput),
            json: found.json(provenance), beside: reports)
        try reports.write { option in
            switch option {
            case "--junit": JUnitReport.text(found.suite, provenance)
            case "--sarif":
                SARIFReport.json(found.suite, provenance, exitCode: Int(outcome.rawValue))
                    .prettyText + "\n"
            case "--tap": TAPReport.text(found.suite, provenance, version: .thirteen)
            default: PageReport.html(found.suite, provenance)
            }
        }
        // Annotations are read only by GitHub's runners.
        if Machine.environment("GITHUB_ACTIONS") == "true" {
            StandardStreams.writeMessage(GitHubAnnotations.text(found.suite))
        }
    }

    /// The worst outcome of those that are not as declared.
    private static func outcome(_ reports: [ScriptReport]) -> Outcome {
        let verdicts = reports.filter { !$0.isExpected }.map(\.judged.verdict)
        if reports.contains(where: { $0.judged.verdict == .labFault }) { return .labFault }
        if verdicts.contains(.broken) || verdicts.contains(.held) { return .doesNotHold }
        if verdicts.contains(.invalidSubmission) { return .badInput }
        if verdicts.contains(.inconclusive) { return .inconclusive }
        return verdicts.contains(.notExercised) ? .notExercised : .holds
    }
}
