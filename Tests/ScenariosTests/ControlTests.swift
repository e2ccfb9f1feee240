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

    /// Oracles that no known attack makes fire, whichever guards are missing; each of their claims
    /// has another that does. Chains of the same rules agree, whatever guard all of them lack
    /// (`ChainArenaTests` holds the comparison against chains that differ); a gateway that is played
    /// again answers alike; and the hardened one dies of nothing.
    private static let silentOracles: Set<Asked> = [
        Asked(system: "chain", profile: .published, oracle: "network.agreement"),
        Asked(system: "chain", profile: .hardened, oracle: "network.agreement"),
        Asked(system: "receipts", profile: .published, oracle: "determinism.replay"),
        Asked(system: "receipts", profile: .hardened, oracle: "determinism.replay"),
        Asked(system: "receipts", profile: .hardened, oracle: "service.alive"),
    ]

    @Test("Each claim has an oracle that fires at a known attack without its guard")
    func claims() throws {
        for asked in Self.silentOracles {
            let system = try #require(Self.systems.first { $0.name == asked.system })
            for claim in Claim.allCases {
                let names = Self.oracleNames(system, claim, asked.profile)
                guard names.contains(asked.oracle) else { continue }
                let others = names.filter { name in
                    !Self.silentOracles.contains(
                        Asked(system: asked.system, profile: asked.profile, oracle: name))
                }
                #expect(!others.isEmpty, "\(asked.system) \(claim)")
            }
        }
    }

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
        #expect(Set(silent) == Self.silentOracles)
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
