internal import Cryptography
package import PythonValues

extension PublishedLedger {
    /// Appends a receipt whose signatures its caller has checked; a known id changes nothing.
    ///
    /// Whether the receipt was new.
    /// **Throws:** ``PythonError`` where SQLite cannot keep the session or the time, or the head is
    /// no text.
    @discardableResult
    package func add(_ receipt: PublishedReceipt) throws(PythonError) -> Bool {
        let id = try receipt.id()
        let stored = try receipt.storedText()
        let previous = try headBytes()
        let chainHash = Digests.sha256(previous + Array(id.utf8)).text
        let values: [PythonValue] = [
            .text(id), receipt.sessionID, receipt.nodeKey, receipt.gatewayKey, .text(stored),
            receipt.gatewaySignature, receipt.nodeSignature, receipt.createdAt,
        ]
        var cells: [TableCell] = []
        for (index, value) in values.enumerated() {
            cells.append(try cell(value, place: index + 1))
        }
        cells += [.text(previous), .text(id), .text(chainHash)]
        try store.rows(Self.insertion, cells)
        guard !checks.pass(.duplicate, if: store.changedRowCount > 0) else {
            // Without the check a known receipt gets a row, though none of its own id.
            if store.changedRowCount == 0 {
                cells[0] = .null
                try store.rows(Self.insertion, cells)
            }
            return true
        }
        return false
    }

    private static let insertion =
        "INSERT OR IGNORE INTO receipts(receipt_id,session_id,node_pubkey,gateway_pubkey,"
        + "payload,gateway_sig,node_sig,created_at,prev_hash,payload_hash,chain_hash) "
        + "VALUES(?,?,?,?,?,?,?,?,?,?,?)"

    /// The cell of a value; of one that the database does not take the JSON text, where the check
    /// is taken out.
    private func cell(_ value: PythonValue, place: Int) throws(PythonError) -> TableCell {
        do throws(PythonError) {
            return try TableCell(binding: value, place: place)
        } catch {
            guard !checks.stands(.binding) else { throw error }
            return .text(try PythonJSONWriter.text(value))
        }
    }

    /// The chain hash that the next row goes on from; nothing before the first row, and behind a
    /// row without one.
    private func headBytes() throws(PythonError) -> [UInt8] {
        guard let head = try headCell() else { return [] }
        switch head {
        case .text(let bytes): return bytes
        case .null, .integer(0): return []
        default: throw .type("unsupported operand type(s) for +")
        }
    }

    private func headCell() throws(PythonError) -> TableCell? {
        try store.row("SELECT chain_hash FROM receipts ORDER BY id DESC LIMIT 1")?[0]
    }

    /// The chain hash of the row with the highest id; null where that has none, or there is no row.
    package func chainHead() throws(PythonError) -> PythonValue {
        try headCell()?.value() ?? PythonValue.none
    }

    /// Whether each row's hashes follow from the row before; of other columns it knows nothing.
    ///
    /// **Throws:** ``PythonError/type(_:)`` for a row without a payload's hash.
    package func isChainGood() throws(PythonError) -> Bool {
        var previous: [UInt8] = []
        for row in try store.rows(
            "SELECT payload_hash, prev_hash, chain_hash FROM receipts ORDER BY id ASC")
        {
            guard case .text(let payloadHash) = row[0] else {
                throw .type("can only concatenate str (not \"NoneType\") to str")
            }
            let expected = Array(Digests.sha256(previous + payloadHash).text.utf8)
            guard row[1] == .text(previous), row[2] == .text(expected) else { return false }
            previous = expected
        }
        return true
    }

    /// All receipts in the order of their rows, rebuilt from the stored texts.
    ///
    /// **Throws:** ``PythonError``: JSONDecodeError, a type where a text is no object or has other
    /// members than a receipt.
    package func receipts() throws(PythonError) -> [PublishedReceipt] {
        var receipts: [PublishedReceipt] = []
        for row in try store.rows("SELECT payload FROM receipts ORDER BY id ASC") {
            receipts.append(try PublishedReceipt(stored: row[0], checks))
        }
        return receipts
    }

    /// Stored objects with a time from `since` on, by time and row.
    ///
    /// - Parameter limit: the number at most; all for a negative one.
    /// **Throws:** ``PythonError``: JSONDecodeError; an overflow for a limit outside 64 bits.
    package func objects(
        since: PythonFloat, limit: PythonValue
    ) throws(PythonError) -> [PythonValue] {
        var objects: [PythonValue] = []
        for row in try store.rows(
            "SELECT payload FROM receipts WHERE created_at>=? "
                + "ORDER BY created_at ASC, id ASC LIMIT ?",
            [.real(since), try TableCell(binding: limit, place: 2)])
        {
            objects.append(try row[0].json())
        }
        return objects
    }

    /// The greatest time of a receipt, which a text may be; 0 without one.
    ///
    /// **Throws:** ``PythonError`` where that is no number.
    package func latestReceiptTime() throws(PythonError) -> PythonFloat {
        let latest = try store.row("SELECT MAX(created_at) FROM receipts")?[0].value()
        guard let latest, latest.typeName != "NoneType" else { return PythonFloat(0) }
        return try latest.convertedToFloat()
    }
}

extension PublishedReceipt {
    /// The receipt of a row's text.
    ///
    /// **Throws:** ``PythonError``: JSONDecodeError, a type where the text is no object or has
    /// other members than a receipt.
    package init(stored cell: TableCell, _ checks: PublishedChecks = PublishedChecks())
        throws(PythonError)
    {
        guard case .dictionary(let object) = try cell.json() else {
            throw .type("argument after ** must be a mapping")
        }
        guard checks.stands(.fields), checks.stands(.unknownField) else {
            self.init(unchecked: object)
            return
        }
        try self.init(object)
    }
}
