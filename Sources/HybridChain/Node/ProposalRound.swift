/// A proposer's work on the block of a slot.
struct ProposalRound {
    let slot: UInt64
    /// The id of the update that members were asked to acknowledge.
    var updateID: [UInt8]?
    /// Whether the deltas so far made no update that holds.
    var failedDeltaCount = -1
}
