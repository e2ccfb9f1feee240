internal import Trials

/// The guards of the published chain: its codes of refusal.
enum PublishedTrialGuards {
    static let all: [Guard] = []
}
