package import Trials

/// The checks of a hardened node on a network, besides those of its chain's rules: what each
/// stops, and what happens where it is taken out, is in `README.md`.
package enum HardenedNodeGuards {
    // Bytes of requests and answers.
    package static let message = Guard("message")
    package static let chain = Guard("node_chain")

    // Headers and blocks.
    /// Blocks are judged only where their headers hold and carry more work than the node's chain.
    package static let headersFirst = Guard("headers_first")
    /// A peer's headers are asked for, whatever it says of itself.
    package static let claims = Guard("claims")
    /// Headers go on from the highest of the node's points that their chain has.
    package static let locator = Guard("locator")
    /// A chain of headers without more work ends somewhere.
    package static let headerDepth = Guard("header_depth")
    /// Blocks are those that the headers told.
    package static let rangeBlocks = Guard("range_blocks")
    /// The clock is not asked of blocks on which others stand.
    package static let buriedClock = Guard("buried_clock")

    // Sources.
    package static let inboxShare = Guard("inbox_share")
    package static let inboxRoom = Guard("inbox_room")
    package static let budget = Guard("budget")
    package static let strangerBudget = Guard("stranger_budget")

    // Peers.
    package static let peerGroup = Guard("peer_group")
    package static let peerRoom = Guard("peer_room")
    package static let peerShare = Guard("peer_share")
    package static let peerPrivate = Guard("peer_private")
    package static let peerOwn = Guard("peer_own")
    package static let peerAnswered = Guard("peer_answered")
    package static let peerDead = Guard("peer_dead")

    // Payments.
    package static let paymentShare = Guard("payment_share")

    // The node's own deeds: nothing is refused by them, but for a block of its own.
    package static let ownBlock = Guard("own_block")
    package static let relay = Guard("relay")

    package static let all = [
        message, chain, headersFirst, claims, locator, headerDepth, rangeBlocks, buriedClock,
        inboxShare,
        inboxRoom, budget, strangerBudget, peerGroup, peerRoom, peerShare, peerPrivate, peerOwn,
        peerAnswered, peerDead, paymentShare, ownBlock, relay,
    ]
}
