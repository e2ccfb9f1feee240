internal import HybridChain
internal import Trials

/// The guards of the hardened chain: its codes of refusal.
enum HardenedTrialGuards {
    static let all: [Guard] =
        HybridGuards.all.filter {
            // An update without its deltas cannot be executed, with or without a guard.
            $0 != HybridGuards.deltasKnown
        } + EngineGuards.all
}
