package import Scenarios
package import Trials

/// The choices that one session is made with: with the lines of the script, all that its verdict
/// follows from.
package struct SessionSetup: Sendable {
    package let profile: Profile
    package let seeds: SessionSeeds
    package let systems: [any ScriptedTrials]
    /// The claim that the script is judged by; nil for the one that it declares.
    package let claim: Claim?
    /// Some may be missing, to see whether an oracle fires.
    package let guards: Guards
    package let limits: SessionLimits

    package init(
        profile: Profile, seeds: SessionSeeds, systems: [any ScriptedTrials], claim: Claim? = nil,
        guards: Guards = .all, limits: SessionLimits = .standard
    ) {
        self.profile = profile
        self.seeds = seeds
        self.systems = systems
        self.claim = claim
        self.guards = guards
        self.limits = limits
    }
}
