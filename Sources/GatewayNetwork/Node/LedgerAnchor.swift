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

    package init(receiptCount: Int, head: String, settlementCount: Int, root: String) {
        self.receiptCount = receiptCount
        self.head = head
        self.settlementCount = settlementCount
        self.root = root
    }
}
