package import Trials

/// The surfaces of a node.
package enum LearningSurfaces {
    /// A payment, a bond, or the end of one.
    package static let transaction = Surface("transaction")
    /// A proof of training.
    package static let proof = Surface("proof")
    /// The opened steps of a proof.
    package static let opening = Surface("opening")
    /// A validator's verdict.
    package static let vote = Surface("vote")
    package static let block = Surface("block")
    /// A message of another node.
    package static let gossip = Surface("gossip")
    /// The content of the node's disk, from which it starts again: the entry of an attacker who has
    /// that disk in hand.
    package static let store = Surface("store")

    package static let all = [transaction, proof, opening, vote, block, gossip, store]
}
