import ArgumentParser
import Encodings
import Platform
import Reports
import Submissions
import Trials

struct AttackVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Recompute the verdict of a bundle of evidence, without the script.",
        discussion: """
            Plays the transcript and the shortest attack again in new systems, and the controls, \
            and compares all that the bundle states. The script's name and digest, its end by \
            itself, the machine, the build and the isolation are the judge's word alone. Ends \
            with 0 if all holds, 1 if something is otherwise, 2 for a verdict that nothing can \
            recompute (replays that differed, a fault of the lab), 65 if a byte of the bundle \
            was changed or it needs the adapter that it was judged with.
            Example: glyphlab attack verify evidence/old-version-published
            """)

    @Argument(help: "The bundle's folder.")
    var bundle: String

    @OptionGroup var adapter: AdapterOption
    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let input = try EvidenceInput(folder: bundle, adapter: adapter.command)
            let sessionCount = 4 + (input.bundle.result.minimisedRequestCount ?? 0)
            let progress = Progress("sessions", total: sessionCount)
            defer { progress.finish() }
            let verification = try BundleVerification(
                input.bundle, input.setup, suite: input.suite, onSession: progress.advance)
            progress.finish()
            format.write(
                text: Self.text(input.bundle, verification),
                json: Self.json(input.bundle, verification))
            if !verification.isRecomputable { return .inconclusive }
            return verification.holds ? .holds : .doesNotHold
        }
    }

    private static func text(
        _ bundle: EvidenceBundle, _ verification: BundleVerification
    ) -> String {
        var table = ColumnTable(titles: ["stated", "recomputed"])
        for check in verification.checks {
            table.add(
                check.name,
                cells: [
                    .init(Self.cut(check.stated)),
                    .init(check.holds ? "same" : Self.cut(check.found), check.holds ? .good : .bad),
                ])
        }
        let result = bundle.result
        return table.text(.ofStandardOutput)
            + "  \(subject(bundle)), "
            + "\(bundle.facts.profile.rawValue): \(result.verdict.rawValue)\n"
            + "  \(conclusion(verification))\n"
    }

    private static func subject(_ bundle: EvidenceBundle) -> String {
        let result = bundle.result
        guard !result.name.isEmpty else {
            return "\(cut(bundle.facts.script)), which declared nothing"
        }
        return "\(cut(result.name)) against \(cut(result.claim)) of \(cut(result.system))"
    }

    private static func conclusion(_ verification: BundleVerification) -> String {
        if verification.holds { return "verified" }
        return verification.isRecomputable
            ? "NOT verified"
            : "NOT verified: such a verdict is the word of the judge's machine"
    }

    private static func cut(_ text: String) -> String {
        let shown = MessageText.escaped(text).replacing("\n", with: "\\n")
        return shown.count > 60 ? shown.prefix(59) + "…" : shown
    }

    private static func json(
        _ bundle: EvidenceBundle, _ verification: BundleVerification
    ) -> JSONValue {
        .object([
            JSONMember("verified", .boolean(verification.holds)),
            JSONMember("verdict", .string(bundle.result.verdict.rawValue)),
            JSONMember(
                "checks",
                .array(
                    verification.checks.map { check in
                        .object([
                            JSONMember("name", .string(check.name)),
                            JSONMember("stated", .string(check.stated)),
                            JSONMember("found", .string(check.found)),
                            JSONMember("holds", .boolean(check.holds)),
                        ])
                    })),
            JSONMember("provenance", ThisRun.provenance().json),
        ])
    }
}
