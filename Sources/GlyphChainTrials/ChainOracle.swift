internal import Scenarios

/// Questions that decide whether an attack on the chain worked. Each is answered from the system's
/// state and the referee's books, never from what the system says of itself.
package enum ChainOracle: String, CaseIterable {
    /// Balances and supply are what exact integers make of the main chain.
    case ledgerExact = "ledger.exact"
    /// Each payment of the main chain was signed by its sender, as often as it is paid.
    case signatureConsent = "signature.consent"
    /// No two byte strings that were taken have one identity, and each has one.
    case hashOneObject = "hash.one_object"
    /// Bytes that were taken have one form and one meaning.
    case encodingOneMeaning = "encoding.one_meaning"
    /// Blocks claim their own places, targets of the schedule and times within its bounds.
    case timeSchedule = "time.schedule"
    /// Times never fall from block to block.
    case timeOrder = "time.order"
    /// Targets are those of exact integers.
    case timeExact = "time.exact"
    /// The head is the valid chain with the most work; of equal ones the first that came.
    case forkMostWork = "fork.most_work"
    /// Nodes that heard the same hold the same.
    case forkTwins = "fork.twins"
    /// A proof is credited once, to its maker, in the block that it was made for.
    case proofCredit = "proof.credit"
    /// Each block's proof is what the agreed model computes for it.
    case proofEarned = "proof.earned"
    /// No message makes the system die.
    case serviceAlive = "service.alive"
    /// The attack's cost stays within the scenario's budget.
    case resourcesBounded = "resources.bounded"
    /// After a restart the system holds what it held, or says that it does not.
    case storeState = "store.state"
    /// Honest peers are found, and none of those given is lost.
    case networkPeers = "network.peers"
    /// Once the network is whole and all messages have arrived, all nodes hold the same.
    case networkAgreement = "network.agreement"
    /// All that happened, once more, gives the same state, and so do the blocks alone.
    case determinismReplay = "determinism.replay"
    /// An attempt costs what an inference costs.
    case economyCost = "economy.cost"
}
