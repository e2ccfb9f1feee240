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

    private static func text(_ scenarios: [Scenario]) -> String {
        var table = ColumnTable(titles: ["system", "entry", "published", "hardened", "title"])
        for scenario in scenarios {
            let summary = scenario.summary
            table.add(
                summary.id,
                [
                    summary.system, summary.entry.name, verdict(scenario, .published),
                    verdict(scenario, .hardened), summary.title,
                ])
        }
        return table.text
            + "  \(scenarios.count) \(scenarios.count == 1 ? "scenario" : "scenarios")\n"
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
