internal import GRDB

/// The marks that tie a write-ahead log to the database that it belongs to.
///
/// SQLite's log says nothing of its database: whichever lies beside a file is taken for its log. So
/// each commit draws a mark and stores it with the mark of the commit before, in a table of its
/// own on the second page. A log goes on from the database as it stands only where its first commit
/// names the mark in the file, or where that mark is of one of the log's own commits, which then
/// were copied to the file already. The log of another database, of a copy that went its own way,
/// or of an earlier time has neither.
enum DatabaseTie {
    static let tableName = "tie"
    /// The first table that is made: its rows are on page 2, and one row fills no page.
    static let table =
        "CREATE TABLE tie (place INTEGER PRIMARY KEY, mark BLOB NOT NULL, "
        + "previous BLOB NOT NULL) STRICT"
    static let pageNumber = 2
    static let markByteCount = 16
    /// The mark before the first commit: zeros.
    static let noMark = [UInt8](repeating: 0, count: markByteCount)

    static func begin(_ database: Database) throws {
        try database.execute(sql: table)
        try database.execute(
            sql: "INSERT INTO tie VALUES (0, randomblob(\(markByteCount)), "
                + "zeroblob(\(markByteCount)))")
    }

    /// Belongs into every change after the first.
    static func advance(_ database: Database) throws {
        try database.execute(
            sql: "UPDATE tie SET previous = mark, mark = randomblob(\(markByteCount))")
        guard database.changesCount == 1 else {
            throw DatabaseFault.broken(place: "its tie", expected: "one row")
        }
    }

    static func isThere(_ database: Database) throws -> Bool {
        try database.tableExists(tableName)
    }

    /// A commit's mark and the one before it.
    struct Record: Equatable {
        let mark: [UInt8]
        let previous: [UInt8]

        /// Reads the record from its page as SQLite lays it out: a leaf with one cell, whose row is
        /// two blobs of 16 bytes. Nil for any other page.
        init?(page: some Collection<UInt8>) {
            let page = Array(page)
            let cellByteCount = 6 + 2 * DatabaseTie.markByteCount
            guard page.count >= 512, page[0] == 0x0D, page[3] == 0, page[4] == 1 else { return nil }
            let start = Int(page[8]) << 8 | Int(page[9])
            guard start >= 10, start + cellByteCount <= page.count else { return nil }
            let cell = page[start..<start + cellByteCount]
            guard cell.starts(with: [UInt8(cellByteCount - 2), 0, 4, 0, 0x2C, 0x2C]) else {
                return nil
            }
            mark = Array(cell.dropFirst(6).prefix(DatabaseTie.markByteCount))
            previous = Array(cell.suffix(DatabaseTie.markByteCount))
        }
    }
}
