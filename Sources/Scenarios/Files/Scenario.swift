internal import Encodings
package import Trials

/// An attack as its file has it: the claim that it tries, the attacker's powers, its steps, and the
/// verdict that is expected under each set of rules.
package struct Scenario: Sendable {
    /// The outcome that one profile must show.
    package struct Expectation: Sendable, Equatable {
        package let verdict: Verdict
        /// All of these must fire.
        package let guards: [Guard]
    }

    package let summary: ScenarioSummary
    package let assumptions: Assumptions
    /// Nodes of the system, 1 to ``nodeCountMax``.
    package let nodeCount: Int
    /// A text that makes its actors differ from those of other scenarios; nil where they may be the
    /// same, so that a common beginning of scenarios is the same, too.
    package let seed: String?
    /// The seed of the trial that the steps were recorded in, 64 hex digits; nil for steps that
    /// somebody wrote. Such steps follow on the honest use that the script found.
    package let recordedSeed: String?
    private let expectations: PerProfile<Expectation?>
    /// The most that the attack may cost the system, by the counter's name; empty where no counter
    /// is asked.
    package let budget: [(counter: String, countMax: Int)]
    let program: any TrialProgram

    package static let schema = "attack/1"
    package static let byteCountMax = 1 << 18
    package static let nodeCountMax = 16
    private static let stepCountMax = 500

    package var stepCount: Int { program.stepCount }

    /// The outcome that a profile must show; nil where the attack is on the other profile alone,
    /// which has something that this one lacks.
    package func expectation(_ profile: Profile) -> Expectation? {
        expectations[profile]
    }

    /// Those that it is tried under.
    package var profiles: [Profile] { Profile.allCases.filter { expectations[$0] != nil } }

    /// Whether it is broken by a root cause.
    package func shows(_ hole: Hole) -> Bool {
        summary.system == hole.system && summary.holes.contains(hole.id)
    }

    /// - Parameters:
    ///   - json: the file's bytes.
    ///   - file: how it is called, below the house.
    ///   - isPlaced: whether it must lie where its system and id say.
    ///   - systems: those that can be attacked; the file names one.
    /// **Throws:** ``ScenarioError``.
    package init(
        json: [UInt8], file: String, isPlaced: Bool = true, systems: [any SystemTrials]
    ) throws(ScenarioError) {
        let value: JSONValue
        do {
            value = try JSONParser.parse(json, byteCountMax: Self.byteCountMax)
        } catch {
            throw ScenarioError(file: file, place: "", expected: "strict JSON", got: "\(error)")
        }
        guard Array((value.prettyText + "\n").utf8) == json else {
            throw ScenarioError(
                file: file, place: "",
                expected: "the canonical form that "
                    + "'glyphlab attack format' writes", got: "another spelling of it")
        }
        var object = try StrictObject(value, file: file, place: "")
        let schema = try object.text("schema")
        guard schema == Self.schema else {
            throw object.wrong("schema", "\"\(Self.schema)\"", "\"\(schema)\"")
        }
        let summary = try Self.summary(&object, file, isPlaced: isPlaced)
        self.summary = summary
        var assumes = try object.object("assumes")
        assumptions = try Assumptions(&assumes)
        guard let system = systems.first(where: { $0.name == summary.system }) else {
            throw object.wrong(
                "system", "one of \(systems.map(\.name).joined(separator: ", "))", summary.system)
        }
        guard system.oracles.contains(summary.oracle) else {
            throw object.wrong(
                "oracle", "one of \(system.oracles.joined(separator: ", "))", summary.oracle)
        }
        seed = try object.optionalText("seed")
        recordedSeed = try Self.recordedSeed(&object)
        budget = try Self.budget(&object)
        var expect = try object.object("expect")
        expectations = try PerProfile { profile throws(ScenarioError) in
            try Self.expectation(&expect, profile)
        }
        try expect.finish()
        try Self.check(expectations, of: system, object)
        guard system.entries.contains(summary.entry.name) else {
            throw object.wrong(
                "entry", "one of \(system.entries.joined(separator: ", "))", summary.entry.name)
        }
        let objects = try object.objects("steps")
        guard (1...Self.stepCountMax).contains(objects.count) else {
            throw object.wrong("steps", "1 to \(Self.stepCountMax)", "\(objects.count)")
        }
        nodeCount = try Self.nodeCount(&object, system)
        program = try Self.read(
            system, objects, StepContext(assumptions: assumptions, nodeCount: nodeCount), file)
        try object.finish()
        try Self.check(summary, expectations, object)
    }

    private static func read<System: SystemTrials>(
        _ system: System, _ objects: [StrictObject], _ context: StepContext, _ file: String
    ) throws(ScenarioError) -> any TrialProgram {
        var steps: [Step<System.Operation>] = []
        for object in objects { steps.append(try Step(object, context)) }
        try StepArtefacts.check(steps, file: file)
        return SystemProgram(system: system, steps: steps)
    }

    private static func recordedSeed(
        _ object: inout StrictObject
    ) throws(ScenarioError) -> String? {
        guard let seed = try object.optionalText("recorded") else { return nil }
        guard seed.wholeMatch(of: /[0-9a-f]{64}/) != nil else {
            throw object.wrong("recorded", "64 lower-case hex digits", "\"\(seed.prefix(70))\"")
        }
        return seed
    }

    private static func nodeCount(
        _ object: inout StrictObject, _ system: any SystemTrials
    ) throws(ScenarioError) -> Int {
        let countMax = min(system.nodeCountMax, nodeCountMax)
        return try object.optionalInteger("nodes", in: 1...countMax) ?? 1
    }

    private static func summary(
        _ object: inout StrictObject, _ file: String, isPlaced: Bool
    ) throws(ScenarioError) -> ScenarioSummary {
        let id = try object.text("id")
        guard id.wholeMatch(of: /[A-Z0-9]{2,8}-[0-9]{2,3}[a-z]?/) != nil else {
            throw object.wrong("id", "a claim and a number, such as TIM-01", id)
        }
        let summary = ScenarioSummary(
            id: id, title: try object.text("title"),
            claim: try object.choice("claim", Claim.self),
            severity: try object.choice("severity", Severity.self),
            system: try object.text("system"), oracle: try object.text("oracle"),
            entry: Surface(try object.text("entry")), holes: try object.texts("holes"),
            references: try object.texts("references"), file: file,
            about: try object.text("about"))
        guard !isPlaced || file.hasSuffix("/\(summary.system)/\(id).json") else {
            throw object.wrong("id", "the name of its file and folder", "\(file) of \(id)")
        }
        return summary
    }

    private static func budget(
        _ object: inout StrictObject
    ) throws(ScenarioError) -> [(counter: String, countMax: Int)] {
        var budget: [(counter: String, countMax: Int)] = []
        for (counter, text) in try object.pairs("budget") {
            guard let countMax = Int(text), countMax >= 0 else {
                throw object.wrong("budget.\(counter)", "a count as a text", text)
            }
            budget.append((counter, countMax))
        }
        return budget
    }

    private static func expectation(
        _ object: inout StrictObject, _ profile: Profile
    ) throws(ScenarioError) -> Expectation? {
        guard var expectation = try object.optionalObject(profile.rawValue) else {
            guard profile == .published else {
                throw object.wrong(profile.rawValue, "a verdict", "none")
            }
            return nil
        }
        let result = Expectation(
            verdict: try expectation.choice("verdict", Verdict.self),
            guards: try expectation.texts("guards").map(Guard.init))
        try expectation.finish()
        return result
    }

    /// A guard that does not exist would never fire, which says nothing of the system.
    private static func check(
        _ expectations: PerProfile<Expectation?>, of system: any SystemTrials,
        _ object: StrictObject
    ) throws(ScenarioError) {
        for profile in Profile.allCases {
            let known = system.guards(profile)
            let guards = expectations[profile]?.guards ?? []
            for (index, one) in guards.enumerated() where !known.contains(one) {
                throw object.wrong(
                    "expect.\(profile.rawValue).guards[\(index)]",
                    "a guard of \(system.name) under these rules "
                        + "('glyphlab attack mutate --list' names them)", one.name)
            }
        }
    }

    /// Checks the parts of a file against each other.
    private static func check(
        _ summary: ScenarioSummary, _ expectations: PerProfile<Expectation?>,
        _ object: StrictObject
    ) throws(ScenarioError) {
        guard let hardened = expectations[.hardened], hardened.verdict == .held,
            !hardened.guards.isEmpty
        else {
            let got = expectations[.hardened]
            throw object.wrong(
                "expect.hardened", "held, by one guard at least",
                "\(got?.verdict.rawValue ?? "none"), by \(got?.guards.count ?? 0)")
        }
        guard let published = expectations[.published] else {
            guard summary.holes.isEmpty else {
                throw object.wrong(
                    "holes", "none where the published rules are not attacked",
                    "\(summary.holes.count)")
            }
            return
        }
        switch published.verdict {
        case .held where !published.guards.isEmpty && summary.holes.isEmpty: break
        case .broken where !summary.holes.isEmpty: break
        default:
            throw object.wrong(
                "expect.published", "held by a guard and without holes, or broken by a hole",
                "\(published.verdict.rawValue) by \(published.guards.count) guards and "
                    + "\(summary.holes.count) holes")
        }
    }
}
