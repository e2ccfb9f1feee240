/// The bounds of a hardened node: what it holds, sends and asks for.
package enum HardenedNodeLimits {
    // Messages.
    package static let headerCountMax = 256
    package static let locatorCountMax = 64
    package static let rangeBlockCountMax = 64
    /// Bytes of an answer with blocks; one full block fits.
    package static let rangeByteCountMax = 1 << 20
    package static let pushBlockCountMax = 8
    package static let pushByteCountMax = 1 << 18
    package static let paymentCountMax = 64
    package static let jsonByteCountMax = 1 << 14
    package static let queryByteCountMax = 1 << 13

    // Headers and blocks.
    /// Ways to the chains of peers that were not given.
    package static let sessionCountMax = 4
    /// The age of such a way at which it ends, where another peer waits for its place.
    package static let sessionMilliseconds = 120_000
    /// The time for which nobody else fetches the blocks that one peer is asked for.
    package static let sharedMilliseconds = 30_000
    /// Headers without more work, besides twice those that they would take the place of.
    package static let headerExcessMax = 4_096
    /// Blocks that stand on a block of which the clock is not asked.
    package static let buryingBlockCount = 11
    package static let provenCountMax = 64
    package static let inboxCountMax = 64
    package static let inboxCountMaxPerSource = 1

    // Sources.
    package static let pauseMilliseconds = 600_000
    package static let strangerWasteMax = 16
    package static let sourceCountMax = 1_024

    // Peers.
    package static let peerCountMax = 64
    package static let peerCountMaxPerGroup = 4
    package static let peerCountMaxPerRoot = 8
    /// Peers whose host is a name.
    package static let namedHostCountMax = 16
    package static let candidateCountMax = 64
    package static let failureCountMax = 3
    package static let candidateMilliseconds = 10_000
    package static let peersMilliseconds = 300_000
    package static let announceMilliseconds = 1_800_000
    package static let backoffMillisecondsMax = 600_000

    // Calls.
    package static let pollMilliseconds = 20_000
    /// The least time from one poll of a peer to the next, where callers speak of new blocks.
    package static let hintMilliseconds = 5_000
    package static let paymentsMilliseconds = 30_000
    package static let callMilliseconds = 30_000
    /// The time after its deadline at which a call without an answer counts as failed.
    package static let overdueMilliseconds = 10_000

    // Payments.
    package static let waitingCountMaxPerSender = 64
}
