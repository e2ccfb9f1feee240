package import Scenarios
package import Trials

/// The controls of a judgement: an attack that does nothing must leave the oracles silent, and an
/// attack that is known to work must not.
package enum Controls {
    /// A known attack that made an oracle of the claim fire.
    package struct Positive: Sendable, Equatable {
        package let scenario: String
        /// Guards that were taken out for it, or the fault that was planted, by name; empty where
        /// the profile breaks as it is.
        package let without: [String]
        package let oracle: String
    }

    /// A session that declares the same and does nothing. **Result:** its complaint; nil where
    /// everything was silent.
    ///
    /// **Throws:** an error of the laboratory.
    package static func null(
        _ setup: SessionSetup, declaration: [UInt8]
    ) throws -> String? {
        let judgement = try Played.replay(setup, declaration, []).judgement
        switch judgement.verdict {
        case .notExercised, .held: return nil
        default: return "\(judgement.verdict.rawValue): \(judgement.evidence)"
        }
    }

    /// Runs attacks of the suite on the claim until an oracle of the claim fires. They take turns:
    /// the first is chosen by the seed. A system that brings a control of its own is asked first.
    ///
    /// **Result:** nil where none does, or the suite has none.
    /// **Throws:** an error of the laboratory.
    package static func positive(
        _ setup: SessionSetup, _ declaration: Declaration, _ suite: Suite
    ) throws -> Positive? {
        let system = setup.systems.first { $0.name == declaration.system }
        let own = try system?.ownControl(
            of: declaration.claim, setup.profile, seed: setup.seeds.arenaText)
        if let own {
            return Positive(scenario: own.attack, without: [own.fault], oracle: own.oracle)
        }
        return positive(
            suite, system: declaration.system, setup.profile,
            oracles: setup.oracles(of: declaration), seeds: setup.seeds)
    }

    /// Runs attacks of the suite until one of these oracles fires.
    package static func positive(
        _ suite: Suite, system: String, _ profile: Profile, oracles: [String],
        seeds: SessionSeeds
    ) -> Positive? {
        let scenarios = suite.scenarios.filter {
            $0.summary.system == system && oracles.contains($0.summary.oracle)
                && $0.profiles.contains(profile)
        }
        guard !scenarios.isEmpty else { return nil }
        var random = seeds.random("positive control")
        let first = random.integer(in: 0...scenarios.count - 1)
        for offset in scenarios.indices {
            let scenario = scenarios[(first + offset) % scenarios.count]
            guard let expectation = scenario.expectation(profile) else { continue }
            let isHole = expectation.verdict == .broken
            let without = isHole ? [] : expectation.guards
            let guards = without.reduce(Guards.all) { $0.without($1) }
            let result = Trial(
                scenario: scenario, profile: profile, guards: guards, seed: "control"
            ).run()
            // Honest use that does not go on is no oracle's finding.
            if result.verdict == .broken, !result.evidence.hasPrefix("honest use") {
                return Positive(
                    scenario: scenario.summary.id, without: without.map(\.name),
                    oracle: scenario.summary.oracle)
            }
        }
        return nil
    }
}
