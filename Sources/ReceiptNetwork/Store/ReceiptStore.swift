internal import BigInt
internal import Foundation
internal import GRDB

/// A ledger on disk: an SQLite database with a write-ahead log and full synchronous writes.
///
/// It knows rows; what they mean is ``LedgerRestoration``'s to say.
final class ReceiptStore {
    private let path: String
    private let queue: DatabaseQueue
    private var isClosed = false

    private static let applicationID = 0x676C_7972
    private static let version = 1
    /// In the order of their names.
    private static let tables = [
        "CREATE TABLE balance (place INTEGER PRIMARY KEY, address TEXT NOT NULL, "
            + "amount TEXT NOT NULL) STRICT",
        "CREATE TABLE entry (place INTEGER PRIMARY KEY, kind TEXT NOT NULL, "
            + "bytes BLOB NOT NULL, name TEXT NOT NULL, link TEXT NOT NULL) STRICT",
        "CREATE TABLE pin (place INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT",
    ]

    /// A new store; of this process alone where there is no path.
    init(newAt path: String?, pin: String) throws(ReceiptError) {
        self.path = path ?? "memory"
        let queue = try Self.reporting(self.path) {
            guard let path else { return try DatabaseQueue() }
            return try Self.connection(path)
        }
        self.queue = queue
        let isEmpty = try Self.reporting(self.path) {
            try queue.read { try Self.schema($0).isEmpty }
        }
        guard isEmpty else { throw .exists(path: self.path) }
        try Self.reporting(self.path) {
            try queue.write { database in
                for table in Self.tables { try database.execute(sql: table) }
                try database.execute(sql: "INSERT INTO pin VALUES (0, ?)", arguments: [pin])
                try database.execute(sql: "PRAGMA application_id = \(Self.applicationID)")
                try database.execute(sql: "PRAGMA user_version = \(Self.version)")
            }
        }
    }

    init(openAt path: String, pin: String) throws(ReceiptError) {
        self.path = path
        guard FileManager.default.fileExists(atPath: path) else {
            throw .foreign(path: path, expected: "a receipt network's database", got: "nothing")
        }
        let queue = try Self.reporting(path) { try Self.connection(path) }
        self.queue = queue
        let (application, version, schema, complaint, pins) = try Self.reporting(path) {
            try queue.read { database in
                let schema = try Self.schema(database)
                return (
                    try Int.fetchOne(database, sql: "PRAGMA application_id"),
                    try Int.fetchOne(database, sql: "PRAGMA user_version"), schema,
                    try String.fetchOne(database, sql: "PRAGMA quick_check(1)"),
                    schema == Self.tables
                        ? try String.fetchAll(database, sql: "SELECT text FROM pin") : []
                )
            }
        }
        guard application == Self.applicationID, version == Self.version else {
            throw .foreign(
                path: path, expected: "a receipt network's database",
                got: "application \(application ?? 0), version \(version ?? 0)")
        }
        guard complaint == "ok", schema == Self.tables else {
            throw .corrupt(path: path, message: "expected the pages and tables that were written")
        }
        guard pins == [pin] else {
            throw .foreign(path: path, expected: pin, got: pins.first ?? "no pin")
        }
    }

    private static func connection(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.prepareDatabase { database in
            // Alone: no shared memory beside the file, and no second process that writes.
            try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try database.execute(sql: "PRAGMA cell_size_check = ON")
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    private static func schema(_ database: Database) throws -> [String] {
        try String.fetchAll(database, sql: "SELECT sql FROM sqlite_schema ORDER BY name")
    }

    func content() throws(ReceiptError) -> StoreContent {
        try Self.reporting(path) { [queue] in
            try queue.read { database in
                let entries = try Row.fetchAll(
                    database, sql: "SELECT place, kind, bytes, name, link FROM entry ORDER BY place"
                )
                var rows: [LogRow] = []
                for (place, row) in entries.enumerated() {
                    guard try row.decode(Int.self, atIndex: 0) == place,
                        let kind = LogRow.Kind(rawValue: try row.decode(atIndex: 1))
                    else { throw UnreadableRow(place: place) }
                    rows.append(
                        LogRow(
                            kind: kind, bytes: Array(try row.decode(Data.self, atIndex: 2)),
                            name: try row.decode(atIndex: 3), link: try row.decode(atIndex: 4)))
                }
                let stored = try Row.fetchAll(
                    database, sql: "SELECT place, address, amount FROM balance ORDER BY place")
                var balances: [(address: String, amount: BigInt)] = []
                for (place, row) in stored.enumerated() {
                    let text = try row.decode(String.self, atIndex: 2)
                    guard try row.decode(Int.self, atIndex: 0) == place,
                        let amount = BigInt(text), String(amount).isSame(text)
                    else { throw UnreadableRow(place: place) }
                    balances.append((try row.decode(atIndex: 1), amount))
                }
                return StoreContent(rows: rows, balances: balances)
            }
        }
    }

    /// A row that none of ours is.
    private struct UnreadableRow: Error {
        let place: Int
    }

    /// Makes all of a change or, where this throws, nothing of it; the store is closed then.
    func append(
        _ rows: [LogRow], at firstPlace: Int, _ balances: [(address: String, amount: BigInt)]
    ) throws(ReceiptError) {
        try write { database in
            try Self.insert(rows, at: firstPlace, database)
            try Self.insert(balances, database)
        }
    }

    func replace(_ content: StoreContent) throws(ReceiptError) {
        try write { database in
            try database.execute(sql: "DELETE FROM entry")
            try database.execute(sql: "DELETE FROM balance")
            try Self.insert(content.rows, at: 0, database)
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
        _ balances: [(address: String, amount: BigInt)], _ database: Database
    ) throws {
        for (place, balance) in balances.enumerated() {
            try database.execute(
                sql: "INSERT OR REPLACE INTO balance VALUES (?, ?, ?)",
                arguments: [place, balance.address, String(balance.amount)])
        }
    }

    private func write(_ body: (Database) throws -> Void) throws(ReceiptError) {
        guard !isClosed else { throw .system(path: path, message: "closed after a failed change") }
        do throws(ReceiptError) {
            try Self.reporting(path) { [queue] in try queue.write(body) }
        } catch {
            isClosed = true
            throw error
        }
    }

    /// SQLite's failures as ours.
    private static func reporting<Value>(
        _ path: String, _ body: () throws -> Value
    ) throws(ReceiptError) -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            switch error.resultCode {
            case .SQLITE_CORRUPT, .SQLITE_ERROR, .SQLITE_NOTADB:
                throw .corrupt(path: path, message: error.message ?? "\(error.resultCode)")
            default: throw .system(path: path, message: error.message ?? "\(error.resultCode)")
            }
        } catch let error as UnreadableRow {
            throw .corrupt(path: path, message: "row \(error.place): expected what was stored")
        } catch {
            // A column that does not hold what its table says.
            throw .corrupt(path: path, message: "expected the columns that were stored")
        }
    }
}
