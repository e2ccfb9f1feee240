package import Trials

/// An event of the node that people and referees read. Nothing in the node reads it.
package enum NodeEvent: Sendable, Equatable {
    /// Something that came from a source was refused.
    case refused(source: String, Refusal)
    /// The node's own block was refused, or the work of others came first.
    case ownRefused(Refusal?)
    /// The node has another tip; `depth` blocks were taken back.
    case adopted(source: String, height: Int, tip: String, depth: Int)
    case mined(height: Int, tip: String)
    /// A block of this height waits for the clock.
    case early(source: String, height: Int)
    case payment(source: String)
    case peerAdded(NodeAddress)
    case peerLost(NodeAddress)
    /// A source is not listened to for some time.
    case paused(source: String)
}

/// Sums over the node's life, for metrics.
package struct NodeCounts: Sendable, Equatable {
    package var requests = 0
    package var calls = 0
    package var failedCalls = 0
    package var refusals = 0
    /// Blocks that were judged, each with an inference at most.
    package var judgedBlocks = 0
    package var adoptedBlocks = 0
    package var reorganisations = 0
    package var minedBlocks = 0
    package var payments = 0
}

/// The things that a node holds besides its chain, for metrics: all of them are bounded.
package struct NodeHoldings: Sendable, Equatable {
    package let sessions: Int
    /// Links of headers whose blocks are not taken yet.
    package let links: Int
    /// Bytes of blocks that were fetched or pushed and not judged yet.
    package let blockBytes: Int
    package let inboxEntries: Int
    package let calls: Int
    package let candidates: Int
}
