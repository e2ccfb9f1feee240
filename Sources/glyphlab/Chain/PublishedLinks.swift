import GlyphChain
import PythonValues

/// The links of a published folder's chain, which the published program believes.
enum PublishedLinks {
    /// The first block whose hash is not its header's, or that does not stand on the one before it;
    /// nil where all do.
    static func firstBroken(in chain: PythonValue) -> Int? {
        guard case .list(let blocks) = chain else { return 0 }
        return blocks.indices.first { height in
            !holds(blocks[height], on: height > 0 ? blocks[height - 1] : nil)
        }
    }

    /// A block that lacks a member does not hold.
    private static func holds(_ block: PythonValue, on previous: PythonValue?) -> Bool {
        guard let hash = try? PublishedVerifier.hash(ofHeader: block),
            let own = try? block.member("block_hash"), own.equals(.text(hash))
        else { return false }
        guard let previous else { return true }
        guard let link = try? block.member("prev_hash"),
            let below = try? previous.member("block_hash")
        else { return false }
        return link.equals(below)
    }
}
