import ArgumentParser
import Platform
import Scenarios
import Trials

/// The choice of scenarios: without any argument all of them; otherwise those, of the repository or
/// of files, that meet every filter.
struct ScenarioChoice: ParsableArguments {
    @Argument(
        help: """
            Ids of scenarios, with * for any text, such as 'LED-*', or files of your own, such as \
            ./mine.json; by default all scenarios of the repository.
            """)
    var ids: [String] = []

    @Option(help: "Only scenarios of this system: \(Systems.names.joined(separator: " or ")).")
    var system: String?

    @Option(help: "Only scenarios of this claim, such as LED (repeatable).")
    var claim: [String] = []

    @Option(
        help: """
            Only scenarios of this severity (repeatable): \
            \(Severity.allCases.map(\.rawValue).joined(separator: ", ")).
            """)
    var severity: [String] = []

    @Option(help: "Only scenarios with this text in id or title, in upper or lower case.")
    var match: String?

    @Option(help: "No scenario with this id, in which * stands for any text (repeatable).")
    var exclude: [String] = []

    func validate() throws {
        try Self.expect("system", system.map { [$0] } ?? [], oneOf: Systems.names)
        try Self.expect("claim", claim, oneOf: Claim.allCases.map(\.rawValue))
        try Self.expect("severity", severity, oneOf: Severity.allCases.map(\.rawValue))
    }

    private var patterns: [String] { ids.filter { !ScenarioFile.isMeant(by: $0) } }
    private var files: [String] { ids.filter(ScenarioFile.isMeant) }

    private static func expect(
        _ option: String, _ values: [String], oneOf names: [String]
    ) throws {
        for value in values where !names.contains(value) {
            throw ValidationError(
                "\(option): expected one of \(names.joined(separator: ", ")), got \(value)")
        }
    }

    /// Whether a scenario of the repository with this id can be among the chosen.
    private func isMeant(id: String) -> Bool {
        (ids.isEmpty || patterns.contains { Wildcard($0).matches(id) }) && !isExcluded(id: id)
    }

    private func isExcluded(id: String) -> Bool {
        exclude.contains { Wildcard($0).matches(id) }
    }

    /// Whether a scenario, of the repository or of a file, meets every filter that is given.
    private func passesFilters(_ scenario: Scenario) -> Bool {
        let summary = scenario.summary
        return !isExcluded(id: summary.id) && (system == nil || system == summary.system)
            && (claim.isEmpty || claim.contains(summary.claim.rawValue))
            && (severity.isEmpty || severity.contains(summary.severity.rawValue))
            && (match.map { text in
                [summary.id, summary.title].contains {
                    $0.lowercased().contains(text.lowercased())
                }
            } ?? true)
    }

    /// The scenarios that are meant; tells the problems of files that may be among them.
    ///
    /// **Throws:** ``Failure`` for an id or a pattern that no scenario has, and where nothing is
    /// left to choose; ``ScenarioError`` for a file that is wrong.
    func chosen(from suite: Suite) throws -> [Scenario] {
        for problem in problems(of: suite) {
            StandardStreams.writeMessage("glyphlab: \(problem.message)\n")
        }
        let own = try files.map { try ScenarioFile.read($0, for: suite) }
        for pattern in patterns + exclude {
            let wildcard = Wildcard(pattern)
            // A file of one's own is never found by its id, but can be excluded by it.
            let candidates = suite.scenarios + (patterns.contains(pattern) ? [] : own)
            guard candidates.contains(where: { wildcard.matches($0.summary.id) }) else {
                let isSpoiled = suite.problems.contains { wildcard.matches(Self.id(of: $0)) }
                throw Failure(
                    outcome: isSpoiled ? .badInput : .usage,
                    message: isSpoiled
                        ? "\(pattern): its file cannot be used"
                        : "expected the id of a scenario ('glyphlab attack list'), got \(pattern)")
            }
        }
        let scenarios = (suite.scenarios.filter { isMeant(id: $0.summary.id) } + own)
            .filter(passesFilters)
        guard !scenarios.isEmpty else {
            throw Failure(
                outcome: problems(of: suite).isEmpty ? .notExercised : .badInput,
                message: "no scenario is of that choice")
        }
        return scenarios
    }

    /// The problems of files that may be among the chosen: a file's name is its scenario's id.
    func problems(of suite: Suite) -> [Suite.Problem] {
        suite.problems.filter { isMeant(id: Self.id(of: $0)) }
    }

    private static func id(of problem: Suite.Problem) -> String {
        let name = problem.file.split(separator: "/").last ?? ""
        return String(name.hasSuffix(".json") ? name.dropLast(".json".count) : name)
    }
}

/// A text in which `*` stands for any text.
struct Wildcard {
    private let parts: [Substring]

    init(_ pattern: String) {
        parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
    }

    func matches(_ text: String) -> Bool {
        guard let first = parts.first, let last = parts.last, parts.count > 1 else {
            return parts.first.map { $0 == text } ?? text.isEmpty
        }
        guard text.hasPrefix(first), text.hasSuffix(last), text.count >= first.count + last.count
        else { return false }
        var rest = text.dropFirst(first.count).dropLast(last.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }
}
