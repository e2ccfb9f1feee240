package import Trials

/// The choices that one trial is made with.
package struct TrialSetup: Sendable {
    package let profile: Profile
    package let guards: Guards
    package let seed: String
    package let nodeCount: Int
    /// The most that the attack may cost the system, by the counter's name.
    package let budget: [(counter: String, countMax: Int)]
    package let allowance: Assumptions
    /// A folder of the trial's own, for a system that is restarted; nil for one in memory.
    package let folder: String?

    package init(
        profile: Profile, guards: Guards, seed: String, nodeCount: Int,
        budget: [(counter: String, countMax: Int)], allowance: Assumptions, folder: String?
    ) {
        self.profile = profile
        self.guards = guards
        self.seed = seed
        self.nodeCount = nodeCount
        self.budget = budget
        self.allowance = allowance
        self.folder = folder
    }
}
