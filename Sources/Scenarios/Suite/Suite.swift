internal import Encodings
internal import Platform
internal import Synchronization
package import Trials

/// All scenarios of a house, and the root causes that they show.
package struct Suite: Sendable {
    /// Systems that can be attacked, in the order of reports.
    package let systems: [any SystemTrials]
    /// Sorted by system, then by id.
    package let scenarios: [Scenario]
    package let holes: [Hole]
    /// Errors of the files that cannot be used and are not among the scenarios, in their order.
    package let problems: [Problem]

    /// An error of a scenario's file, or of a folder that is no system's.
    package struct Problem: Sendable, Equatable {
        /// Its path below the house.
        package let file: String
        /// The error, with the file's name.
        package let message: String
    }

    /// Below a house.
    package static let folder = "Adversarial/scenarios"
    package static let holesFile = "Adversarial/holes.json"
    private static let fileCountMax = 2_000

    /// Reads what stands in the house's `Adversarial`: the files of each system's folder whose
    /// names end in `.json`. One that is spoiled is a problem and keeps no other from being used.
    ///
    /// **Throws:** ``ScenarioError``; ``PlatformError`` where the list of holes cannot be read.
    package init(house: String, systems: [any SystemTrials]) throws {
        var scenarios: [Scenario] = []
        var problems: [Problem] = []
        for system in systems.map(\.name) {
            let folder = "\(Self.folder)/\(system)"
            let names = Folder.names(in: Folder.path(house, folder)).filter {
                $0.hasSuffix(".json") && !$0.hasPrefix(".")
            }
            guard names.count <= Self.fileCountMax else {
                throw ScenarioError(
                    file: folder, place: "", expected: "at most \(Self.fileCountMax) files",
                    got: "\(names.count)")
            }
            for name in names {
                let file = "\(folder)/\(name)"
                do {
                    let bytes = try WholeFile.read(
                        Folder.path(house, file), byteCountMax: Scenario.byteCountMax)
                    scenarios.append(try Scenario(json: bytes, file: file, systems: systems))
                } catch {
                    problems.append(Problem(file: file, message: "\(error)"))
                }
            }
        }
        problems += Self.strangeFolders(house: house, systems.map(\.name))
        let bytes = try WholeFile.read(
            Folder.path(house, Self.holesFile), byteCountMax: Scenario.byteCountMax)
        try self.init(
            systems: systems, scenarios: scenarios, holes: Self.holes(bytes), problems: problems)
    }

    /// A scenario that may lie anywhere, on the systems of this suite and with its holes.
    ///
    /// **Throws:** ``ScenarioError`` at the first place that is wrong.
    package func scenario(json: [UInt8], file: String) throws(ScenarioError) -> Scenario {
        let scenario = try Scenario(json: json, file: file, isPlaced: false, systems: systems)
        try Self.checkHoles(of: scenario.summary, holes)
        return scenario
    }

    private static func checkHoles(
        of summary: ScenarioSummary, _ holes: [Hole]
    ) throws(ScenarioError) {
        for hole in summary.holes
        where !holes.contains(where: { $0.id == hole && $0.system == summary.system }) {
            throw ScenarioError(
                file: summary.file, place: "holes",
                expected: "holes of \(summary.system) in \(Self.holesFile)", got: hole)
        }
    }

    /// Folders beside those of the systems, where scenarios would never be found.
    private static func strangeFolders(house: String, _ systems: [String]) -> [Problem] {
        Folder.names(in: Folder.path(house, folder)).filter { name in
            !systems.contains(name) && !name.hasPrefix(".")
                && Folder.exists(Folder.path(house, "\(folder)/\(name)"))
        }.map { name in
            let error = ScenarioError(
                file: "\(folder)/\(name)", place: "",
                expected: "a folder of a system: \(systems.joined(separator: " or "))",
                got: name)
            return Problem(file: error.file, message: error.description)
        }
    }

    /// **Throws:** ``ScenarioError`` where two have one id, one names a hole that is not listed, or
    /// a hole is listed that none shows.
    private init(
        systems: [any SystemTrials], scenarios: [Scenario], holes: [Hole], problems: [Problem]
    ) throws(ScenarioError) {
        for (index, scenario) in scenarios.enumerated() {
            let summary = scenario.summary
            guard !scenarios[..<index].contains(where: { $0.summary.id == summary.id }) else {
                throw ScenarioError(
                    file: summary.file, place: "id", expected: "an id of its own",
                    got: summary.id)
            }
            try Self.checkHoles(of: summary, holes)
        }
        // A spoiled file may be the one that shows it.
        for (index, hole) in holes.enumerated()
        where problems.isEmpty && !scenarios.contains(where: { $0.shows(hole) }) {
            throw ScenarioError(
                file: Self.holesFile, place: "holes[\(index)]",
                expected: "a hole of \(hole.system) that a scenario shows", got: hole.id)
        }
        self.systems = systems
        self.scenarios = scenarios
        self.holes = holes
        self.problems = problems
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
        for var hole in try object.objects("holes") {
            holes.append(
                Hole(
                    id: try hole.text("id"), system: try hole.text("system"),
                    title: try hole.text("title")))
            try hole.finish()
        }
        try object.finish()
        return holes
    }

    /// The guards of a system's profile, which are its reject codes.
    package func guards(of system: String, _ profile: Profile) -> [Guard] {
        systems.first { $0.name == system }?.guards(profile) ?? []
    }

    // MARK: Running

    /// How a run goes on when something is unexpected.
    package struct RunSettings: Sendable {
        package let knownFailures: [KnownFailure]
        /// Whether no trial is begun after an unexpected verdict that is not known.
        package let stopsAtUnexpected: Bool

        package init(knownFailures: [KnownFailure] = [], stopsAtUnexpected: Bool = false) {
            self.knownFailures = knownFailures
            self.stopsAtUnexpected = stopsAtUnexpected
        }
    }

    /// Runs scenarios, each in every profile that it attacks. The result lists the holes that they
    /// show.
    ///
    /// **Determinism:** but for durations, the same for every number of threads; where the run
    /// stops at an unexpected verdict, which trials were begun by then depends on the threads.
    /// - Parameter onTrial: after each, from any thread.
    package func run(
        _ scenarios: [Scenario], profiles: [Profile], guards: Guards = .all, seed: String,
        threadCount: Int, settings: RunSettings = RunSettings(),
        onTrial: @Sendable () -> Void = {}
    ) -> SuiteResult {
        let trials = scenarios.flatMap { scenario in
            profiles.filter(scenario.profiles.contains).map { profile in
                Trial(scenario: scenario, profile: profile, guards: guards, seed: seed)
            }
        }
        let isStopped = Mutex(false)
        let results = Self.map(trials, threadCount: threadCount) { trial -> TrialResult? in
            defer { onTrial() }
            guard !isStopped.withLock({ $0 }) else { return nil }
            var result = trial.run()
            if let known = settings.knownFailures.first(where: { $0.isOf(result) }) {
                result = result.known(because: known.reason)
            }
            if settings.stopsAtUnexpected, !result.isAsExpected, result.knownReason == nil {
                isStopped.withLock { $0 = true }
            }
            return result
        }
        let shown = holes.filter { hole in scenarios.contains { $0.shows(hole) } }
        return SuiteResult(
            results: results.compactMap { $0 }, holes: shown, seed: seed,
            knownFailures: settings.knownFailures, notRunCount: results.count { $0 == nil })
    }

    /// In the order of the elements; neighbours go to different threads, since scenarios that
    /// stand together cost alike.
    package static func map<Element: Sendable, Value: Sendable>(
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
