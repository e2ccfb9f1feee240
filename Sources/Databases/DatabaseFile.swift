package import GRDB
internal import GRDBSQLite
internal import Platform

/// An SQLite database with a write-ahead log and full synchronous writes, which one process at a
/// time has open.
///
/// It knows files and failures, not rows: those are its owner's. It stays what its name says: a
/// log of another database is refused (``DatabaseTie``), and so is every change once the file or
/// its log was moved, replaced or deleted (``DatabaseName``).
package final class DatabaseFile {
    private let queue: DatabaseQueue
    /// Nil for what has no name: a database in memory, or a copy for reading.
    private var name: DatabaseName?
    private let copy: DatabaseCopy?
    private var hasTie: Bool
    package private(set) var isClosed = false

    /// A database of this process alone, empty, which nothing outlives.
    package init() throws(DatabaseFault) {
        queue = try DatabaseFault.reporting { try DatabaseQueue() }
        (name, copy, hasTie) = (nil, nil, false)
    }

    /// An empty one, which ``DatabaseFormat/begin(_:)`` makes one of a kind.
    ///
    /// **Throws:** ``DatabaseFault``; what is there stays, but for an empty database.
    package init(newAt path: String, as format: DatabaseFormat) throws(DatabaseFault) {
        let files = try Self.files(path)
        if files.number != nil, try Self.isForeign(files) { throw .exists }
        if let obstacle = files.writeObstacle { throw .cannotOpen(message: obstacle) }
        if files.number == nil {
            if try Self.byteCount(files.log) > 0 { throw .strayLog(path: files.log) }
            if try RollbackJournal(path: files.journal).isOfContent {
                throw .strayLog(path: files.journal)
            }
        } else {
            try StrayLogCheck.check(files, format)
        }
        let queue = try DatabaseFault.reporting { try Self.connection(files.path) }
        let isEmpty = try DatabaseFault.reporting {
            try queue.read { try DatabaseFormat.schema($0).isEmpty }
        }
        guard isEmpty else { throw .exists }
        name = try DatabaseName(files)
        self.queue = queue
        (copy, hasTie) = (nil, false)
    }

    /// Opens an existing database.
    ///
    /// - Parameters:
    ///   - format: what it must be; nil for whatever SQLite can read.
    ///   - forReading: takes what may not be written, too, and reads it from a copy; nothing can be
    ///     changed then.
    /// **Throws:** ``DatabaseFault``; what is of another kind is left as it was.
    package init(
        openAt path: String, as format: DatabaseFormat?, forReading: Bool = false
    ) throws(DatabaseFault) {
        var files = try Self.files(path)
        guard files.number != nil else { throw .missing }
        let isForeign = try Self.isForeign(files)
        if let format, isForeign {
            throw .foreign(expected: format.name, got: "another file")
        }
        if let obstacle = files.writeObstacle {
            guard forReading else { throw .cannotOpen(message: obstacle) }
            let original = files
            let copy = try DatabaseFault.ofPlatform { () throws(PlatformError) in
                try DatabaseCopy(of: original)
            }
            if let format { try Self.checkCopy(copy.files, of: original, format) }
            files = copy.files
            self.copy = copy
        } else {
            copy = nil
            if let format { try StrayLogCheck.check(files, format) }
        }
        let queue = try DatabaseFault.reporting { try Self.connection(files.path) }
        hasTie = try DatabaseFault.reporting {
            try queue.read { database in
                try format?.check(database)
                return try DatabaseTie.isThere(database)
            }
        }
        name = copy == nil ? try DatabaseName(files) : nil
        self.queue = queue
    }

    /// Names the file of the user's where a copy's log is refused.
    private static func checkCopy(
        _ copy: DatabaseFiles, of original: DatabaseFiles, _ format: DatabaseFormat
    ) throws(DatabaseFault) {
        do throws(DatabaseFault) {
            try StrayLogCheck.check(copy, format)
        } catch .strayLog(let path) {
            throw .strayLog(path: path == copy.log ? original.log : original.journal)
        }
    }

    private static func files(_ path: String) throws(DatabaseFault) -> DatabaseFiles {
        try DatabaseFault.ofPlatform { () throws(PlatformError) in try DatabaseFiles(name: path) }
    }

    private static func byteCount(_ path: String) throws(DatabaseFault) -> Int {
        try DatabaseFault.ofPlatform { () throws(PlatformError) in
            try DatabaseFiles.byteCount(path)
        }
    }

    /// Whether the file is no database with a write-ahead log. This program's databases are from
    /// their first byte on; opening another file would turn it into one.
    private static func isForeign(_ files: DatabaseFiles) throws(DatabaseFault) -> Bool {
        let header = try DatabaseFault.ofPlatform { () throws(PlatformError) in
            try WholeFile.start(of: files.path, byteCount: 20)
        }
        let magic = Array("SQLite format 3\0".utf8)
        return !header.isEmpty
            && (header.count < 20 || !header.starts(with: magic) || header[18...] != [2, 2])
    }

    /// - Parameter path: absolute, so that SQLite takes no name for a URI or for memory.
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

    deinit {
        // Nobody is left to tell of a name that is lost.
        if !isClosed { try? checkName() }
        keepAnothersLog()
    }

    /// **Throws:** ``DatabaseFault``: the body's own, SQLite's, `closed`, and `unreadable` for any
    /// other error of the body.
    package func read<Value>(
        _ body: (Database) throws -> Value
    ) throws(DatabaseFault) -> Value {
        guard !isClosed else { throw .closed }
        return try DatabaseFault.reporting { [queue] in try queue.read(body) }
    }

    /// Makes all of a change or, where this throws, nothing of it that counts; the database is
    /// closed then.
    ///
    /// **Throws:** ``DatabaseFault``, as ``read(_:)``, and `lost` where the file or its log is no
    /// longer what its name says, before the change or after it.
    package func write(_ body: (Database) throws -> Void) throws(DatabaseFault) {
        guard !isClosed else { throw .closed }
        guard copy == nil else { throw .cannotOpen(message: "opened for reading only") }
        let isFirst = !hasTie
        do throws(DatabaseFault) {
            try checkName()
            try DatabaseFault.reporting { [queue, hasTie] in
                try queue.write { database in
                    if hasTie { try DatabaseTie.advance(database) }
                    try body(database)
                }
                // From here on the file itself knows what its log goes on from.
                if isFirst, name != nil {
                    try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
                }
            }
            if isFirst {
                hasTie = try DatabaseFault.reporting { [queue] in
                    try queue.read(DatabaseTie.isThere)
                }
            }
            try checkName()
        } catch {
            // SQLite's memory may differ from the file now.
            isClosed = true
            throw error
        }
    }

    /// Lets the file go, all of it in one. Closed is what it stays.
    ///
    /// **Throws:** ``DatabaseFault``.
    package func close() throws(DatabaseFault) {
        var lost: DatabaseFault?
        if !isClosed {
            isClosed = true
            do throws(DatabaseFault) { try checkName() } catch { lost = error }
        }
        keepAnothersLog()
        try DatabaseFault.reporting { [queue] in try queue.close() }
        name = nil
        if let lost { throw lost }
    }

    /// Takes nothing any more: what its owner holds in memory is no longer what is stored.
    package func abandon() { isClosed = true }

    // MARK: Its name

    /// **Throws:** ``DatabaseFault/lost(path:)``; what was stored is in the file by then, wherever
    /// that is now, so that no log is missed there.
    private func checkName() throws(DatabaseFault) {
        do throws(DatabaseFault) {
            try name?.check()
        } catch {
            try? queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
            throw error
        }
    }

    /// In the end SQLite deletes the log that lies under the name, whosever it is by then: where it
    /// is another's, it is told to leave it.
    private func keepAnothersLog() {
        guard name?.isLogOursOrMissing == false else { return }
        queue.inDatabase { database in
            var isKept: CInt = 1
            let code = unsafe sqlite3_file_control(
                database.sqliteConnection, nil, SQLITE_FCNTL_PERSIST_WAL, &isKept)
            precondition(code == SQLITE_OK, "SQLite cannot keep a log: \(code)")
        }
    }
}
