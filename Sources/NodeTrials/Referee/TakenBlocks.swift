/// Blocks that a node took from a caller.
struct TakenBlocks {
    /// Nil for bytes that are no list of blocks.
    let blocks: [[UInt8]]?
    /// Whether genesis must come first.
    let isWhole: Bool
}
