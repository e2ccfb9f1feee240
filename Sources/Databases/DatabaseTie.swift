internal import GRDB
internal import Platform

/// What ties a write-ahead log to the database that it belongs to.
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
    /// Before the first commit.
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

        /// Of the page as SQLite lays it out: a leaf with one cell, whose row is two blobs of 16
        /// bytes. Nil for any other page.
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

    /// Refuses a log or a journal that is not this database's; leaves all files as they are.
    ///
    /// What is of another kind or version is passed over: its owner tells that.
    /// **Throws:** ``DatabaseFault``.
    static func check(_ files: DatabaseFiles, _ format: DatabaseFormat) throws(DatabaseFault) {
        let file = try DatabaseHeader(files)
        guard !file.isBegun || file.isOf(format) else { return }
        // Ours have a rollback journal only before they are begun; any other would be played back.
        let journal = try RollbackJournal(path: files.journal)
        if file.isBegun ? journal.isHot : file.isEmpty && journal.isOfContent {
            throw .strayLog(path: files.journal)
        }
        guard
            try DatabaseFault.ofPlatform({ () throws(PlatformError) in
                try DatabaseFiles.byteCount(files.log)
            }) > 0
        else { return }
        guard !file.isEmpty else { throw .strayLog(path: files.log) }
        let log = try WriteAheadLog(path: files.log)
        guard log.commitCount > 0 else { return }
        guard let first = log.records.first else { throw .strayLog(path: files.log) }
        if file.isBegun, let mark = file.tie?.mark {
            guard mark == first.previous || log.records.contains(where: { $0.mark == mark })
            else { throw .strayLog(path: files.log) }
        } else {
            // A power loss while the first commit was copied can leave its first page without its
            // second: then the log has that commit, and the file no page beyond it.
            guard first.previous == noMark, file.pageCount <= log.firstPageCount
            else { throw .strayLog(path: files.log) }
        }
    }
}

/// What a database's own file says, whatever its log holds.
struct DatabaseHeader {
    /// Without a byte.
    let isEmpty: Bool
    /// Whether a commit with tables was copied to it from its log.
    let isBegun: Bool
    let tie: DatabaseTie.Record?
    /// Pages that the file has begun.
    let pageCount: Int
    private let applicationID: Int
    private let version: Int

    init(_ files: DatabaseFiles) throws(DatabaseFault) {
        let bytes = try DatabaseFault.ofPlatform { () throws(PlatformError) in
            try WholeFile.start(of: files.path, byteCount: 2 * 65_536)
        }
        isEmpty = bytes.isEmpty
        guard bytes.count >= 100 else {
            (isBegun, tie, pageCount, applicationID, version) = (false, nil, 0, 0, 0)
            return
        }
        func number(_ place: Int) -> Int {
            bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        // The schema's cookie counts what was made.
        isBegun = number(40) != 0
        (version, applicationID) = (number(60), number(68))
        let size = Int(bytes[16]) << 8 | Int(bytes[17])
        let pageByteCount = size == 1 ? 65_536 : size
        let byteCount = try DatabaseFault.ofPlatform { () throws(PlatformError) in
            try DatabaseFiles.byteCount(files.path)
        }
        pageCount = pageByteCount == 0 ? 0 : (byteCount - 1) / pageByteCount + 1
        tie = DatabaseTie.Record(page: bytes.dropFirst(pageByteCount).prefix(pageByteCount))
    }

    func isOf(_ format: DatabaseFormat) -> Bool {
        applicationID == format.applicationID && version == format.version
    }
}
