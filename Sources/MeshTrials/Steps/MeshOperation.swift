package import NetworkTrials
internal import Trials

/// An operation in the arena of the mesh. An artefact is one byte string or several in a row;
/// parties are names.
package enum MeshOperation: NetworkOperation {
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
    /// Steps that all networks have.
    case common(CommonOperation)
    /// Steps of one profile's network, or of one profile's chain.
    case hardened(HardenedOperation)
    case ledger(LedgerOperation)
    case published(PublishedOperation)
    case pallet(PalletOperation)

    package var commonOperation: CommonOperation? {
        if case .common(let operation) = self { operation } else { nil }
    }
}
