import ArgumentParser
import Encodings
import Reports
import Scenarios
import Trials

struct AttackMutate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mutate",
        abstract: "Disable one guard after the other and check that the suite turns red.",
        discussion: """
            For each guard of each system and profile, the scenarios that name it are run without \
            it, until one is broken. "broken" says that nothing else stood behind the guard, \
            "not_exercised" that another did. The exit code is 0 if every guard was missed, \
            70 for a fault of the lab. With --list no scenario is run, and the guards are named.
            Example: glyphlab attack mutate --system chain
            Example: glyphlab attack mutate --guard balance
            """)

    @Option(help: "Only the guards of this system: \(Systems.names.joined(separator: " or ")).")
    var system: String?

    @Option(help: "Only the guards of this name (repeatable).")
    var `guard`: [String] = []

    @Flag(help: "Name the guards of each system and profile, and run nothing.")
    var list = false

    @OptionGroup var seed: SeedOption

    @OptionGroup var threads: ThreadsOption
    @OptionGroup var format: FormatOption

    func validate() throws {
        if let system, !Systems.names.contains(system) {
            throw ValidationError(
                "system: expected \(Systems.names.joined(separator: " or ")), got \(system)")
        }
    }

    func run() throws {
        try Outcome.ending {
            let house = try House.find()
            let model = try EmbeddedModel.loaded(in: house)
            let suite = try Suite(house: house.path, systems: Systems.all(model: model))
            let systems = system.map { [$0] } ?? Systems.names
            let mutants = MutationTable.mutants(suite, systems: systems, guards: `guard`)
            for name in `guard` where !mutants.contains(where: { $0.missing.name == name }) {
                throw Failure(
                    outcome: .usage,
                    message: "guard: expected a guard of \(systems.joined(separator: " or ")) "
                        + "('glyphlab attack mutate --list' names them), got \(name)")
            }
            if list {
                format.write(text: Self.names(mutants), json: Self.json(mutants))
                return .holds
            }
            let progress = Progress("guards", total: mutants.count)
            defer { progress.finish() }
            let table = MutationTable(
                suite, mutants, seed: seed.digits, threadCount: threads.count,
                onRow: progress.advance)
            progress.finish()
            format.write(
                text: Self.text(table),
                json: Self.json(table, ThisRun.provenance(threadCount: threads.count)))
            if table.rows.contains(where: { $0.verdict == .labFault }) { return .labFault }
            return table.rows.allSatisfy(\.isRed) ? .holds : .doesNotHold
        }
    }

    /// A line for each guard: "chain hardened balance".
    private static func names(_ mutants: [MutationTable.Mutant]) -> String {
        mutants.map { "\($0.system) \($0.profile.rawValue) \($0.missing.name)\n" }.joined()
    }

    private static func json(_ mutants: [MutationTable.Mutant]) -> JSONValue {
        .object([
            JSONMember(
                "guards",
                .array(
                    mutants.map { mutant in
                        .object([
                            JSONMember("guard", .string(mutant.missing.name)),
                            JSONMember("system", .string(mutant.system)),
                            JSONMember("profile", .string(mutant.profile.rawValue)),
                        ])
                    }))
        ])
    }

    private static func text(_ table: MutationTable) -> String {
        var columns = ColumnTable(titles: ["system", "profile", "scenario", "verdict without it"])
        for row in table.rows {
            columns.add(
                row.without.name,
                cells: [
                    .init(row.system), .init(row.profile.rawValue), .init(row.scenario ?? "none"),
                    // Here a guard that nobody missed is the bad news.
                    .init(
                        row.verdict?.rawValue ?? "nothing names it", row.isRed ? .good : .bad),
                ])
        }
        let (red, broken) = (table.rows.count(where: \.isRed), table.rows.count(where: \.isBroken))
        return columns.text(.ofStandardOutput)
            + "  \(table.rows.count) guards taken out, \(red) turned red, "
            + "\(broken) of them broken\n"
    }

    private static func json(
        _ table: MutationTable, _ provenance: Provenance
    ) -> JSONValue {
        .object([
            JSONMember(
                "mutations",
                .array(
                    table.rows.map { row in
                        .object([
                            JSONMember("guard", .string(row.without.name)),
                            JSONMember("system", .string(row.system)),
                            JSONMember("profile", .string(row.profile.rawValue)),
                            JSONMember("scenario", row.scenario.map { .string($0) } ?? .null),
                            JSONMember(
                                "verdict", row.verdict.map { .string($0.rawValue) } ?? .null),
                            JSONMember("evidence", .string(row.evidence)),
                            JSONMember("red", .boolean(row.isRed)),
                        ])
                    })),
            JSONMember("provenance", provenance.json),
        ])
    }
}
