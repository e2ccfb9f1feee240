package import Trials

extension ChainRules {
    /// The guards of a node with these rules: those of the rules, then those of every node that can
    /// stop something under them. Each stands there once: the rules and every node may have a guard
    /// of one name, as `genesis`.
    package var nodeGuards: [Guard] {
        ownGuards + CommonGuards.of(isAnchored: isAnchored).filter { !ownGuards.contains($0) }
            + GossipGuards.of(limitsSources: limitsSources)
    }
}
