package import Cryptography

/// The point that a ledger is known to have reached: an operator keeps it outside the store, for
/// nothing inside tells an older copy of a ledger from the ledger.
package struct LedgerAnchor: Sendable, Equatable {
    package let receiptCount: Int
    /// The chain hash at that count.
    package let head: String
    package let settlementCount: Int
    /// The snapshot root of the last epoch that was settled; before the first, the chain hash of a
    /// ledger without receipts.
    package let root: String
    package let voteCount: Int
    /// All votes up to that count, in their order: one that came back by an older copy would count
    /// though its validator has voted otherwise since.
    package let votesDigest: Digest

    package let noteCount: Int
    /// The notes' chain hash at that count.
    package let notesHead: String
    package let boundCount: Int
    /// All rows of users, prices and minting up to that count, in their order: their times are the
    /// gateway's own, and nobody signed them.
    package let boundDigest: Digest

    init(
        receiptCount: Int, head: String, settlementCount: Int, root: String,
        votes: some Collection<VoteEntry>, noteCount: Int, notesHead: String, bound: [LogRow]
    ) {
        self.receiptCount = receiptCount
        self.head = head
        self.settlementCount = settlementCount
        self.root = root
        voteCount = votes.count
        votesDigest = Self.digest(of: votes)
        self.noteCount = noteCount
        self.notesHead = notesHead
        boundCount = bound.count
        boundDigest = Self.digest(ofRows: bound)
    }

    static func digest(of votes: some Collection<VoteEntry>) -> Digest {
        digest(votes.map(\.bytes))
    }

    static func digest(ofRows rows: some Collection<LogRow>) -> Digest {
        digest(rows.flatMap { [$0.kind.rawValue.bytes, $0.bytes, $0.name.bytes, $0.link.bytes] })
    }

    /// A digest of byte strings; each one's length keeps it apart from the next.
    private static func digest(_ parts: [[UInt8]]) -> Digest {
        Digests.sha256(
            parts.flatMap { part in
                (0..<8).map { UInt8(truncatingIfNeeded: part.count >> (8 * $0)) } + part
            })
    }
}
