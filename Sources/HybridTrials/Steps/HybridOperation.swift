package import Scenarios
internal import Trials

/// An operation in the arena of the hybrid chain. An artefact is one byte string or several in a
/// row; parties are names.
package enum HybridOperation: StepOperation {
    /// Honest: rounds of training, each of which ends in a block that all nodes judge.
    case rounds(Int)
    /// Honest: a node that was not there reads the whole history.
    case follow
    case bytes(BytesStep)
    case submit(what: String, to: String, source: Int, times: Int)
    case advance(seconds: Int)
    /// Changes the stored bytes, from which the next restart begins.
    case damage(HybridDamage)
    /// Notes the state that a restart must leave.
    case remember
    case restart
    /// Steps of one profile.
    case published(PublishedOperation)
    case hardened(HardenedOperation)
}

/// A change of a node's stored bytes by somebody who has its disk.
package enum HybridDamage: Sendable {
    /// Keeps the stored bytes, or puts back those that were kept.
    case snapshot, restore
    case splice(Splice)
}
