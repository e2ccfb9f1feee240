internal import Chains

/// The place of blocks that somebody made.
struct ChainPlace<Link: ChainLink>: Sendable {
    /// The chain up to the last of them; nil where a block among them cannot be stood on.
    let chain: ChainView<Link>?
    /// The block below the first of them; nil for genesis.
    let parent: EntryID?
}
