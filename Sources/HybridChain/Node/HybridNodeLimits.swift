/// Numbers of a node's own policy: no block's validity follows from them.
package enum HybridNodeLimits {
    /// Ticks after which a proposer without a quorum builds the empty block.
    package static let quorumTicks = 30
    /// Ticks after which a member acknowledges an update that leaves out deltas it has.
    package static let fewerDeltaTicks = 10
    /// Ticks that a proposer waits for the deltas of all trainers before it takes those that
    /// suffice.
    package static let deltaTicks = 5
    /// Deltas that wait for a block.
    static let deltaCountMax = 4_096
    /// Blocks that wait for deltas; bodies of updates that do.
    static let parkedCountMax = 16
    /// Bodies of updates of a slot: of one source, and of all.
    static let sourceUpdateCountMax = 4
    static let updateCountMax = 256
    /// Signatures of a slot and kind that the watch remembers.
    static let watchedCountMax = 1 << 14
    /// Votes of a validator that wait for a block, and that the watch remembers.
    static let waitingVoteCountMax = 16
    static let watchedVoteCountMax = 256
    /// The last blocks, among which the engine looks for the node's own of a slot.
    static let ownBlockCountMax = 1_024
    /// Bytes of the evidence of a block that the node builds.
    static let evidenceByteCountMax = 1 << 19
    /// Blocks, and bytes, of an answer.
    static let answeredBlockCount = 64
    static let answerByteCountMax = 1 << 21
    /// Hashes of a question.
    static let askedCountMax = 64
    /// Bytes of a store.
    static let storeByteCountMax = 1 << 30
    /// Costly refusals of a source, and the time in which they count.
    package static let wastedCountMax = 32
    package static let wastedMilliseconds = 60_000
    /// Nonces that a proposer tries.
    package static let attemptCountMax: UInt64 = 1 << 24
}
