internal import Chains
internal import Trials

/// The worth of a row of pushed blocks, before any inference.
enum PushReview {
    /// More work than the node's chain: the blocks to be judged, on a known one.
    case worth([[UInt8]], on: EntryID)
    case known
    case noMoreWork
    /// Waits for the clock.
    case early(height: Int)
    /// On a block that is not on the main chain.
    case orphan
    case refused(Refusal)
}
