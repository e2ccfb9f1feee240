internal import Cryptography
internal import Platform
package import PythonValues

/// A check of a whole ledger of receipts that the published `verify_chain` does not make: besides
/// the chain, that each stored text is the receipt whose hash the chain holds, that the row's other
/// columns are of that text, and on demand that both parties signed it.
///
/// Reads ``pageRowCount`` rows at a time, so that memory does not grow with the ledger.
package struct LedgerAudit: Sendable {
    /// A place where the ledger is not what a gateway would have written.
    package struct Finding: Sendable, Equatable {
        /// The row's number.
        package let row: Int
        package let column: String
        package let expected: String
        package let got: String
    }

    package static let pageRowCount = 4_096
    /// Further findings are counted, not kept.
    package static let findingCountMax = 20

    package private(set) var rowCount = 0
    package private(set) var findingCount = 0
    /// The first ones, by row.
    package private(set) var findings: [Finding] = []
    /// The last row's chain hash; empty before the first.
    package private(set) var head = ""

    private init() {}

    /// - Parameters:
    ///   - verifiesSignatures: whether both signatures of each receipt are checked, too.
    ///   - threadCount: from 1 on.
    ///   - progress: told the number of rows so far.
    /// **Throws:** ``PythonError`` where the database cannot be read, or its table of receipts has
    /// rows that no number of their own leads to.
    package static func audit(
        _ ledger: PublishedLedger, verifiesSignatures: Bool, threadCount: Int,
        progress: (Int) -> Void
    ) throws(PythonError) -> LedgerAudit {
        var audit = LedgerAudit()
        let count = try ledger.store.row("SELECT count(*) FROM receipts")?[0]
        var next: Int? = .min
        while let first = next {
            let page = try ledger.store.rows(
                "SELECT id, receipt_id, payload, payload_hash, prev_hash, chain_hash, "
                    + "session_id, node_pubkey, gateway_pubkey, gateway_sig, node_sig, created_at "
                    + "FROM receipts WHERE id >= ? ORDER BY id LIMIT \(pageRowCount)",
                [.integer(first)])
            guard let end = page.last else { break }
            guard case .integer(let last) = end[0] else {
                throw .type("receipts: expected a row's number, got \(text(end[0]))")
            }
            next = last == .max ? nil : last + 1
            let texts = Threads.map(count: page.count, threadCount: threadCount) { index in
                finding(ofText: page[index], verifiesSignatures: verifiesSignatures)
            }
            for (row, finding) in zip(page, texts) {
                audit.follow(row)
                if let finding { audit.note(finding) }
                audit.rowCount += 1
            }
            progress(audit.rowCount)
        }
        // Rows may have come meanwhile; none of those that were there may be missing.
        guard case .integer(let count)? = count, audit.rowCount >= count else {
            throw .value("receipts: expected rows with numbers of their own, got others")
        }
        return audit
    }

    private mutating func note(_ finding: Finding) {
        findingCount += 1
        if findings.count < Self.findingCountMax { findings.append(finding) }
    }

    /// Checks a row's link to the row before.
    private mutating func follow(_ row: [TableCell]) {
        let hash = Self.text(row[3])
        let chain = PublishedReceipt.chainHash(previous: head, id: hash)
        for (column, expected, got) in [
            ("prev_hash", head, Self.text(row[4])), ("chain_hash", chain, Self.text(row[5])),
        ] where !expected.utf8.elementsEqual(got.utf8) {
            note(Finding(row: Self.number(row), column: column, expected: expected, got: got))
        }
        head = Self.text(row[5])
    }

    /// A finding in a row's stored text, which is judged apart from all other rows.
    private static func finding(
        ofText row: [TableCell], verifiesSignatures: Bool
    ) -> Finding? {
        let number = number(row)
        do throws(PythonError) {
            let receipt = try PublishedReceipt(stored: row[2])
            let payload = try receipt.payload()
            let id = Digests.sha256(payload).text
            for (column, cell) in [("payload_hash", row[3]), ("receipt_id", row[1])]
            where !id.utf8.elementsEqual(text(cell).utf8) {
                return Finding(row: number, column: column, expected: id, got: text(cell))
            }
            if let finding = try finding(ofColumns: row, receipt) { return finding }
            guard verifiesSignatures else { return nil }
            for (column, key, signature) in [
                ("gateway_sig", receipt.gatewayKey, receipt.gatewaySignature),
                ("node_sig", receipt.nodeKey, receipt.nodeSignature),
            ]
            where
                try !PublishedSignature.verifies(key: key, message: payload, signature: signature)
            {
                return Finding(
                    row: number, column: column, expected: "a signature by the receipt's key",
                    got: "another text")
            }
            return nil
        } catch {
            return Finding(
                row: number, column: "payload", expected: "the text of a receipt",
                got: error.description)
        }
    }

    /// A finding in the columns that repeat a member of the stored text: settlements choose by
    /// them.
    private static func finding(
        ofColumns row: [TableCell], _ receipt: PublishedReceipt
    ) throws(PythonError) -> Finding? {
        for (place, column, value) in [
            (6, "session_id", receipt.sessionID), (7, "node_pubkey", receipt.nodeKey),
            (8, "gateway_pubkey", receipt.gatewayKey), (9, "gateway_sig", receipt.gatewaySignature),
            (10, "node_sig", receipt.nodeSignature), (11, "created_at", receipt.createdAt),
        ] {
            if case .string(let text) = value, case .text(let bytes) = row[place],
                text.isASCII(bytes)
            {
                continue
            }
            let bound = try TableCell(binding: value, place: place)
            if case .integer = bound, place == 11,
                TableCell.real(try value.convertedToFloat()) == row[place]
            {
                continue
            }
            guard bound != row[place], try stored(bound, column) != row[place] else { continue }
            return Finding(
                row: number(row), column: column, expected: "the stored text's " + column,
                got: text(row[place]))
        }
        return nil
    }

    /// The cell that SQLite makes of another for a column of receipts: an integer in a column of
    /// floats is one, a number in a column of texts its digits.
    private static func stored(
        _ cell: TableCell, _ column: String
    ) throws(PythonError) -> TableCell? {
        let store = try TableStore(path: nil)
        try store.run(script: LedgerTables.migrated.script)
        try store.rows("INSERT INTO receipts(\(column)) VALUES(?)", [cell])
        return try store.row("SELECT \(column) FROM receipts")?.first
    }

    private static func number(_ row: [TableCell]) -> Int {
        if case .integer(let number) = row[0] { return number }
        return 0
    }

    /// A cell's text; of another type, its name.
    private static func text(_ cell: TableCell) -> String {
        switch cell {
        case .text(let bytes): String(decoding: bytes, as: UTF8.self)
        case .null: "NULL"
        case .integer: "an integer"
        case .real: "a float"
        case .blob: "a blob"
        }
    }
}
