package import NetworkTrials
internal import Trials

/// An operation in the arena of the hybrid chain. An artefact is one byte string or several in a
/// row; parties are names.
package enum HybridOperation: NetworkOperation {
    /// Honest: rounds of training, each of which ends in a block that all nodes judge.
    case rounds(Int)
    /// Honest: a node that was not there reads the whole history.
    case follow
    /// Steps that all networks have.
    case common(CommonOperation)
    /// Steps of one profile.
    case published(PublishedOperation)
    case hardened(HardenedOperation)

    package var commonOperation: CommonOperation? {
        if case .common(let operation) = self { operation } else { nil }
    }
}
