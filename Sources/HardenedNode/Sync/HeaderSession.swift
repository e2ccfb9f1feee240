internal import Chains
internal import GlyphChain

/// The way to one peer's chain: headers until they carry more work, then their blocks by range.
///
/// **Bounds:** links as ``HardenedNodeLimits/headerExcessMax`` tells, blocks of one range, and as
/// many proven ones as bury a block.
struct HeaderSession {
    enum Phase: Equatable {
        case headers, blocks
    }

    let peer: NodeAddress
    let beganMilliseconds: Int
    var phase = Phase.headers
    /// The last header that was heard, where the next answer goes on.
    var heard: ChainPoint?
    /// Nil before the first header that is not on the main chain.
    var row: HeaderRow?
    /// Whether the last answer had all headers that one may have: more may follow.
    var isFull = false
    var part = RowPart(aheadIndex: 0, usableCount: 0, neededCount: 0)
    /// Blocks of the row that came, and those of them that were judged.
    var fetchedCount = 0
    var judgedCount = 0
    /// Fetched and not judged yet.
    var blocks: [[UInt8]] = []
    /// Proven, and to be taken once enough blocks stand on them.
    var proven: [[UInt8]] = []
    /// The last block that was taken; nil for the fork.
    var last: EntryID?

    init(peer: NodeAddress, atMilliseconds milliseconds: Int) {
        self.peer = peer
        beganMilliseconds = milliseconds
    }

    /// The next range to be asked for.
    var range: BlocksQuery? {
        guard phase == .blocks, blocks.isEmpty, let row, fetchedCount < part.neededCount else {
            return nil
        }
        let count = min(HardenedNodeLimits.rangeBlockCountMax, part.neededCount - fetchedCount)
        return BlocksQuery(
            first: row.forkHeight + 1 + fetchedCount, count: count,
            last: row.links[fetchedCount + count - 1].digest)
    }
}

/// Blocks that a caller pushed, to be judged.
struct InboxEntry {
    let source: SourceGroup
    var blocks: [[UInt8]]
    /// The block below the first; nil until judging begins.
    var parent: EntryID?
}
