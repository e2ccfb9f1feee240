internal import BigInt
internal import Conformance
internal import Cryptography
internal import PublishedGateways
internal import PythonValues

/// A change of a ledger's tables that its gateway knows nothing of.
struct StorageDamage {
    private let operation: VectorValue
    private let row: Int
    private let argument: VectorValue

    init(_ vector: VectorValue) throws {
        operation = try vector.member("op")
        row = try vector.member("row").int()
        argument = try vector.member("arg")
    }

    func apply(to ledger: PublishedLedger) throws {
        let store = ledger.store
        let id = TableCell.integer(row)
        switch try operation.string() {
        case "none": break
        case "payload_member": try editMember(store)
        case "payload_tokens": try edit(store) { $0["output_tokens"] = argument.value }
        case "payload_node":
            let key = VectorParty.key(try argument.string())
            try edit(store) { $0["node_pubkey"] = .string(key) }
        case "payload_bad": try set("payload", .text(argument.string()), store)
        case "column": try set(argument.string(), .text("00"), store)
        case "truncate": try store.rows("DELETE FROM receipts WHERE id>=?", [id])
        case "delete": try store.rows("DELETE FROM receipts WHERE id=?", [id])
        case "rewrite":
            try store.rows("DELETE FROM receipts WHERE id=?", [id])
            try rechain(store)
        case "swap": try swap(with: .integer(argument.int()), store)
        case "duplicate_row": try duplicate(store)
        case "id_change": try store.rows("UPDATE receipts SET id=id+100 WHERE id=?", [id])
        case "created": try set("created_at", TableCell(binding: argument.value, place: 1), store)
        case "prev_null": try set(argument.string(), .null, store)
        case "quality_null":
            try store.rows(
                "INSERT INTO quality(receipt_id,node_pubkey,score) "
                    + "SELECT receipt_id, node_pubkey, NULL FROM receipts WHERE id=?", [id])
        case let other:
            throw VectorFormError(
                place: operation.place, expected: "an operation of the page", got: other)
        }
    }

    private func set(_ column: String, _ cell: TableCell, _ store: TableStore) throws {
        let columns = [
            "payload", "created_at", "payload_hash", "prev_hash", "chain_hash", "session_id",
            "gateway_sig", "node_pubkey",
        ]
        guard columns.contains(column) else {
            throw VectorFormError(
                place: argument.place, expected: "a column of receipts", got: column)
        }
        try store.rows(
            "UPDATE receipts SET \(column)=? WHERE id=?", [cell, .integer(row)])
    }

    // MARK: Stored texts

    private func edit(_ store: TableStore, _ body: (inout PythonDictionary) -> Void) throws {
        guard let cells = try store.row("SELECT payload FROM receipts WHERE id=?", [.integer(row)]),
            case .dictionary(var members) = try cells[0].json()
        else { return }
        body(&members)
        let text = try PythonJSONWriter.text(
            .dictionary(members), sortsKeys: false, style: .spaced)
        try set("payload", .text(text), store)
    }

    /// `add NAME` or `drop NAME`.
    private func editMember(_ store: TableStore) throws {
        let words = try argument.string().split(separator: " ").map(String.init)
        guard words.count == 2 else {
            throw VectorFormError(
                place: argument.place, expected: "add or drop, and a name",
                got: try argument.string())
        }
        try edit(store) { members in
            if words[0] == "add" {
                members[words[1]] = .integer(1)
                return
            }
            var left = PythonDictionary()
            for (key, value) in members.members where !key.equals(words[1]) { left[key] = value }
            members = left
        }
    }

    // MARK: Rows

    /// Hashes of all rows, as they follow from the payloads' hashes.
    private func rechain(_ store: TableStore) throws {
        var previous: [UInt8] = []
        for cells in try store.rows("SELECT id, payload_hash FROM receipts ORDER BY id") {
            guard case .text(let hash) = cells[1] else { continue }
            let chainHash = Array(Digests.sha256(previous + hash).text.utf8)
            try store.rows(
                "UPDATE receipts SET prev_hash=?, chain_hash=? WHERE id=?",
                [.text(previous), .text(chainHash), cells[0]])
            previous = chainHash
        }
    }

    private func swap(with other: TableCell, _ store: TableStore) throws {
        let update = "UPDATE receipts SET id=? WHERE id=?"
        try store.rows(update, [.integer(-1), .integer(row)])
        try store.rows(update, [.integer(row), other])
        try store.rows(update, [other, .integer(-1)])
    }

    private func duplicate(_ store: TableStore) throws {
        let columns =
            "session_id,node_pubkey,gateway_pubkey,payload,gateway_sig,node_sig,created_at,"
            + "prev_hash,payload_hash,chain_hash"
        try store.rows(
            "INSERT INTO receipts(receipt_id,\(columns)) "
                + "SELECT 'x',\(columns) FROM receipts WHERE id=?", [.integer(row)])
    }
}
