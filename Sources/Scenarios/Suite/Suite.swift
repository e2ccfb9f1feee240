internal import Encodings
internal import Platform
public import Trials

/// All scenarios of a house, and the root causes that they show.
public struct Suite: Sendable {
    /// By system, then by id.
    public let scenarios: [Scenario]
    public let holes: [Hole]

    /// Below a house.
    public static let folder = "Adversarial/scenarios"
    public static let holesFile = "Adversarial/holes.json"
    private static let fileCountMax = 2_000

    /// Reads what stands in the house's `Adversarial`.
    ///
    /// **Throws:** ``ScenarioError``; ``PlatformError`` where a file cannot be read.
    public init(house: String) throws {
        var scenarios: [Scenario] = []
        for system in Grounds.names {
            let folder = "\(Self.folder)/\(system)"
            let names = Folder.names(in: Folder.path(house, folder))
            guard names.count <= Self.fileCountMax else {
                throw ScenarioError(
                    file: folder, place: "", expected: "at most \(Self.fileCountMax) files",
                    got: "\(names.count)")
            }
            for name in names {
                let file = "\(folder)/\(name)"
                let bytes = try WholeFile.read(
                    Folder.path(house, file), byteCountMax: Scenario.byteCountMax)
                scenarios.append(try Scenario(json: bytes, file: file))
            }
        }
        let bytes = try WholeFile.read(
            Folder.path(house, Self.holesFile), byteCountMax: Scenario.byteCountMax)
        try self.init(scenarios: scenarios, holes: Self.holes(bytes))
    }

    /// **Throws:** ``ScenarioError`` where two have one id, one names a hole that is not listed, or
    /// a hole is listed that none shows.
    init(scenarios: [Scenario], holes: [Hole]) throws(ScenarioError) {
        for (index, scenario) in scenarios.enumerated() {
            let summary = scenario.summary
            guard !scenarios[..<index].contains(where: { $0.summary.id == summary.id }) else {
                throw ScenarioError(
                    file: summary.file, place: "id", expected: "an id of its own",
                    got: summary.id)
            }
            for hole in summary.holes
            where !holes.contains(where: { $0.id == hole && $0.system == summary.system }) {
                throw ScenarioError(
                    file: summary.file, place: "holes",
                    expected: "holes of \(summary.system) in \(Self.holesFile)", got: hole)
            }
        }
        for (index, hole) in holes.enumerated()
        where !scenarios.contains(where: { $0.shows(hole) }) {
            throw ScenarioError(
                file: Self.holesFile, place: "holes[\(index)]",
                expected: "a hole of \(hole.system) that a scenario shows", got: hole.id)
        }
        self.scenarios = scenarios
        self.holes = holes
    }

    private static func holes(_ bytes: [UInt8]) throws(ScenarioError) -> [Hole] {
        let value: JSONValue
        do {
            value = try JSONParser.parse(bytes, byteCountMax: bytes.count)
        } catch {
            throw ScenarioError(
                file: holesFile, place: "", expected: "strict JSON", got: "\(error)")
        }
        var object = try StrictObject(value, file: holesFile, place: "")
        var holes: [Hole] = []
        for var one in try object.objects("holes") {
            holes.append(
                Hole(
                    id: try one.text("id"), system: try one.text("system"),
                    title: try one.text("title")))
            try one.finish()
        }
        try object.finish()
        return holes
    }

    /// The guards of a system's profile, which are its reject codes.
    public static func guards(of system: String, _ profile: Profile) -> [Guard] {
        Grounds.named(system)?.guards(profile) ?? []
    }

    public static var systems: [String] { Grounds.names }

    // MARK: Running

    /// Runs scenarios, each in every profile. The result lists the holes that they show.
    ///
    /// **Determinism:** but for durations, the same for every number of threads.
    /// - Parameter onTrial: after each, from any thread.
    public func run(
        _ scenarios: [Scenario], profiles: [Profile], guards: Guards = .all, model: TrialModel,
        seed: String, threadCount: Int, onTrial: @Sendable () -> Void = {}
    ) -> SuiteResult {
        let trials = scenarios.flatMap { scenario in
            profiles.map { profile in
                Trial(
                    scenario: scenario, profile: profile, guards: guards, model: model, seed: seed)
            }
        }
        let results = Self.map(trials, threadCount: threadCount) { trial in
            defer { onTrial() }
            return trial.run()
        }
        let shown = holes.filter { hole in scenarios.contains { $0.shows(hole) } }
        return SuiteResult(results: results, holes: shown, seed: seed)
    }

    /// In the order of the elements; neighbours go to different threads, since scenarios that
    /// stand together cost alike.
    static func map<Element: Sendable, Value: Sendable>(
        _ elements: [Element], threadCount: Int, _ body: @Sendable (Element) -> Value
    ) -> [Value] {
        let order = elements.indices.sorted {
            ($0 % threadCount, $0) < ($1 % threadCount, $1)
        }
        let values = Threads.map(count: elements.count, threadCount: threadCount) { place in
            body(elements[order[place]])
        }
        var inOrder = [Value?](repeating: nil, count: elements.count)
        for (place, index) in order.enumerated() { inOrder[index] = values[place] }
        return inOrder.compactMap { $0 }
    }
}
