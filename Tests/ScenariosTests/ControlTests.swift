import AttackedSystems
import Foundation
import Scenarios
import Submissions
import TestSupport
import Testing
import Trials

/// The controls of a judgement, for all claims that scripts may attack.
struct ControlTests {
    private static let systems = AttackedSystems.all.compactMap { $0 as? any ScriptedTrials }

    private struct Asked: Hashable {
        let system: String
        let profile: Profile
        let oracle: String
    }

    /// Oracles by which some claim is decided.
    private static let asked: [Asked] = systems.flatMap { system in
        Profile.allCases.flatMap { profile in
            Claim.allCases.flatMap { oracleNames(system, $0, profile) }.uniqued().map {
                Asked(system: system.name, profile: profile, oracle: $0)
            }
        }
    }

    private static func oracleNames(
        _ system: some ScriptedTrials, _ claim: Claim, _ profile: Profile
    ) -> [String] {
        system.oracles(of: claim, profile).map(\.rawValue)
    }

    /// Every claim has an oracle that does. `network.agreement` of the chain has none: nodes with
    /// the same rules agree, whichever guard they all lack. `ChainArenaTests` holds the comparison
    /// against chains that differ.
    @Test("Each oracle of each claim fires at a known attack without its guard, in both profiles")
    func positive() throws {
        let suite = try Suite(house: Vectors.house.path, systems: AttackedSystems.all)
        #expect(Self.asked.count >= 28)
        var silent: [Asked] = []
        for asked in Self.asked {
            let found = Controls.positive(
                suite, system: asked.system, asked.profile, oracles: [asked.oracle],
                seeds: SessionSeeds(master: [UInt8](repeating: 1, count: SessionSeeds.byteCount)))
            if found == nil { silent.append(asked) }
        }
        let lonely = Profile.allCases.map {
            Asked(system: "chain", profile: $0, oracle: "network.agreement")
        }
        #expect(Set(silent) == Set(lonely))
    }

    @Test("A claim without an attack in the suite has no control")
    func none() throws {
        let suite = try Suite(house: Vectors.house.path, systems: AttackedSystems.all)
        #expect(
            Controls.positive(
                suite, system: "chain", .hardened, oracles: ["no.such"],
                seeds: SessionSeeds(master: [UInt8](repeating: 1, count: SessionSeeds.byteCount)))
                == nil)
    }
}

extension Array where Element: Equatable {
    fileprivate func uniqued() -> [Element] {
        reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
