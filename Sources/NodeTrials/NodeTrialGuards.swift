internal import Chains
internal import GlyphChain
internal import HardenedNode
internal import Trials

/// The guards of nodes on a network, by profile.
enum NodeTrialGuards {
    /// Checks of the published chain that an attack of these trials meets; those of its other
    /// rules are tried on the chain itself.
    static let published = [
        PublishedGuards.model, PublishedGuards.proof, PublishedGuards.signature,
        PublishedGuards.nonce,
    ]
    /// Checks of the hardened node and of whoever listens and calls for it, and those of the chain
    /// that an attack of these trials meets.
    static let hardened = node + chain + TrialWireGuards.all

    private static let node = [
        HardenedNodeGuards.message, HardenedNodeGuards.chain, HardenedNodeGuards.headersFirst,
        HardenedNodeGuards.claims, HardenedNodeGuards.locator,
        HardenedNodeGuards.rangeBlocks, HardenedNodeGuards.buriedClock,
        HardenedNodeGuards.inboxShare, HardenedNodeGuards.inboxRoom, HardenedNodeGuards.budget,
        HardenedNodeGuards.strangerBudget, HardenedNodeGuards.peerGroup,
        HardenedNodeGuards.peerRoom, HardenedNodeGuards.peerShare, HardenedNodeGuards.peerPrivate,
        HardenedNodeGuards.peerOwn, HardenedNodeGuards.paymentShare,
    ]

    private static let chain = [
        HardenedGuards.encoding, HardenedGuards.weights, HardenedGuards.proof,
        HardenedGuards.signature, HardenedGuards.balance, HardenedGuards.nonce,
        CommonGuards.document, CommonGuards.storedAnchor,
    ]
}
