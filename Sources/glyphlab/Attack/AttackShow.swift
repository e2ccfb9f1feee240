import ArgumentParser
import Encodings
import Platform
import Reports
import Scenarios
import Trials

struct AttackShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a scenario's file: the attack, the expected verdicts and the steps.",
        discussion: """
            With --events it is run, and every event is printed. A file's name instead of an id, \
            with --canonical, prints the file in the one form that scenarios have.
            Example: glyphlab attack show LED-01 --events
            """)

    @Argument(help: "The scenario's id.")
    var id: String

    @Flag(help: "Run it under both sets of rules and print every event.")
    var events = false

    @Flag(help: "Print a file in the one form that scenarios have.")
    var canonical = false

    @OptionGroup var seed: SeedOption

    func run() throws {
        try Outcome.ending {
            if canonical { return try printCanonical() }
            let house = try House.find()
            let systems =
                events ? Systems.all(model: try EmbeddedModel.loaded(in: house)) : Systems.listed
            let suite = try Suite(house: house.path, systems: systems)
            guard let scenario = suite.scenarios.first(where: { $0.summary.id == id }) else {
                if let problem = suite.problems.first(where: { $0.file.hasSuffix("/\(id).json") }) {
                    throw Failure(outcome: .badInput, message: problem.message)
                }
                throw Failure(
                    outcome: .usage,
                    message: "expected the id of a scenario ('glyphlab attack list'), got \(id)")
            }
            let file = "\(house.path)/\(scenario.summary.file)"
            let bytes = try WholeFile.read(file, byteCountMax: Scenario.byteCountMax)
            StandardStreams.writeResult(String(decoding: bytes, as: UTF8.self))
            guard events else { return .holds }
            let result = suite.run(
                [scenario], profiles: Profile.allCases, seed: seed.digits, threadCount: 1)
            for trial in result.results {
                StandardStreams.writeResult(TrialText.text(trial, style: .ofStandardOutput))
            }
            return result.results.allSatisfy(\.isAsExpected) ? .holds : .doesNotHold
        }
    }

    private func printCanonical() throws -> Outcome {
        let bytes = try InputFile.bytes(id, byteCountMax: Scenario.byteCountMax)
        do {
            let value = try JSONParser.parse(bytes, byteCountMax: Scenario.byteCountMax)
            StandardStreams.writeResult(value.prettyText + "\n")
        } catch {
            throw Failure(outcome: .badInput, message: "\(id): \(error)")
        }
        return .holds
    }
}
