package import Chains
package import Trials

extension CommonGuards {
    /// Those that can stop something under a profile's rules, and ``PublishedGuards/storedSize``:
    /// the hardened rules know a bound themselves.
    package static func of(_ profile: Profile) -> [Guard] {
        switch profile {
        case .published: [PublishedGuards.storedSize] + of(isAnchored: false)
        case .hardened: of(isAnchored: true)
        }
    }
}

extension GossipGuards {
    /// Those that can stop something under a profile's rules.
    package static func of(_ profile: Profile) -> [Guard] {
        of(limitsSources: profile == .hardened)
    }
}
