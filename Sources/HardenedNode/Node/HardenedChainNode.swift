internal import BigInt
package import Chains
package import Cryptography
package import GlyphChain
internal import Trials

/// The settings of a hardened node on a network.
package struct HardenedNodeSettings: Sendable {
    /// The node's own address, as peers reach it; nil for a node that nobody can call.
    package var address: NodeAddress?
    /// Peers that are never pushed out.
    package var peers: [NodeAddress] = []
    /// Whether private addresses may be peers beside those that were given.
    package var allowsPrivate = false
    /// Headers without more work that a peer may show, besides twice those whose place they would
    /// take.
    package var headerExcessMax = HardenedNodeLimits.headerExcessMax
    /// Random bytes, by which the node knows itself under any address.
    package var name: Digest

    package init(name: Digest) {
        self.name = name
    }
}

/// A hardened chain's node on a network, without the network: requests in, answers out; calls that
/// it wants made out, their answers in. It has no clock and no thread of its own.
///
/// A node belongs to one task at a time. Only ``work(atMilliseconds:)`` and
/// ``take(own:atMilliseconds:)`` compute inferences.
package final class HardenedChainNode {
    package let node: ChainNode<HardenedRules>
    package let settings: HardenedNodeSettings
    var book: PeerBook
    var ledger = SourceLedger()
    package var counts = NodeCounts()
    var events: [NodeEvent] = []
    /// **Bounds:** two for each peer and one for each candidate.
    var outstanding: [OutstandingCall] = []
    /// **Bounds:** ``HardenedNodeLimits/sessionCountMax`` and one for each given peer.
    var sessions: [HeaderSession] = []
    /// **Bounds:** ``HardenedNodeLimits/inboxCountMax``.
    var inbox: [InboxEntry] = []
    /// Hashes of the last blocks that were proven but not taken.
    var provenHashes: [Digest] = []
    var tipNews: TipNews?
    /// The turn of those whose blocks are judged.
    var turn = 0
    /// The fault of the store after which the node does nothing more.
    package internal(set) var fault: StoreError?

    private static var eventCountMax: Int { 1_024 }

    package init(_ node: ChainNode<HardenedRules>, _ settings: HardenedNodeSettings) {
        self.node = node
        self.settings = settings
        book = PeerBook(
            own: settings.address, given: settings.peers, allowsPrivate: settings.allowsPrivate,
            guards: node.rules.guards)
    }

    // MARK: Values

    package var peers: [NodeAddress] { book.addresses }
    /// Whether a peer is not listened to now, because of what it sent.
    package func isPaused(_ peer: NodeAddress, atMilliseconds milliseconds: Int) -> Bool {
        ledger.isPaused(.peer(peer), atMilliseconds: milliseconds)
    }
    /// Addresses that were named and not asked yet.
    package var candidates: [NodeAddress] { book.candidates.map(\.address) }
    /// The point to be kept outside the store, so that an older copy of the store shows.
    package var anchor: StoreAnchor {
        StoreAnchor(height: node.height, stateDigest: node.stateDigest)
    }

    package var status: NodeStatus {
        NodeStatus(
            chain: node.rules.chainID, height: node.height, node: settings.name,
            peerCount: book.peers.count, tip: node.tipHash,
            waitingCount: node.waitingTransactionCount, work: node.work.description)
    }

    package var holdings: NodeHoldings {
        let blocks = sessions.flatMap { $0.blocks + $0.proven } + inbox.flatMap(\.blocks)
        return NodeHoldings(
            sessions: sessions.count,
            links: sessions.reduce(0) { $0 + ($1.row?.links.count ?? 0) },
            blockBytes: blocks.reduce(0) { $0 + $1.count }, inboxEntries: inbox.count,
            calls: outstanding.count, candidates: book.candidates.count)
    }

    /// The events since the last call of this; of many, the last ones.
    package func takeEvents() -> [NodeEvent] {
        defer { events = [] }
        return events
    }

    func note(_ event: NodeEvent) {
        if case .refused = event { counts.refusals += 1 }
        if events.count >= Self.eventCountMax { events.removeFirst() }
        events.append(event)
    }
}
