import ArgumentParser
import Encodings
import Reports
import Scenarios
import Trials

struct AttackList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "The scenarios, a line each.",
        discussion: "Example: glyphlab attack list --claim LED")

    @OptionGroup var choice: ScenarioChoice
    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let suite = try Suite(house: House.find().path)
            let scenarios = try choice.chosen(from: suite)
            format.write(text: Self.text(scenarios), json: Self.json(scenarios))
            return choice.problems(of: suite).isEmpty ? .holds : .badInput
        }
    }

    private static let wideColumnsMin = 80

    private static func text(_ scenarios: [Scenario]) -> String {
        // Without the entries, a narrow terminal shows some of each title.
        let hasEntries = (TextStyle.ofStandardOutput.columns ?? .max) >= wideColumnsMin
        var table = ColumnTable(
            titles: ["system"] + (hasEntries ? ["entry"] : [])
                + ["published", "hardened", "title"])
        for scenario in scenarios {
            let summary = scenario.summary
            let entry: [ColumnTable.Cell] = hasEntries ? [.init(summary.entry.name)] : []
            table.add(
                summary.id,
                cells: [.init(summary.system)] + entry + [
                    cell(scenario, .published), cell(scenario, .hardened), .init(summary.title),
                ])
        }
        return table.text(.ofStandardOutput)
            + "  \(scenarios.count) \(scenarios.count == 1 ? "scenario" : "scenarios")\n"
    }

    private static func cell(_ scenario: Scenario, _ profile: Profile) -> ColumnTable.Cell {
        .init(verdict(scenario, profile), .init(scenario.expectation(profile).verdict))
    }

    private static func verdict(_ scenario: Scenario, _ profile: Profile) -> String {
        scenario.expectation(profile).verdict.rawValue
    }

    private static func json(_ scenarios: [Scenario]) -> JSONValue {
        .object([
            JSONMember(
                "scenarios",
                .array(
                    scenarios.map { scenario in
                        let summary = scenario.summary
                        return .object([
                            JSONMember("id", .string(summary.id)),
                            JSONMember("system", .string(summary.system)),
                            JSONMember("claim", .string(summary.claim.rawValue)),
                            JSONMember("severity", .string(summary.severity.rawValue)),
                            JSONMember("entry", .string(summary.entry.name)),
                            JSONMember("oracle", .string(summary.oracle)),
                            JSONMember("title", .string(summary.title)),
                            JSONMember("published", .string(verdict(scenario, .published))),
                            JSONMember("hardened", .string(verdict(scenario, .hardened))),
                            JSONMember("holes", .array(summary.holes.map { .string($0) })),
                            JSONMember("file", .string(summary.file)),
                        ])
                    }))
        ])
    }
}
