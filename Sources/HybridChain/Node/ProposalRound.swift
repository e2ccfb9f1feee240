/// A proposer's work on the block of the present slot.
struct ProposalRound {
    /// The id of the update that members were asked to acknowledge.
    var updateID: [UInt8]?
    /// Whether the deltas so far made no update that holds.
    var failedDeltaCount = -1
}
