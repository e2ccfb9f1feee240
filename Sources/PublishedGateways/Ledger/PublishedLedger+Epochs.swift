package import BigInt
internal import Cryptography
package import PythonValues

extension PublishedLedger {
    /// The weighted output tokens of each node, in the order of its first receipt: of receipts from
    /// `start` to before `end` where both are given, else of all. The stored texts alone count.
    ///
    /// **Throws:** ``PythonError``: JSONDecodeError, a key or type where a text is no receipt; as
    /// Python's `int` does for tokens; a type for a quality of null; an overflow.
    package func contributions(
        from start: PythonFloat?, until end: PythonFloat?
    ) throws(PythonError) -> [(node: PythonValue, sum: PythonFloat)] {
        let rows: [[TableCell]]
        if let start, let end {
            rows = try store.rows(
                "SELECT payload FROM receipts WHERE created_at>=? AND created_at<? "
                    + "ORDER BY id ASC", [.real(start), .real(end)])
        } else {
            rows = try store.rows("SELECT payload FROM receipts ORDER BY id ASC")
        }
        var contributions: [(node: PythonValue, sum: PythonFloat)] = []
        var places: [PythonText: Int] = [:]  // looked up, never iterated
        for row in rows {
            let (node, id, tokens) = try Self.share(ofStored: try row[0].json())
            let weight = try quality(ofReceipt: id) ?? PublishedSettlement.defaultWeight
            let place: Int?
            if case .string(let text) = node {
                place = places[text]
            } else {
                place = contributions.firstIndex { $0.node.equals(node) }
            }
            if let place {
                contributions[place].sum = try PublishedSettlement.adding(
                    tokens: tokens, weight: weight, to: contributions[place].sum)
            } else {
                if case .string(let text) = node { places[text] = contributions.count }
                let sum = try PublishedSettlement.adding(
                    tokens: tokens, weight: weight, to: PythonFloat(0))
                contributions.append((node, sum))
            }
        }
        return contributions
    }

    /// The node, the id under which a quality is looked up, and the output tokens of a stored text.
    private static func share(
        ofStored value: PythonValue
    ) throws(PythonError) -> (node: PythonValue, id: String, tokens: BigInt) {
        guard case .dictionary(let members) = value else {
            throw .type("'\(value.typeName)' object has no members of a receipt")
        }
        let node = try value.member("node_pubkey")
        let tokens = try (members["output_tokens"] ?? .integer(0)).convertedToInteger()
        var signed = PythonDictionary()
        for (key, member) in members.members
        where !key.equals(PublishedReceipt.gatewaySignatureName)
            && !key.equals(PublishedReceipt.nodeSignatureName)
        {
            signed[key] = member
        }
        let id = Digests.sha256(try PythonJSONWriter.text(.dictionary(signed)).utf8).text
        switch node {
        case .list, .dictionary: throw .type("unhashable type: '\(node.typeName)'")
        default: return (node, id, tokens)
        }
    }

    /// Replaces an epoch of the same id, its anchor and its mark; signatures stay.
    ///
    /// **Throws:** ``PythonError``: OperationalError on tables as shipped; an overflow for a total
    /// outside 64 bits.
    package func saveEpoch(
        _ id: PythonText, snapshot: PythonDictionary
    ) throws(PythonError) {
        let stored = try PythonJSONWriter.text(
            .dictionary(snapshot), sortsKeys: false, style: .spaced)
        let values: [PythonValue] = [
            .string(id), snapshot["start_time"] ?? .none, snapshot["end_time"] ?? .none,
            snapshot["token_ticker"] ?? .none, snapshot["total_amount"] ?? .none,
            snapshot["root"] ?? .none, .none, .text(stored), snapshot["gateway_sig"] ?? .none,
            snapshot["created_at"] ?? .none,
        ]
        let statement =
            "INSERT OR REPLACE INTO epochs(epoch_id,start_time,end_time,rune_ticker,total_amount,"
            + "root,anchor_txid,snapshot_payload,gateway_sig,created_at) "
            + "VALUES(?,?,?,?,?,?,?,?,?,?)"
        // A statement that SQLite does not take fails before its parameters do.
        try store.check(statement)
        var cells: [TableCell] = []
        for (index, value) in values.enumerated() {
            cells.append(try TableCell(binding: value, place: index + 1))
        }
        try store.rows(statement, cells)
    }

