internal import NetworkTrials

/// Questions that decide whether an attack on the mesh worked. Each is answered from what honest
/// readers get, the ledger and the referee's books, never from what a node says of itself.
package enum MeshOracle: String, NetworkOracle {
    /// Honest readers find each honest record that has not expired, and the newest of its owner.
    case recordsFound = "records.found"
    /// Each record that a reader believes was signed by the owner it stands for.
    case recordsConsent = "records.consent"
    /// No reader believes a record that was published outside its window or after its expiry.
    case recordsWindow = "records.window"
    /// No two readers believe different records of one owner under one key.
    case recordsOneValue = "records.one_value"
    /// A node holds no record that it did not judge as one that is offered.
    case storageJudged = "storage.judged"
    /// Taken bytes have one form and one meaning.
    case encodingOneMeaning = "encoding.one_meaning"
    /// A key is one identity, with one place in the space of ids that it did not choose.
    case identityOneKey = "identity.one_key"
    /// Each request that a node serves was meant for it, once, by its sender; each answer that it
    /// believes is of the node that was asked.
    case messagesBound = "messages.bound"
    /// Peers with a stake are served, and nobody else.
    case admissionStaked = "admission.staked"
    /// Each epoch that pays rests on two thirds of those who may decide.
    case consensusQuorum = "consensus.quorum"
    /// Scores are those of the peers that were there, by verifiers who are not the judged.
    case consensusScores = "consensus.scores"
    /// Each peer is paid by its score and its attestation, and loses only by its own doing.
    case consensusPay = "consensus.pay"
    /// Each call that moves somebody's coins or stake was signed by its holder, and counts once.
    case ledgerConsent = "ledger.consent"
    /// All coins are those of the genesis and those that epochs issued.
    case ledgerSupply = "ledger.supply"
    /// After a restart a node holds what it held, or says that it does not.
    case storeState = "store.state"
    /// Costs stay within the scenario's budget.
    case resourcesBounded = "resources.bounded"
    /// No message makes a node die, wait for ever, or refuse honest peers.
    case serviceAlive = "service.alive"
    /// The same messages in the same order give the same state, and the order of answers decides
    /// nothing.
    case determinismReplay = "determinism.replay"
}
