package import Scenarios
internal import Trials

/// An operation in the arena of the mesh. An artefact is one byte string or several in a row;
/// parties are names.
package enum MeshOperation: StepOperation {
    /// Honest: a party signs a record, and its node stores it; kept if it has a name.
    case publish(RecordPlan, artefact: String?)
    /// Honest: a party signs a record that nobody has yet.
    case withhold(RecordPlan, artefact: String)
    /// Honest: a party's node looks for a record; the referee notes what it got.
    case look(by: String, RecordName)
    /// Time passes up to a slot of the epoch that many epochs from now.
    case reach(epochs: Int, slot: Int)
    /// Honest: epochs of the chain pass, in which all honest parties do their part.
    case epochs(Int)
    case bytes(BytesStep)
    case submit(what: String, to: String, source: Int, times: Int)
    case advance(seconds: Int)
    /// Changes the stored bytes of node 0, from which the next restart begins.
    case damage(MeshDamage)
    /// Notes the state that a restart must leave.
    case remember
    case restart
    /// Steps of one profile's network, or of one profile's chain.
    case hardened(HardenedOperation)
    case ledger(LedgerOperation)
    case published(PublishedOperation)
    case pallet(PalletOperation)
}

/// A change of a node's stored bytes by somebody who has its disk.
package enum MeshDamage: Sendable {
    /// Keeps the stored bytes, or puts back those that were kept.
    case snapshot, restore
    case splice(Splice)
}
