internal import NetworkTrials

/// Questions that decide whether an attack on the hybrid chain worked. Each is answered from what
/// honest nodes took and the referee's books, never from what a node says of itself.
package enum HybridOracle: String, NetworkOracle {
    /// Each acknowledgement that counted was made by its member, for that update, slot and network.
    case acknowledgementsConsent = "acknowledgements.consent"
    /// Each update that was taken rests on more than two thirds of the committee's members, and no
    /// slot has two.
    case acknowledgementsQuorum = "acknowledgements.quorum"
    /// An honest member's acknowledgement is found for as long as it was to last.
    case acknowledgementsKept = "acknowledgements.kept"
    /// All honest nodes judge a block alike, at once and whenever they judge it again.
    case blocksAgree = "blocks.agree"
    /// Honest blocks are taken, also by those that come late.
    case blocksHonest = "blocks.honest"
    /// Each block that was taken names its parent and content in one form, and was paid by work.
    case blocksForm = "blocks.form"
    /// No two finalised checkpoints conflict, and nothing that was finalised is reverted.
    case finalityOneHistory = "finality.one_history"
    /// Nobody loses stake who did as the rules say.
    case stakeInnocent = "stake.innocent"
    /// Signers of what the rules punish, where it was shown, have lost the stake and the vote.
    case stakeGuilty = "stake.guilty"
    /// Each update that was taken makes the chain's own loss smaller, as the gate asks.
    case trainingGain = "training.gain"
    /// Up to f liars of 2f + 3 trainers do not decide the update.
    case trainingMajority = "training.majority"
    /// Each update is made of the deltas that it names, which their trainers signed.
    case trainingContent = "training.content"
    /// An honest delta's round goes on, whatever others send.
    case trainingAlive = "training.alive"
    /// Taken bytes have one form and one meaning.
    case encodingOneMeaning = "encoding.one_meaning"
    /// Each job of the engine has one identity, and its update counts where it was acknowledged.
    case engineJobs = "engine.jobs"
    /// After a restart a node holds what it held, or says that it does not.
    case storeState = "store.state"
    /// Costs stay within the scenario's budget.
    case resourcesBounded = "resources.bounded"
    /// No message makes a node die, wait for ever, or refuse honest parties.
    case serviceAlive = "service.alive"
    /// The same messages in the same order give the same state, and honest parties that do the
    /// same get the same.
    case determinismReplay = "determinism.replay"
}
