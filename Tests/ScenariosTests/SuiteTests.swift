import AttackedSystems
import Encodings
import Foundation
import Scenarios
import TestSupport
import Testing
import Trials

@Suite("The suite and its root causes")
struct SuiteTests {
    @Test("A run of some scenarios lists the root causes that they show, and no others")
    func partial() throws {
        let suite = try Suite(house: Vectors.house.path, systems: AttackedSystems.all)
        let some = suite.scenarios.filter { ["TIM-01", "LED-36"].contains($0.summary.id) }
        let result = suite.run(
            some, profiles: [.published], seed: "0", threadCount: 1)
        let shown = some.flatMap { scenario in
            scenario.summary.holes.map { "\(scenario.summary.system) \($0)" }
        }
        #expect(!shown.isEmpty)
        #expect(Set(result.holes.map { "\($0.system) \($0.id)" }) == Set(shown))
        #expect(result.holes.count < suite.holes.count)
    }

    @Test("A root cause that no scenario shows is refused, as is one that is not listed")
    func orphan() throws {
        let suite = try Suite(house: Vectors.house.path, systems: AttackedSystems.all)
        let shows = try #require(suite.scenarios.first { !$0.summary.holes.isEmpty })
        let own = shows.summary.holes
        #expect(try Self.error(shows, own) == nil)
        #expect(try Self.error(shows, own + ["another"])?.place == "holes[\(own.count)]")
        #expect(try Self.error(shows, [])?.place == "holes")
    }

    /// Of a house with one scenario and these holes of its system.
    private static func error(_ scenario: Scenario, _ holes: [String]) throws -> ScenarioError? {
        let objects = holes.map { hole in
            JSONValue.object([
                JSONMember("id", .string(hole)),
                JSONMember("system", .string(scenario.summary.system)),
                JSONMember("title", .string("a cause")),
            ])
        }
        let document = JSONValue.object([JSONMember("holes", .array(objects))])
        let folder = try TemporaryFolder()
        let file = URL(filePath: folder.path).appending(path: scenario.summary.file)
        for other in AttackedSystems.names {
            try FileManager.default.createDirectory(
                atPath: "\(folder.path)/\(Suite.folder)/\(other)",
                withIntermediateDirectories: true)
        }
        try FileManager.default.copyItem(
            at: Vectors.house.appending(path: scenario.summary.file), to: file)
        try Data(document.prettyText.utf8).write(
            to: URL(filePath: "\(folder.path)/\(Suite.holesFile)"))
        do {
            _ = try Suite(house: folder.path, systems: AttackedSystems.all)
            return nil
        } catch let error as ScenarioError {
            return error
        }
    }
}
