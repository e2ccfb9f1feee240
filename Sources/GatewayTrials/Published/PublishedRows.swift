internal import BigInt
internal import Cryptography
internal import PublishedGateways
internal import PythonValues

/// The tables of a published gateway as values, read anew where they changed.
struct PublishedRows {
    private(set) var receipts: [GatewayView.Receipt] = []
    private(set) var votes: [[UInt8]] = []
    private(set) var tallies: [GatewayView.Tally] = []
    private(set) var epochs: [GatewayView.Epoch] = []
    private(set) var accounts: [(user: String, balance: Int)] = []
    /// Lines of tables that are none of these.
    private(set) var furtherLines: [String] = []
    private(set) var digest = Digests.sha256([])
    private var receiptsDigest = Digests.sha256([])
    private var lastReceipt = 0
    /// SQLite's count of changes when the tables were last read.
    private var changes: TableCell?

    /// **Throws:** `PythonError` where SQLite fails.
    init(_ ledger: PublishedLedger) throws {
        try read(ledger)
    }

    /// Reads what changed. What a gateway has in memory is part of the digest.
    ///
    /// **Throws:** `PythonError` where SQLite fails.
    mutating func read(_ gateway: PublishedGateway) throws {
        try read(gateway.ledger)
        var hasher = SHA256Hasher()
        hasher.update(tablesDigest.bytes)
        for node in gateway.nodes {
            hasher.update(Array("\(node.key.shown) \(node.url.shown)\n".utf8))
        }
        for peer in gateway.peers { hasher.update(Array("\(peer.shown)\n".utf8)) }
        for proposal in gateway.proposals {
            hasher.update(Array("\(proposal.id.shown) \(proposal.signatures.count)\n".utf8))
        }
        digest = hasher.finalized()
    }

    private var tablesDigest = Digests.sha256([])

    private mutating func read(_ ledger: PublishedLedger) throws {
        let now = try ledger.store.row("SELECT total_changes()")?[0]
        guard changes == nil || now != changes else { return }
        changes = now
        try readReceipts(ledger.store)
        let document = try LedgerDocument(of: ledger.store)
        try readEpochs(ledger)
        accounts = (document[table: "accounts"]?.rows ?? []).map { ($0[0].shown, $0[1].integer) }
        furtherLines = document.tables.filter {
            !["receipts", "sqlite_sequence"].contains($0.name)
        }
        .flatMap { table in table.rows.map { "\(table.name) \(Self.line($0))" } }
        var hasher = SHA256Hasher()
        hasher.update(receiptsDigest.bytes)
        for line in furtherLines { hasher.update(Array(line.utf8) + [0x0A]) }
        tablesDigest = hasher.finalized()
    }

    private static func line(_ row: [TableCell]) -> String {
        row.map { cell in
            switch cell {
            case .null: "null"
            case .integer(let integer): "\(integer)"
            case .real(let float): float.text
            case .text(let bytes): "\"\(String(decoding: bytes, as: UTF8.self))\""
            case .blob(let bytes): "\(bytes)"
            }
        }.joined(separator: " ")
    }

    // MARK: Receipts

    /// Rows of the ledger are never changed but by somebody with the disk, who starts it anew.
    private mutating func readReceipts(_ store: TableStore) throws {
        let rows = try store.rows(
            "SELECT id, receipt_id, payload, chain_hash, created_at, prev_hash, payload_hash, "
                + "node_sig FROM receipts WHERE id>? ORDER BY id", [.integer(lastReceipt)])
        for row in rows {
            lastReceipt = row[0].integer
            let payload = row[2].textBytes
            let bytes = PublishedTexts.value(payload).flatMap(PublishedTexts.compact) ?? payload
            receipts.append(
                GatewayView.Receipt(bytes: bytes, id: row[1].shown, chainHash: row[3].shown))
            receiptsDigest = Digests.sha256(
                receiptsDigest.bytes + Array(Self.line(row).utf8))
        }
    }

    // MARK: Epochs

    private mutating func readEpochs(_ ledger: PublishedLedger) throws {
        epochs = try ledger.store.rows(
            "SELECT epoch_id, snapshot_payload, finalized FROM epochs ORDER BY epoch_id"
        ).map { row in
            let snapshot = PublishedTexts.value(row[1].textBytes) ?? .none
            return GatewayView.Epoch(
                id: row[0].shown, root: snapshot.found("root").shownText,
                total: Int(Self.integer(snapshot.found("total_amount"))),
                payouts: Self.payouts(snapshot), isFinalized: row[2].integer != 0,
                signedBytes: PublishedTexts.compact(snapshot) ?? [])
        }
        let signatures = try ledger.store.rows(
            "SELECT epoch_id, pubkey, signature FROM epoch_signatures ORDER BY epoch_id, pubkey")
        votes = signatures.map { row in
            var vote = PythonDictionary()
            vote["epoch_id"] = .text(row[0].shown)
            vote["validator_pubkey"] = .text(row[1].shown)
            vote["signature"] = .text(row[2].shown)
            return PublishedTexts.compact(.dictionary(vote)) ?? []
        }
        tallies = []
        for row in signatures {
            if let last = tallies.last, last.epoch == row[0].shown {
                tallies[tallies.count - 1] = GatewayView.Tally(
                    epoch: last.epoch, root: last.root, weight: last.weight + 1)
            } else {
                let epoch = row[0].shown
                tallies.append(
                    GatewayView.Tally(
                        epoch: epoch, root: epochs.first { $0.id == epoch }?.root ?? "", weight: 1))
            }
        }
    }

    /// 0 for another value; the tables keep 64 bits of a total.
    private static func integer(_ value: PythonValue) -> BigInt {
        if case .integer(let integer) = value { integer } else { 0 }
    }

    static func payouts(_ snapshot: PythonValue) -> [GatewayView.Payout] {
        snapshot.found("payouts").foundElements.map { payout in
            GatewayView.Payout(
                node: payout.found("node_pubkey").shownText,
                address: payout.found("eth_address").shownText.lowercased(),
                amount: integer(payout.found("amount")))
        }
    }
}
