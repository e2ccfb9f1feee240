/// The two definitions of the table of epochs.
package enum LedgerTables: String, Sendable {
    /// As shipped: the statement that saves an epoch names a column which the table lacks, so that
    /// every settlement with receipts ends with an OperationalError.
    case fresh
    /// A table of before, whose column has the old name.
    case migrated

    /// Statements that make all tables but those that are there.
    var script: String {
        let ticker = self == .fresh ? "token_ticker" : "rune_ticker"
        return """
            CREATE TABLE IF NOT EXISTS receipts (
                id INTEGER PRIMARY KEY AUTOINCREMENT, receipt_id TEXT UNIQUE, session_id TEXT,
                node_pubkey TEXT, gateway_pubkey TEXT, payload TEXT, gateway_sig TEXT,
                node_sig TEXT, created_at REAL, prev_hash TEXT, payload_hash TEXT,
                chain_hash TEXT);
            CREATE TABLE IF NOT EXISTS accounts (
                user_pubkey TEXT PRIMARY KEY, balance INTEGER DEFAULT 0, created_at REAL,
                updated_at REAL);
            CREATE TABLE IF NOT EXISTS account_txns (
                id INTEGER PRIMARY KEY AUTOINCREMENT, user_pubkey TEXT, delta_amount INTEGER,
                kind TEXT, memo TEXT, ref_id TEXT, created_at REAL);
            CREATE TABLE IF NOT EXISTS payments (
                id INTEGER PRIMARY KEY AUTOINCREMENT, user_pubkey TEXT, amount INTEGER, txid TEXT,
                status TEXT, created_at REAL);
            CREATE TABLE IF NOT EXISTS node_addresses (
                node_pubkey TEXT PRIMARY KEY, eth_address TEXT NOT NULL, created_at REAL,
                updated_at REAL);
            CREATE TABLE IF NOT EXISTS epochs (
                epoch_id TEXT PRIMARY KEY, start_time REAL, end_time REAL, \(ticker) TEXT,
                total_amount INTEGER, root TEXT, anchor_txid TEXT, snapshot_payload TEXT,
                gateway_sig TEXT, created_at REAL, finalized INTEGER DEFAULT 0);
            CREATE TABLE IF NOT EXISTS validators (
                pubkey TEXT PRIMARY KEY, weight REAL DEFAULT 1.0);
            CREATE TABLE IF NOT EXISTS settings (key TEXT PRIMARY KEY, value TEXT);
            CREATE TABLE IF NOT EXISTS epoch_signatures (
                epoch_id TEXT, pubkey TEXT, signature TEXT, PRIMARY KEY (epoch_id, pubkey));
            CREATE TABLE IF NOT EXISTS quality (
                receipt_id TEXT PRIMARY KEY, node_pubkey TEXT, score REAL, created_at REAL);
            """
    }
}
