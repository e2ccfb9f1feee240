import ArgumentParser
import Platform
import Scenarios
import Trials

/// Which scenarios are meant. What is left out chooses all; what is given must all be true.
struct ScenarioChoice: ParsableArguments {
    @Argument(
        help: """
            Ids of scenarios, with * for any text, such as 'LED-*', or files of your own, such as \
            ./mine.json; all scenarios where none is given.
            """)
    var ids: [String] = []

    @Option(help: "Only those on a system: \(Systems.names.joined(separator: " or ")).")
    var system: String?

    @Option(help: "Only those of a claim, such as LED (repeatable).")
    var claim: [String] = []

    @Option(
        help: """
            Only those of a severity: \(Severity.allCases.map(\.rawValue).joined(separator: ", ")) \
            (repeatable).
            """)
    var severity: [String] = []

    @Option(help: "Only those with this text in id or title, in any case.")
    var match: String?

    @Option(help: "None with this id, in which * is any text (repeatable).")
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

    /// Whether a scenario of this id can be meant.
    private func isMeant(id: String) -> Bool {
        (ids.isEmpty || patterns.contains { Wildcard($0).matches(id) })
            && !exclude.contains { Wildcard($0).matches(id) }
    }

    private func isMeant(_ scenario: Scenario) -> Bool {
        let summary = scenario.summary
        return isMeant(id: summary.id) && (system == nil || system == summary.system)
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
        for pattern in patterns + exclude {
            let wildcard = Wildcard(pattern)
            guard suite.scenarios.contains(where: { wildcard.matches($0.summary.id) }) else {
                let isSpoiled = suite.problems.contains { wildcard.matches(Self.id(of: $0)) }
                throw Failure(
                    outcome: isSpoiled ? .badInput : .usage,
                    message: isSpoiled
                        ? "\(pattern): its file cannot be used"
                        : "expected the id of a scenario ('glyphlab attack list'), got \(pattern)")
            }
        }
        let scenarios =
            try suite.scenarios.filter(isMeant)
            + files.map { try ScenarioFile.read($0, for: suite) }
        guard !scenarios.isEmpty else {
            throw Failure(
                outcome: problems(of: suite).isEmpty ? .notExercised : .badInput,
                message: "no scenario is of that choice")
        }
        return scenarios
    }

    /// Those of files that may be among the chosen: a file's name is its scenario's id.
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
