import ArgumentParser
import Platform
import Scenarios
import Submissions

struct AttackMinimise: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "minimise",
        abstract: "Go on making the attack in a bundle of evidence shorter.",
        discussion: """
            'attack judge' stops after the sessions that --minimise allows; this goes on where it \
            stopped, as often as you like. The script's own transcript stays in the bundle. Ends \
            with 0 if no request can be left out any more, 2 if some perhaps can.
            Example: glyphlab attack minimise evidence/old-version-published --sessions 5000
            """)

    @Argument(help: "The bundle's folder.")
    var bundle: String

    @Option(help: "Sessions that may be played, up to 5000.")
    var sessions = 1_000

    @OptionGroup var adapter: AdapterOption

    func validate() throws {
        guard (1...Minimiser.executionCountMax).contains(sessions) else {
            throw ValidationError(
                "sessions: expected 1 to \(Minimiser.executionCountMax), got \(sessions)")
        }
    }

    func run() throws {
        try Outcome.ending {
            let input = try EvidenceInput(folder: bundle, adapter: adapter.command)
            let before = input.bundle.result
            let progress = Progress("sessions", total: before.executionCount + sessions)
            defer { progress.finish() }
            let shorter = try input.bundle.minimisedFurther(
                in: bundle, input.setup, budget: sessions, onExecution: progress.set)
            progress.finish()
            let after = shorter.result
            if after != before { try shorter.replace(at: bundle) }
            let count = after.minimisedRequestCount ?? 0
            StandardStreams.writeResult(
                "\(bundle): \(count) of \(before.requestCount) requests, before "
                    + "\(before.minimisedRequestCount ?? 0); "
                    + (after.isMinimal ? "none can be left out" : "perhaps not all are needed")
                    + "; \(after.executionCount) sessions tried\n")
            return after.isMinimal ? .holds : .inconclusive
        }
    }
}
