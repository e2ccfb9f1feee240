import ArgumentParser
import Conformance
import Reports
import Scenarios
import Trials

struct SystemList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the systems under test: rules, rooms, attacks and vectors of each.",
        discussion: "Example: glyphlab system list")

    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let suite = try Suite(house: House.find().path, systems: Systems.listed)
            let report = SystemsReport(
                SystemUnderTest.allCases.map { system in
                    SystemDescription(
                        name: system.rawValue, title: system.title, profiles: Profile.allCases,
                        rooms: system.rooms,
                        scenarioCount: suite.scenarios.count {
                            $0.summary.system == system.rawValue
                        },
                        vectorForms: system.suite(.none).judges.map(\.name),
                        commands: system.commands)
                })
            format.write(text: report.text(.ofStandardOutput), json: report.json)
            return .holds
        }
    }
}
