package import Trials

/// The suite's verdicts with one guard taken out of a system: some scenario that names the guard
/// must turn red, or the guard never stopped anything.
package struct MutationTable: Sendable {
    package struct Row: Sendable {
        package let system: String
        package let profile: Profile
        package let without: Guard
        /// The scenario that says most: a broken one goes before one that misses the guard.
        package let scenario: String?
        /// The verdict of that scenario; nil where no scenario names the guard.
        package let verdict: Verdict?
        package let evidence: String

        /// Whether the suite noticed: a fault of the laboratory, or a break that did not happen
        /// again, shows nothing of the guard.
        package var isRed: Bool { verdict == .broken || verdict == .notExercised }
        /// Whether the attack got through: nothing else stood behind the guard.
        package var isBroken: Bool { verdict == .broken }
    }

    /// Sorted by system, profile, and the order of the guards.
    package let rows: [Row]

    /// A guard that can be taken out.
    package struct Mutant: Sendable {
        package let system: String
        package let profile: Profile
        package let missing: Guard
    }

    package init(
        _ suite: Suite, _ mutants: [Mutant], seed: String, threadCount: Int,
        onRow: @Sendable () -> Void = {}
    ) {
        rows = Suite.map(mutants, threadCount: threadCount) { mutant in
            defer { onRow() }
            return Self.row(suite, mutant, seed)
        }
    }

    /// All guards of these systems, or those of these names.
    package static func mutants(
        _ suite: Suite, systems: [String], guards names: [String] = []
    ) -> [Mutant] {
        systems.flatMap { system in
            Profile.allCases.flatMap { profile in
                suite.guards(of: system, profile)
                    .filter { names.isEmpty || names.contains($0.name) }
                    .map { Mutant(system: system, profile: profile, missing: $0) }
            }
        }
    }

    private static func row(
        _ suite: Suite, _ mutant: Mutant, _ seed: String
    ) -> Row {
        let (system, profile, missing) = (mutant.system, mutant.profile, mutant.missing)
        let scenarios = suite.scenarios.filter { scenario in
            guard let expectation = scenario.expectation(profile) else { return false }
            return scenario.summary.system == system && expectation.verdict == .held
                && expectation.guards.contains(missing)
        }
        var best: TrialResult?
        for scenario in scenarios {
            let result = Trial(
                scenario: scenario, profile: profile, guards: .all.without(missing), seed: seed
            ).run()
            if best == nil || best?.verdict == .held || result.verdict == .broken { best = result }
            if result.verdict == .broken || result.verdict == .labFault {
                best = result
                break
            }
        }
        return Row(
            system: system, profile: profile, without: missing, scenario: best?.scenario.id,
            verdict: best?.verdict, evidence: best?.evidence ?? "no scenario names it")
    }
}
