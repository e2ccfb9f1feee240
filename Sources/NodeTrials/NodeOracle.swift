internal import NetworkTrials

/// Questions that decide whether an attack on nodes over a network worked. Each is answered from
/// what lies at honest nodes, read by the referee's own code, never from what a node says of it.
package enum NodeOracle: String, NetworkOracle {
    /// Taken bytes have one form and one meaning.
    case encodingOneMeaning = "encoding.one_meaning"
    /// An honest node holds the chain with the most valid work that was offered to it.
    case forkMostWork = "fork.most_work"
    /// Honest nodes hold one chain.
    case networkAgreement = "network.agreement"
    /// An honest newcomer is found.
    case networkPeers = "network.peers"
    /// Each block of an honest node's chain earned its proof with the agreed model.
    case proofEarned = "proof.earned"
    /// Chains of honest nodes keep every rule, balances and nonces among them.
    case ledgerExact = "ledger.exact"
    /// A payment that an honest node took is in its chain, or waits.
    case ledgerKept = "ledger.kept"
    /// A node whose clock is behind holds the blocks on which eleven others stand.
    case timeExact = "time.exact"
    /// After a restart a node holds what it held, or says that it does not.
    case storeState = "store.state"
    /// Costs stay within the scenario's budget.
    case resourcesBounded = "resources.bounded"
    /// No message makes a node die, wait for ever, or refuse honest parties.
    case serviceAlive = "service.alive"
    /// The same messages in the same order give the same state.
    case determinismReplay = "determinism.replay"
}
