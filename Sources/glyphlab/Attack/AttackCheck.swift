import ArgumentParser
import Encodings
import Reports
import Scenarios
import Trials

struct AttackCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check scenario files without running them.",
        discussion: """
            Checks every member, name, range, grant, guard, oracle and entry, and names the place \
            of the first that is wrong in each file. Without a file it checks all scenarios of \
            the repository, and that each named attack has them or a reason. Ends with 65 where a \
            file is wrong.
            Example: glyphlab attack check Adversarial/scenarios/chain/LED-01.json
            """)

    @Argument(
        help: """
            Scenario files, or ids of scenarios; all scenarios of the repository where none is \
            given.
            """)
    var files: [String] = []

    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let house = try House.find().path
            let paths = try files.map {
                try ScenarioFile.path($0, house: house, systems: Systems.names)
            }
            let suite = try Suite(house: house, systems: Systems.listed)
            var checks = suite.problems.map { ScenarioChecks.Check(file: $0.file, $0.message) }
            if files.isEmpty {
                checks += suite.scenarios.map {
                    ScenarioChecks.Check(file: $0.summary.file, of: $0.summary, $0.stepCount)
                }
                if suite.problems.isEmpty,
                    let named = try NamedAttacks(house: house).check(in: suite)
                {
                    checks.append(named)
                }
            } else {
                checks = paths.map { file in
                    do {
                        let scenario = try ScenarioFile.read(file, for: suite)
                        return ScenarioChecks.Check(
                            file: file, of: scenario.summary, scenario.stepCount)
                    } catch let failure as Failure {
                        return ScenarioChecks.Check(file: file, failure.message)
                    } catch {
                        return ScenarioChecks.Check(file: file, "\(error)")
                    }
                }
            }
            let all = ScenarioChecks(
                checks.sorted { $0.file.utf8.lexicographicallyPrecedes($1.file.utf8) })
            format.write(text: all.text, json: all.json(ThisRun.provenance(threadCount: 1)))
            return all.problemCount == 0 ? .holds : .badInput
        }
    }
}
