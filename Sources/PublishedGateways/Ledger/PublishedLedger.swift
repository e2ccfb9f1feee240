internal import BigInt
package import PythonValues

/// The tables of a published gateway, and the published functions over them, on real SQLite.
///
/// Nothing is checked when a ledger is opened. One thread at a time may use it.
package final class PublishedLedger {
    /// The tables themselves, for whoever has the disk.
    package let store: TableStore
    package let checks: PublishedChecks

    /// - Parameters:
    ///   - tables: the definition of the table of epochs, where there is none yet.
    ///   - path: of the database's file; nil for a database in memory.
    /// **Throws:** ``PythonError``: OperationalError.
    package init(
        tables: LedgerTables = .migrated, path: String? = nil,
        checks: PublishedChecks = PublishedChecks()
    ) throws(PythonError) {
        self.checks = checks
        store = try TableStore(path: path)
        try store.run(script: tables.script)
    }

    /// A database that is there, which this ledger reads and never changes.
    ///
    /// **Throws:** ``PythonError``: OperationalError, DatabaseError for a file of another kind.
    package init(readingAt path: String) throws(PythonError) {
        checks = PublishedChecks()
        store = try TableStore(path: path, isReadOnly: true)
        try store.check("SELECT id, payload FROM receipts")
    }

    /// A database in memory with the rows of another.
    ///
    /// **Throws:** ``PythonError`` where the rows have no room in the tables.
    package init(
        tables: LedgerTables = .migrated, rows document: LedgerDocument,
        checks: PublishedChecks = PublishedChecks()
    ) throws(PythonError) {
        self.checks = checks
        store = try TableStore(path: nil)
        try store.run(script: tables.script)
        try document.replaceRows(in: store)
    }

    /// The reason why a file is no ledger of a published gateway, which no such gateway may add
    /// its tables to; nil for a ledger, an empty database and an empty file.
    ///
    /// - Parameter head: the file's first bytes, 100 where there are as many.
    package static func refusal(ofFileAt path: String, head: [UInt8]) -> String? {
        guard !head.isEmpty else { return nil }
        // SQLite's own place for the number of a program; that of published gateways is 0.
        if head.count >= 72, head[68..<72] != [0, 0, 0, 0] { return "another program's database" }
        do throws(PythonError) {
            let store = try TableStore(path: path, isReadOnly: true)
            let tables = try store.row("SELECT count(*) FROM sqlite_master")
            if tables?.first == .integer(0) { return nil }
            try store.check(
                "SELECT id, receipt_id, session_id, node_pubkey, gateway_pubkey, payload, "
                    + "gateway_sig, node_sig, created_at, prev_hash, payload_hash, chain_hash "
                    + "FROM receipts")
            return nil
        } catch {
            return error.message
        }
    }

    // MARK: Settings

    package func setting(_ key: String) throws(PythonError) -> PythonValue? {
        let row = try store.row("SELECT value FROM settings WHERE key=?", [.text(key)])
        return try row?[0].value()
    }

    package func set(_ key: String, to value: PythonText) throws(PythonError) {
        try store.rows(
            "INSERT OR REPLACE INTO settings(key,value) VALUES(?,?)",
            [.text(key), .text(try value.utf8())])
    }

    /// The setting that is shown and never compared: 1 where there is none.
    package func quorumThreshold() throws(PythonError) -> PythonValue {
        guard let value = try setting(LedgerSetting.quorumThreshold) else { return .integer(1) }
        return .integer(try value.convertedToInteger())
    }

    /// **Throws:** ``PythonError/value(_:)`` for a text against the rule of addresses.
    package func setTokenAddress(_ address: PythonText) throws(PythonError) {
        guard EthereumAddress.isAllowed(address) else {
            throw .value("Invalid token address: \(address.shown)")
        }
        try set(LedgerSetting.tokenAddress, to: address)
    }

    /// Null where unset.
    package func tokenAddress() throws(PythonError) -> PythonValue {
        try setting(LedgerSetting.tokenAddress) ?? PythonValue.none
    }

    /// `polygon` where unset or empty.
    package func tokenNetwork() throws(PythonError) -> PythonValue {
        guard let network = try setting(LedgerSetting.tokenNetwork), network.isTrue else {
            return .text("polygon")
        }
        return network
    }

    /// Null where unset.
    package func rpcURL() throws(PythonError) -> PythonValue {
        try setting(LedgerSetting.rpcURL) ?? PythonValue.none
    }

    // MARK: Validators

    /// A validator that is there moves to the end.
    package func addValidator(_ key: PythonText, weight: PythonFloat) throws(PythonError) {
        try store.rows(
            "INSERT OR REPLACE INTO validators(pubkey,weight) VALUES(?,?)",
            [.text(try key.utf8()), .real(weight)])
    }

    package func removeValidator(_ key: PythonText) throws(PythonError) {
        try store.rows("DELETE FROM validators WHERE pubkey=?", [.text(try key.utf8())])
    }

    /// In order of insertion; a weight that was NaN is null.
    package func validators() throws(PythonError) -> [(key: PythonValue, weight: PythonValue)] {
        try store.rows("SELECT pubkey, weight FROM validators ORDER BY rowid").pairs()
    }

    // MARK: Addresses and quality

    /// **Throws:** ``PythonError/value(_:)`` for a text against the rule of addresses.
    package func setAddress(
        _ address: PythonText, ofNode node: PythonText, now: PythonFloat
    ) throws(PythonError) {
        guard EthereumAddress.isAllowed(address) else {
            throw .value("Invalid Ethereum address: \(address.shown)")
        }
        try store.rows(
            "INSERT INTO node_addresses(node_pubkey,eth_address,created_at,updated_at) "
                + "VALUES(?,?,?,?) ON CONFLICT(node_pubkey) DO UPDATE SET "
                + "eth_address=excluded.eth_address, updated_at=excluded.updated_at",
            [.text(try node.utf8()), .text(try address.utf8()), .real(now), .real(now)])
    }

    /// By node's key.
    package func addresses() throws(PythonError) -> [(node: PythonValue, address: PythonValue)] {
        try store.rows("SELECT node_pubkey, eth_address FROM node_addresses ORDER BY node_pubkey")
            .pairs()
    }

    /// The last writer wins; a score that is NaN becomes null.
    package func recordQuality(
        receipt: PythonText, node: PythonText, score: PythonFloat, now: PythonFloat
    ) throws(PythonError) {
        try store.rows(
            "INSERT OR REPLACE INTO quality(receipt_id,node_pubkey,score,created_at) "
                + "VALUES(?,?,?,?)",
            [.text(try receipt.utf8()), .text(try node.utf8()), .real(score), .real(now)])
    }

    /// The recorded score of a receipt; nil without one.
    ///
    /// **Throws:** ``PythonError/type(_:)`` for a score of null.
    package func quality(ofReceipt id: String) throws(PythonError) -> PythonFloat? {
        let row = try store.row("SELECT score FROM quality WHERE receipt_id=?", [.text(id)])
        return try row?[0].value().convertedToFloat()
    }
}

/// Keys of the table of settings.
package enum LedgerSetting {
    package static let quorumThreshold = "quorum_threshold"
    package static let tokenAddress = "token_address"
    package static let tokenNetwork = "token_network"
    package static let rpcURL = "rpc_url"
}

extension [[TableCell]] {
    /// The first two cells of each row.
    fileprivate func pairs() throws(PythonError) -> [(PythonValue, PythonValue)] {
        var pairs: [(PythonValue, PythonValue)] = []
        for row in self { pairs.append((try row[0].value(), try row[1].value())) }
        return pairs
    }
}
