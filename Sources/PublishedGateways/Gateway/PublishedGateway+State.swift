internal import BigInt
package import Cryptography
package import PythonValues

extension PublishedGateway {
    /// The state as the vectors have it: floats and texts of columns of numbers as `repr` spells
    /// them.
    ///
    /// **Throws:** ``PythonError`` where a table holds a text that is no UTF-8.
    package func state() throws(PythonError) -> PythonValue {
        let store = ledger.store
        let receipts = try Self.list(
            store, "SELECT receipt_id, created_at, prev_hash, chain_hash FROM receipts ORDER BY id",
            spelt: [1])
        let epochs = try Self.list(
            store, "SELECT epoch_id, root, anchor_txid, finalized FROM epochs ORDER BY epoch_id")
        let signatures = try Self.list(
            store,
            "SELECT epoch_id, pubkey, signature FROM epoch_signatures ORDER BY epoch_id, pubkey")
        return .object([
            "receipts": receipts,
            "addresses": try Self.list(
                store, "SELECT node_pubkey, eth_address FROM node_addresses ORDER BY node_pubkey"),
            "epochs": epochs, "signatures": signatures,
            "validators": try Self.list(
                store, "SELECT pubkey, weight FROM validators ORDER BY rowid", spelt: [1]),
            "quality": try Self.list(
                store, "SELECT receipt_id, node_pubkey, score FROM quality ORDER BY receipt_id",
                spelt: [2]),
            "accounts": try Self.list(
                store, "SELECT user_pubkey, balance FROM accounts ORDER BY user_pubkey"),
            "txns": try Self.list(
                store,
                "SELECT user_pubkey, delta_amount, kind, memo, ref_id FROM account_txns "
                    + "ORDER BY id"),
            "payments": try Self.list(
                store, "SELECT user_pubkey, amount, txid, status FROM payments ORDER BY id"),
            "settings": try Self.list(store, "SELECT key, value FROM settings ORDER BY key"),
            "nodes": .list(
                nodes.map { .list([.string($0.key), .string($0.name), .string($0.url)]) }),
            "peers": .list(peers.map(PythonValue.string)),
            "proposals": .list(
                proposals.map {
                    .list([
                        .string($0.id), .string($0.epoch),
                        .integer(BigInt($0.signatures.count)),
                    ])
                }),
        ])
    }

    /// SHA-256 of the state's canonical text.
    package func stateDigest() throws(PythonError) -> Digest {
        Digests.sha256(try PythonJSONWriter.text(state()).utf8)
    }

    /// - Parameter spelt: the columns of which texts are spelt with quotes; floats are everywhere.
    private static func list(
        _ store: TableStore, _ statement: String, spelt: [Int] = []
    ) throws(PythonError) -> PythonValue {
        var rows: [PythonValue] = []
        for row in try store.rows(statement) {
            var cells: [PythonValue] = []
            for (column, cell) in row.enumerated() {
                let value = try cell.value()
                switch value {
                case .float(let float): cells.append(.text(float.text))
                case .string where spelt.contains(column):
                    cells.append(.string(try value.representation()))
                default: cells.append(value)
                }
            }
            rows.append(.list(cells))
        }
        return .list(rows)
    }
}
