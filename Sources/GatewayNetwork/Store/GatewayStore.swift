internal import BigInt
internal import Databases
internal import Foundation
internal import GRDB

/// A ledger on disk, in an SQLite database that one process at a time has open.
///
/// It reads and writes rows: ``LedgerRestoration`` knows their meaning.
final class GatewayStore {
    private let path: String
    private let file: DatabaseFile

    private static let format = DatabaseFormat(
        name: "a gateway network's database", applicationID: 0x676C_7972, version: 3,
        tables: [
            "CREATE TABLE account (place INTEGER PRIMARY KEY, user TEXT NOT NULL, "
                + "balance INTEGER NOT NULL, reserved INTEGER NOT NULL) STRICT",
            "CREATE TABLE balance (place INTEGER PRIMARY KEY, address TEXT NOT NULL, "
                + "amount TEXT NOT NULL) STRICT",
            "CREATE TABLE entry (place INTEGER PRIMARY KEY, kind TEXT NOT NULL, "
                + "bytes BLOB NOT NULL, name TEXT NOT NULL, link TEXT NOT NULL) STRICT",
            "CREATE TABLE pin (place INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT",
        ])

    /// A new store; in memory if there is no path.
    ///
    /// - Parameter pin: the rules and the network that the store is made for.
    init(newAt path: String?, pin: String) throws(GatewayStoreError) {
        self.path = path ?? "memory"
        file = try Self.naming(self.path) { () throws(DatabaseFault) in
            guard let path else { return try DatabaseFile() }
            return try DatabaseFile(newAt: path, as: Self.format)
        }
        try write { database in
            try Self.format.begin(database)
            try database.execute(sql: "INSERT INTO pin VALUES (0, ?)", arguments: [pin])
        }
    }

    /// An existing store. **Throws:** ``GatewayStoreError``, also if its pin is another one.
    init(openAt path: String, pin: String) throws(GatewayStoreError) {
        self.path = path
        file = try Self.naming(path) { () throws(DatabaseFault) in
            try DatabaseFile(openAt: path, as: Self.format)
        }
        let pins = try read { try String.fetchAll($0, sql: "SELECT text FROM pin") }
        guard pins == [pin] else {
            throw .foreign(path: path, expected: pin, got: pins.first ?? "no pin")
        }
    }

    func content() throws(GatewayStoreError) -> StoreContent {
        try read { database in
            let entries = try Row.fetchAll(
                database, sql: "SELECT place, kind, bytes, name, link FROM entry ORDER BY place")
            var rows: [LogRow] = []
            for (place, row) in entries.enumerated() {
                guard try row.decode(Int.self, atIndex: 0) == place,
                    let kind = LogRow.Kind(rawValue: try row.decode(atIndex: 1))
                else { throw DatabaseFault.unreadable(place: "entry \(place)") }
                rows.append(
                    LogRow(
                        kind: kind, bytes: Array(try row.decode(Data.self, atIndex: 2)),
                        name: try row.decode(atIndex: 3), link: try row.decode(atIndex: 4)))
            }
            return StoreContent(
                rows: rows, accounts: try Self.accounts(database),
                balances: try Self.balances(database))
        }
    }

    private static func accounts(_ database: Database) throws -> [StoredAccount] {
        let stored = try Row.fetchAll(
            database, sql: "SELECT place, user, balance, reserved FROM account ORDER BY place")
        return try stored.enumerated().map { place, row in
            guard try row.decode(Int.self, atIndex: 0) == place else {
                throw DatabaseFault.unreadable(place: "account \(place)")
            }
            return StoredAccount(
                user: try row.decode(atIndex: 1), balance: try row.decode(atIndex: 2),
                reserved: try row.decode(atIndex: 3))
        }
    }

    private static func balances(
        _ database: Database
    ) throws -> [(address: String, amount: BigInt)] {
        let stored = try Row.fetchAll(
            database, sql: "SELECT place, address, amount FROM balance ORDER BY place")
        return try stored.enumerated().map { place, row in
            let text = try row.decode(String.self, atIndex: 2)
            guard try row.decode(Int.self, atIndex: 0) == place,
                let amount = BigInt(text), String(amount).isSame(text)
            else { throw DatabaseFault.unreadable(place: "balance \(place)") }
            return (try row.decode(atIndex: 1), amount)
        }
    }

    /// Stores a change as a whole. If this throws, nothing of it is stored and the store is closed.
    func append(
        _ rows: [LogRow], at firstPlace: Int,
        accounts: [(place: Int, account: UserAccount)] = [],
        balances: [(address: String, amount: BigInt)] = []
    ) throws(GatewayStoreError) {
        try write { database in
            try Self.insert(rows, at: firstPlace, database)
            for (place, account) in accounts {
                try Self.insert(
                    StoredAccount(
                        user: account.user, balance: account.balance, reserved: account.reserved),
                    at: place, database)
            }
            try Self.insert(balances, database)
        }
    }

    func replace(_ content: StoreContent) throws(GatewayStoreError) {
        try write { database in
            try database.execute(sql: "DELETE FROM entry")
            try database.execute(sql: "DELETE FROM balance")
            try database.execute(sql: "DELETE FROM account")
            try Self.insert(content.rows, at: 0, database)
            for (place, account) in content.accounts.enumerated() {
                try Self.insert(account, at: place, database)
            }
            try Self.insert(content.balances, database)
        }
    }

    private static func insert(
        _ rows: [LogRow], at firstPlace: Int, _ database: Database
    ) throws {
        for (index, row) in rows.enumerated() {
            try database.execute(
                sql: "INSERT INTO entry VALUES (?, ?, ?, ?, ?)",
                arguments: [
                    firstPlace + index, row.kind.rawValue, Data(row.bytes), row.name, row.link,
                ])
        }
    }

    private static func insert(
        _ account: StoredAccount, at place: Int, _ database: Database
    ) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO account VALUES (?, ?, ?, ?)",
            arguments: [place, account.user, account.balance, account.reserved])
    }

    private static func insert(
        _ balances: [(address: String, amount: BigInt)], _ database: Database
    ) throws {
        for (place, balance) in balances.enumerated() {
            try database.execute(
                sql: "INSERT OR REPLACE INTO balance VALUES (?, ?, ?)",
                arguments: [place, balance.address, String(balance.amount)])
        }
    }

    private func read<Value>(_ body: (Database) throws -> Value) throws(GatewayStoreError) -> Value
    {
        try Self.naming(path) { [file] () throws(DatabaseFault) in try file.read(body) }
    }

    private func write(_ body: (Database) throws -> Void) throws(GatewayStoreError) {
        try Self.naming(path) { [file] () throws(DatabaseFault) in try file.write(body) }
    }

    /// Runs `body`; a fault of the database is thrown as a ``GatewayStoreError`` with the path.
    private static func naming<Value>(
        _ path: String, _ body: () throws(DatabaseFault) -> Value
    ) throws(GatewayStoreError) -> Value {
        do throws(DatabaseFault) {
            return try body()
        } catch {
            throw GatewayStoreError(error, path, format.name)
        }
    }
}
