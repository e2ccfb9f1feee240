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

    init(
        receiptCount: Int, head: String, settlementCount: Int, root: String,
        votes: some Collection<VoteEntry>, noteCount: Int, notesHead: String
    ) {
        self.receiptCount = receiptCount
        self.head = head
        self.settlementCount = settlementCount
        self.root = root
        voteCount = votes.count
        votesDigest = Self.digest(of: votes)
        self.noteCount = noteCount
        self.notesHead = notesHead
    }

    /// A digest of votes; each one's length keeps it apart from the next.
    static func digest(of votes: some Collection<VoteEntry>) -> Digest {
        Digests.sha256(
            votes.flatMap { vote in
                (0..<8).map { UInt8(truncatingIfNeeded: vote.bytes.count >> (8 * $0)) } + vote.bytes
            })
    }
}
