internal import BigInt
internal import Cryptography
internal import GlyphChain

/// Checked headers on a block of the main chain: the links that their blocks would be.
struct HeaderRow {
    /// The height of the main chain's block below the first.
    let forkHeight: Int
    let forkHash: Digest
    private(set) var links: [HardenedLink] = []
    /// The work of all blocks above genesis up to the fork and in the row.
    private(set) var work: BigInt

    init(forkHeight: Int, forkHash: Digest, workAtFork: BigInt) {
        self.forkHeight = forkHeight
        self.forkHash = forkHash
        work = workAtFork
    }

    var tip: Digest { links.last?.digest ?? forkHash }

    mutating func append(_ link: HardenedLink) {
        links.append(link)
        work += link.work
    }

    /// The work up to so many of the row's blocks.
    func work(ofFirst count: Int) -> BigInt {
        work - links[count...].reduce(0) { $0 + $1.work }
    }
}

/// The part of a row that the node would take at a time, by its clock.
struct RowPart: Equatable {
    /// The first block that the clock is ahead of, or the count of all.
    let aheadIndex: Int
    /// The blocks that are taken, if all that follows is true.
    let usableCount: Int
    /// The blocks that are fetched: some only to see that others are buried under them.
    let neededCount: Int
}
