internal import HybridChain
internal import Trials

/// The guards of the hardened chain: its codes of refusal.
enum HardenedTrialGuards {
    static let all: [Guard] = HybridGuards.all
}
