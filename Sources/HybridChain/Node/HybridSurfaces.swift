package import Trials

/// The surfaces of a node.
package enum HybridSurfaces {
    package static let block = Surface("block")
    /// A trainer's delta.
    package static let delta = Surface("delta")
    /// The body of an update that a proposer wants acknowledged.
    package static let update = Surface("update")
    package static let acknowledgement = Surface("acknowledgement")
    package static let vote = Surface("vote")
    package static let evidence = Surface("evidence")
    /// A message of another node.
    package static let gossip = Surface("gossip")
    /// The content of the node's disk, from which it starts again: the entry of an attacker who has
    /// that disk in hand.
    package static let store = Surface("store")

    package static let all = [
        block, delta, update, acknowledgement, vote, evidence, gossip, store,
    ]
}
