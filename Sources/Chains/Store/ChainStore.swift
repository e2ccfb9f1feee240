internal import Databases
internal import Foundation
internal import GRDB
package import Trials

/// A chain on disk, in an SQLite database that one process at a time has open.
///
/// It reads and writes rows: ``ChainNode`` knows their meaning and whether they agree.
package final class ChainStore {
    package let path: String
    /// Whether it is a file that can be opened again.
    let isOnDisk: Bool
    private let file: DatabaseFile
    /// The pin of a new store until the first change, which makes the tables and writes the pin in
    /// the same transaction; nil from then on.
    private var newPin: String?

    private static let format = DatabaseFormat(
        name: "a chain's database", applicationID: 0x676C_7963, version: 2,
        tables: [
            "CREATE TABLE account (place INTEGER PRIMARY KEY, row BLOB NOT NULL) STRICT",
            "CREATE TABLE block (arrival INTEGER PRIMARY KEY, parent INTEGER, id BLOB NOT NULL, "
                + "bytes BLOB NOT NULL) STRICT",
            "CREATE TABLE pin (place INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT",
            "CREATE TABLE step (height INTEGER PRIMARY KEY, block INTEGER NOT NULL, "
                + "undo BLOB NOT NULL, digest BLOB NOT NULL) STRICT",
            "CREATE TABLE waiting (arrival INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT",
        ])

    /// A store in memory, which ends with the process.
    package init(inMemoryFor pin: some StorePin) throws(StoreError) {
        path = "memory"
        isOnDisk = false
        file = try Self.naming(path) { () throws(DatabaseFault) in try DatabaseFile() }
        newPin = pin.description
    }

    /// A store in a new file. **Throws:** ``StoreError``, also if there is a file already, which
    /// stays as it is; only an empty database may be there.
    package init(newAt path: String, pin: some StorePin) throws(StoreError) {
        self.path = path
        isOnDisk = true
        file = try Self.naming(path) { () throws(DatabaseFault) in
            try DatabaseFile(newAt: path, as: Self.format)
        }
        newPin = pin.description
    }

    /// A store in an existing file. **Throws:** ``StoreError`` if the file is not of this program
    /// and version, or a page of it is broken.
    ///
    /// - Parameters:
    ///   - forReading: whether nothing will be changed: then file and folder may be read-only.
    ///   - guards: without `stored_pages`, any file that SQLite can read is taken for a store.
    package init(
        openAt path: String, forReading: Bool = false, guards: Guards = .all
    ) throws(StoreError) {
        self.path = path
        isOnDisk = true
        let format = guards.has(CommonGuards.storedPages) ? Self.format : nil
        file = try Self.naming(path) { () throws(DatabaseFault) in
            try DatabaseFile(openAt: path, as: format, forReading: forReading)
        }
    }

    private static func begin(_ pin: String, _ database: Database) throws {
        try format.begin(database)
        try database.execute(sql: "INSERT INTO pin VALUES (0, ?)", arguments: [pin])
    }

    // MARK: Reading

    /// The store's pin.
    ///
    /// **Throws:** ``StoreError/otherPin(path:expected:got:)`` if the stored text is not of
    /// that form.
    package func pin<Pin: StorePin>(as type: Pin.Type) throws(StoreError) -> Pin {
        let texts = try read { try String.fetchAll($0, sql: "SELECT text FROM pin") }
        guard texts.count == 1, let pin = Pin(texts[0]) else {
            throw .otherPin(
                path: path, expected: Pin.form, got: "\(texts.count) other texts")
        }
        return pin
    }

    /// The number of blocks and of heights together: opening a chain reads them all.
    package func recordCount() throws(StoreError) -> Int {
        try read { database in
            try Int.fetchOne(
                database, sql: "SELECT (SELECT count(*) FROM block) + (SELECT count(*) FROM step)")
                ?? 0
        }
    }

    /// All blocks by arrival.
    func forEachBlock(_ body: (StoredBlock) throws(StoreError) -> Void) throws(StoreError) {
        try forEach("SELECT arrival, parent, id, bytes FROM block ORDER BY arrival") { row in
            StoredBlock(
                arrival: try row.decode(atIndex: 0), parent: try row.decode(atIndex: 1),
                id: try Self.bytes(row, 2), bytes: try Self.bytes(row, 3))
        } body: { block throws(StoreError) in
            try body(block)
        }
    }

    /// The main chain, from the tip down.
    func forEachStepDown(_ body: (StoredStep) throws(StoreError) -> Void) throws(StoreError) {
        try forEach("SELECT height, block, undo, digest FROM step ORDER BY height DESC") { row in
            try Self.step(row)
        } body: { step throws(StoreError) in
            try body(step)
        }
    }

    func rows() throws(StoreError) -> [(place: Int, row: [UInt8])] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT place, row FROM account ORDER BY place")
                .map { (try $0.decode(atIndex: 0), try Self.bytes($0, 1)) }
        }
    }

    func transactions() throws(StoreError) -> [(arrival: Int, bytes: [UInt8])] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT arrival, bytes FROM waiting ORDER BY arrival")
                .map { (try $0.decode(atIndex: 0), try Self.bytes($0, 1)) }
        }
    }

    /// - Parameter byteCount: of a longer block, the first bytes alone; by default more than a row
    ///   of SQLite has.
    func blockBytes(
        _ arrival: Int, first byteCount: Int = 1 << 30
    ) throws(StoreError) -> [UInt8] {
        let bytes = try read { database in
            try Row.fetchOne(
                database, sql: "SELECT substr(bytes, 1, ?) FROM block WHERE arrival = ?",
                arguments: [byteCount, arrival]
            ).map { try Self.bytes($0, 0) }
        }
        guard let bytes else {
            throw .corrupt(path: path, place: "block \(arrival)", expected: "the block")
        }
        return bytes
    }

    func step(_ height: Int) throws(StoreError) -> StoredStep {
        let step = try read { database in
            try Row.fetchOne(
                database, sql: "SELECT height, block, undo, digest FROM step WHERE height = ?",
                arguments: [height]
            ).map { try Self.step($0) }
        }
        guard let step else {
            throw .corrupt(path: path, place: "height \(height)", expected: "its step")
        }
        return step
    }

    private static func step(_ row: Row) throws -> StoredStep {
        StoredStep(
            height: try row.decode(atIndex: 0), block: try row.decode(atIndex: 1),
            undo: try bytes(row, 2), digest: try bytes(row, 3))
    }

    private static func bytes(_ row: Row, _ column: Int) throws -> [UInt8] {
        Array(try row.decode(Data.self, atIndex: column))
    }

    private func forEach<Value>(
        _ query: String, value: (Row) throws -> Value,
        body: (Value) throws(StoreError) -> Void
    ) throws(StoreError) {
        var failure: StoreError?
        try read { database in
            let cursor = try Row.fetchCursor(database, sql: query)
            while let row = try cursor.next() {
                let value = try value(row)
                do throws(StoreError) {
                    try body(value)
                } catch {
                    failure = error
                    return
                }
            }
        }
        if let failure { throw failure }
    }

    // MARK: Writing

    /// Stores a change as a whole. If this throws, nothing of it is stored and the store is closed.
    func commit(_ change: StoreChange) throws(StoreError) {
        let newPin = newPin
        try write { database in
            if let newPin { try Self.begin(newPin, database) }
            for arrival in change.removedBlocks {
                try database.execute(
                    sql: "DELETE FROM block WHERE arrival = ?", arguments: [arrival])
            }
            for block in change.newBlocks {
                try database.execute(
                    sql: "INSERT INTO block VALUES (?, ?, ?, ?)",
                    arguments: [block.arrival, block.parent, Data(block.id), Data(block.bytes)])
            }
            if let height = change.firstHeight {
                try database.execute(
                    sql: "DELETE FROM step WHERE height >= ?", arguments: [height])
            }
            for step in change.steps {
                try database.execute(
                    sql: "INSERT INTO step VALUES (?, ?, ?, ?)",
                    arguments: [step.height, step.block, Data(step.undo), Data(step.digest)])
            }
            for (place, row) in change.rows {
                try database.execute(
                    sql: "INSERT OR REPLACE INTO account VALUES (?, ?)",
                    arguments: [place, Data(row)])
            }
            try database.execute(
                sql: "DELETE FROM account WHERE place >= ?", arguments: [change.accountCount])
            for arrival in change.removedTransactions {
                try database.execute(
                    sql: "DELETE FROM waiting WHERE arrival = ?", arguments: [arrival])
            }
            for (arrival, bytes) in change.newTransactions {
                try database.execute(
                    sql: "INSERT INTO waiting VALUES (?, ?)", arguments: [arrival, Data(bytes)])
            }
        }
        self.newPin = nil
    }

    var isClosed: Bool { file.isClosed }

    /// Closes the file for good; the database is one file then, without a log beside it.
    func close() throws(StoreError) {
        try Self.naming(path) { [file] () throws(DatabaseFault) in try file.close() }
    }

    /// Refuses all that follows: the memory of its node may differ from the stored chain.
    func abandon() { file.abandon() }

    private func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try Self.naming(path) { [file] () throws(DatabaseFault) in try file.read(body) }
    }

    private func write(_ body: (Database) throws -> Void) throws(StoreError) {
        try Self.naming(path) { [file] () throws(DatabaseFault) in try file.write(body) }
    }

    /// Runs `body`; a fault of the database is thrown as a ``StoreError`` with the path.
    private static func naming<Value>(
        _ path: String, _ body: () throws(DatabaseFault) -> Value
    ) throws(StoreError) -> Value {
        do throws(DatabaseFault) {
            return try body()
        } catch {
            throw StoreError(error, path)
        }
    }
}
