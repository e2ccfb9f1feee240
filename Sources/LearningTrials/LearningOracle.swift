/// Questions that decide whether an attack on proof of learning worked. Each is answered from the
/// ledger and the referee's books, never from what a node says of itself.
package enum LearningOracle: String, CaseIterable, Sendable {
    /// Each training that counts was done: the referee trains again, or knows who trained.
    case trainingDone = "training.done"
    /// Each trainer's honest work counts and is paid.
    case trainersPaid = "trainers.paid"
    /// Each payment for training, and each block's consensus, rests on at least three distinct
    /// validators with 67 % of the stake, who said yes to that very proof.
    case quorumStake = "quorum.stake"
    /// Those who decide have bonded their own coins, and nobody else decides.
    case authoritiesStaked = "authorities.staked"
    /// All coins are those of the genesis and the rewards that are due.
    case ledgerSupply = "ledger.supply"
    /// No balance is below zero, or no number.
    case ledgerBalances = "ledger.balances"
    /// Each payment in a block was signed by the holder of the coins, and counts once.
    case ledgerConsent = "ledger.consent"
    /// Each block has the hash, the work, the place and the time that it must have.
    case blocksWork = "blocks.work"
    /// A block's hash binds all that the block says.
    case blocksOneObject = "blocks.one_object"
    /// Taken bytes have one form and one meaning.
    case encodingOneMeaning = "encoding.one_meaning"
    /// The training chain is that of the genesis: its epochs rise by training, each from the end of
    /// the one before.
    case trainedChain = "trained.chain"
    /// The head is that of the most work.
    case mostWork = "fork.most_work"
    /// After a restart the node holds what it held, or says that it does not.
    case storeState = "store.state"
    /// Costs stay within the scenario's budget.
    case resourcesBounded = "resources.bounded"
    /// No message makes the node die or stop mining.
    case serviceAlive = "service.alive"
    /// No two nodes disagree once the network is whole.
    case networkAgreement = "network.agreement"
    /// The same messages give a new node the same state.
    case determinismReplay = "determinism.replay"
}
