import AttackedSystems
import Foundation
import Scenarios
import TestSupport
import Testing
import Trials

@Suite("A file of known failures")
struct KnownFailuresTests {
    private func read(_ text: String) throws -> [KnownFailure] {
        try KnownFailures.read(Array(text.utf8), file: "known.txt") {
            ["LED-01", "LED-02"].contains($0)
        }
    }

    @Test("Lines of an id, a profile and a reason are read; comments and empty lines are not")
    func reads() throws {
        let known = try read(
            "# ours\n\n  LED-01 hardened ticket 7: fails since May \r\nLED-01\tpublished  größer\n")
        #expect(
            known == [
                KnownFailure(id: "LED-01", profile: .hardened, reason: "ticket 7: fails since May"),
                KnownFailure(id: "LED-01", profile: .published, reason: "größer"),
            ])
        #expect(try read("") == [])
    }

    @Test(
        "A line of another form is refused by its number",
        arguments: [
            "LED-99 hardened x", "LED-01", "LED-01 both x", "LED-01 hardened", "LED-01 hardened ",
            "LED-02 hardened x\nLED-02 hardened y", "{\"LED-01\": 1}",
        ])
    func refused(text: String) {
        let line = "line \(text.split(separator: "\n").count + 1)"
        do {
            _ = try read("#\n" + text)
            Issue.record("\(text) was taken")
        } catch {
            #expect((error as? ScenarioError)?.place == line, "\(error)")
        }
    }

    @Test("Bytes that are no text are refused")
    func bytes() {
        #expect(throws: ScenarioError.self) {
            try KnownFailures.read([0xFF], file: "f") { _ in true }
        }
    }

    @Test("A known failure does not stop a run, an unknown one does, and what was left is counted")
    func stops() throws {
        let suite = try Suite(house: Vectors.house.path, systems: AttackedSystems.all)
        let some = suite.scenarios.filter { $0.summary.id.hasPrefix("LED-0") }.prefix(4)
        let one = try #require(some.first)
        let missing = try #require(one.expectation(.hardened)).guards.reduce(Guards.all) {
            $0.without($1)
        }
        func run(_ settings: Suite.RunSettings) -> SuiteResult {
            suite.run(
                Array(some), profiles: [.hardened], guards: missing, seed: "0",
                threadCount: 1, settings: settings)
        }
        let whole = run(Suite.RunSettings())
        let unexpected = whole.results.filter { !$0.isAsExpected }
        #expect(!unexpected.isEmpty && whole.results.count == some.count)
        let stopped = run(Suite.RunSettings(stopsAtUnexpected: true))
        let first = try #require(whole.results.firstIndex { !$0.isAsExpected })
        #expect(stopped.results.count == first + 1)
        #expect(stopped.notRunCount == some.count - first - 1)
        let known = unexpected.map {
            KnownFailure(id: $0.scenario.id, profile: .hardened, reason: "without its guard")
        }
        let accepted = run(
            Suite.RunSettings(knownFailures: known, stopsAtUnexpected: true))
        #expect(accepted.results.count == some.count && accepted.notRunCount == 0)
        #expect(accepted.results.count { $0.knownReason != nil } == unexpected.count)
    }
}
