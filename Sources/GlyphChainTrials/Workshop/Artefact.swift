internal import Chains

/// Bytes that somebody made, and the chain up to them where they are blocks.
struct Artefact<Link: ChainLink> {
    /// Blocks in a row, or one byte string.
    let parts: [[UInt8]]
    let chain: ChainView<Link>?
    /// The block below the first of them.
    let parent: EntryID?

    init(parts: [[UInt8]], chain: ChainView<Link>? = nil, parent: EntryID? = nil) {
        self.parts = parts
        self.chain = chain
        self.parent = parent
    }
}
