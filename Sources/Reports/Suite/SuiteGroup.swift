internal import Trials

/// The results of one system under one set of rules.
struct SuiteGroup {
    let system: String
    let profile: Profile
    let results: [TrialResult]

    /// By system as they first come, `published` before `hardened`; none without results.
    static func groups(of suite: SuiteResult) -> [SuiteGroup] {
        systems(of: suite).flatMap { system in
            Profile.allCases.compactMap { profile in
                let results = suite.results.filter {
                    $0.profile == profile && $0.scenario.system.utf8.elementsEqual(system.utf8)
                }
                return results.isEmpty
                    ? nil : SuiteGroup(system: system, profile: profile, results: results)
            }
        }
    }

    /// Each once, in the order in which they first come, told apart by their bytes.
    static func systems(of suite: SuiteResult) -> [String] {
        var seen: Set<[UInt8]> = []  // membership only, never iterated
        return suite.results.map(\.scenario.system).filter {
            seen.insert(Array($0.utf8)).inserted
        }
    }
}
