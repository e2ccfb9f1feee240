package import PythonValues

/// A row of the table of receipts, as it is stored.
package struct ReceiptRow: Sendable {
    /// The row's number, by which the chain is ordered.
    package let number: Int
    /// A text, unless somebody edited it, as are the members below.
    package let id: PythonValue
    /// Seconds since 1970; null where NaN was stored, a text where the receipt had one.
    package let createdAt: PythonValue
    /// The text of all ten members.
    package let stored: TableCell
    package let previousHash: PythonValue
    package let payloadHash: PythonValue
    package let chainHash: PythonValue

    /// **Throws:** ``PythonError``: JSONDecodeError, a type where the text is no receipt.
    package func receipt() throws(PythonError) -> PublishedReceipt {
        try PublishedReceipt(stored: stored)
    }
}

/// Rows as they are stored, for referees and for people.
extension PublishedLedger {
    /// By number.
    package func receiptRows() throws(PythonError) -> [ReceiptRow] {
        var receipts: [ReceiptRow] = []
        for row in try store.rows(
            "SELECT id, receipt_id, created_at, payload, prev_hash, payload_hash, chain_hash "
                + "FROM receipts ORDER BY id")
        {
            guard case .integer(let number) = row[0] else {
                throw .type("receipts: expected a row's number, got another type")
            }
            receipts.append(
                ReceiptRow(
                    number: number, id: try row[1].value(), createdAt: try row[2].value(),
                    stored: row[3], previousHash: try row[4].value(),
                    payloadHash: try row[5].value(), chainHash: try row[6].value()))
        }
        return receipts
    }

    /// By receipt: the node that the writer named, and the score, null for NaN.
    package func qualities() throws(PythonError) -> [(
        receipt: PythonValue, node: PythonValue, score: PythonValue
    )] {
        var qualities: [(receipt: PythonValue, node: PythonValue, score: PythonValue)] = []
        for row in try store.rows(
            "SELECT receipt_id, node_pubkey, score FROM quality ORDER BY receipt_id")
        {
            qualities.append((try row[0].value(), try row[1].value(), try row[2].value()))
        }
        return qualities
    }

    /// By key.
    package func settings() throws(PythonError) -> [(key: PythonValue, value: PythonValue)] {
        var settings: [(key: PythonValue, value: PythonValue)] = []
        for row in try store.rows("SELECT key, value FROM settings ORDER BY key") {
            settings.append((try row[0].value(), try row[1].value()))
        }
        return settings
    }

    /// All rows of all tables.
    package func document() throws(PythonError) -> LedgerDocument {
        try LedgerDocument(of: store)
    }
}