    /// The stored snapshot, with its root and signature; nil where there is none, or it is empty.
    ///
    /// **Throws:** ``PythonError``: JSONDecodeError.
    package func epoch(_ id: PythonText) throws(PythonError) -> PythonValue? {
        let row = try store.row(
            "SELECT snapshot_payload FROM epochs WHERE epoch_id=?", [.text(try id.utf8())])
        guard let snapshot = try row?[0].json(), snapshot.isTrue else { return nil }
        return snapshot
    }

    /// By id: the root, the anchor or null, and 1 where finalized.
    package func epochRows() throws(PythonError) -> [EpochRow] {
        var epochs: [EpochRow] = []
        for row in try store.rows(
            "SELECT epoch_id, root, anchor_txid, finalized FROM epochs ORDER BY epoch_id")
        {
            epochs.append(
                EpochRow(
                    id: try row[0].value(), root: try row[1].value(), anchor: try row[2].value(),
                    finalized: try row[3].value()))
        }
        return epochs
    }

    /// Replaces the signature that the same key text gave.
    package func addSignature(
        _ signature: PythonText, by key: PythonText, ofEpoch id: PythonText
    ) throws(PythonError) {
        var name = TableCell.text(try key.utf8())
        let epoch = TableCell.text(try id.utf8())
        let earlier = try store.row(
            "SELECT 1 FROM epoch_signatures WHERE epoch_id=? AND pubkey=?", [epoch, name])
        // Without the check a second vote has a row of its own.
        if checks.pass(.voteOnce, if: earlier == nil), earlier != nil {
            name = .text(try key.utf8() + Array(" again".utf8))
        }
        try store.rows(
            "INSERT OR REPLACE INTO epoch_signatures(epoch_id,pubkey,signature) VALUES(?,?,?)",
            [epoch, name, .text(try signature.utf8())])
    }

    /// By key text.
    package func signatures(
        ofEpoch id: PythonText
    ) throws(PythonError) -> [(key: PythonValue, signature: PythonValue)] {
        var signatures: [(key: PythonValue, signature: PythonValue)] = []
        for row in try store.rows(
            "SELECT pubkey, signature FROM epoch_signatures WHERE epoch_id=? ORDER BY pubkey",
            [.text(try id.utf8())])
        {
            signatures.append((try row[0].value(), try row[1].value()))
        }
        return signatures
    }

    /// Anybody's text as the anchor of an epoch, which is finalized then.
    package func anchorEpoch(
        _ id: PythonText, transaction: PythonText
    ) throws(PythonError) {
        let key = TableCell.text(try id.utf8())
        try store.rows(
            "UPDATE epochs SET anchor_txid=? WHERE epoch_id=?",
            [.text(try transaction.utf8()), key])
        try store.rows("UPDATE epochs SET finalized=1 WHERE epoch_id=?", [key])
    }

    /// The payouts that a minter pays: those with an address and more than nothing.
    ///
    /// **Throws:** ``PythonError``: RuntimeError where there is no such epoch or nothing to pay;
    /// others where a snapshot was edited.
    package func payouts(ofEpoch id: PythonText) throws(PythonError) -> [EpochPayout] {
        guard let snapshot = try epoch(id) else {
            throw .other(name: "RuntimeError", "epoch not found")
        }
        var payouts: [EpochPayout] = []
        guard case .dictionary(let members) = snapshot else {
            throw .attribute("'\(snapshot.typeName)' object has no attribute 'get'")
        }
        for payout in try (members["payouts"] ?? .list([])).elements() {
            let address = try payout.optionalMember("eth_address")
            var amount = try payout.optionalMember("amount")
            if case .dictionary(let members) = payout, members["amount"] == nil {
                amount = .integer(0)
            }
            let units = try amount.convertedToInteger()
            if address.isTrue, units > 0 {
                payouts.append(EpochPayout(address: address, amount: units))
            }
        }
        guard !payouts.isEmpty else {
            throw .other(name: "RuntimeError", "no payouts to process")
        }
        return payouts
    }
}

/// The columns of a stored epoch that are no part of its snapshot's text.
package struct EpochRow: Sendable {
    package let id: PythonValue
    package let root: PythonValue
    /// A transaction's hash, or whatever text somebody gave; null where unset.
    package let anchor: PythonValue
    /// 1 or 0.
    package let finalized: PythonValue
}

/// The amount that an epoch pays to an address.
package struct EpochPayout: Sendable {
    /// A text, unless a snapshot was edited.
    package let address: PythonValue
    /// In the token's smallest units, above 0.
    package let amount: BigInt
}
