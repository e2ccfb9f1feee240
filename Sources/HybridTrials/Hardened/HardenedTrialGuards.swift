internal import HybridChain
internal import Trials

/// The guards of the hardened chain: its codes of refusal.
enum HardenedTrialGuards {
    static let all: [Guard] =
        HybridGuards.all.filter {
        // What waits for a delta, or is of no kind, cannot go on with or without a guard.
        $0 != HybridGuards.deltasKnown && $0 != HybridGuards.evidenceKind
    } + EngineGuards.all
}
