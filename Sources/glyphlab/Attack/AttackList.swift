import ArgumentParser
import Reports
import Scenarios
import Trials

struct AttackList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the scenarios, one on each line.",
        discussion: "Example: glyphlab attack list --claim LED")

    @OptionGroup var choice: ScenarioChoice
    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let suite = try Suite(house: House.find().path, systems: Systems.listed)
            let scenarios = try choice.chosen(from: suite)
            let list = ScenarioList(
                scenarios.map { scenario in
                    ScenarioList.Row(
                        summary: scenario.summary,
                        verdicts: Profile.allCases.map { scenario.expectation($0)?.verdict })
                })
            format.write(text: list.text(.ofStandardOutput), json: list.json)
            return choice.problems(of: suite).isEmpty ? .holds : .badInput
        }
    }
}
