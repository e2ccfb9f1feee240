internal import Trials

/// Judges a hardened ledger by all that happened to it.
struct LedgerReferee {
    private let books: LedgerBooks

    init(_ attacked: AttackedLedger, _ notes: LedgerNotes) {
        var books = LedgerBooks(attacked.ledger, notes)
        for event in attacked.events {
            switch event {
            case .call(let bytes): books.take(bytes)
            case .slot(let before, let after): books.begin(before: before, after: after)
            }
        }
        self.books = books
    }

    /// The first complaint of an oracle.
    func complaint(of oracle: MeshOracle) -> String? {
        books.complaints.first { $0.oracle == oracle }?.text
    }

    /// Rules without refusals that decided something: without them it would have come otherwise.
    var silentGuards: [Guard] { books.silentGuards }
}
