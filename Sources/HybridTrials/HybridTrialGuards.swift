internal import Trials

/// The guards of a hybrid network, by profile.
enum HybridTrialGuards {
    static let published = PublishedTrialGuards.all
    static let hardened = HardenedTrialGuards.all
}
