package import GRDB
internal import Platform

/// An SQLite database with a write-ahead log and full synchronous writes, which one process at a
/// time has open.
///
/// It knows files and failures, not rows: those are its owner's.
package final class DatabaseFile {
    private let queue: DatabaseQueue
    package private(set) var isClosed = false

    /// A database of this process alone, empty, which nothing outlives.
    package init() throws(DatabaseFault) {
        queue = try DatabaseFault.reporting { try DatabaseQueue() }
    }

    /// An empty one, which ``DatabaseFormat/begin(_:)`` makes one of a kind.
    ///
    /// **Throws:** ``DatabaseFault``; what is there stays, but for an empty database.
    package init(newAt path: String) throws(DatabaseFault) {
        if try Self.isForeign(path) { throw .exists }
        let queue = try DatabaseFault.reporting { try Self.connection(path) }
        let isEmpty = try DatabaseFault.reporting {
            try queue.read { try DatabaseFormat.schema($0).isEmpty }
        }
        guard isEmpty else { throw .exists }
        self.queue = queue
    }

    /// One that is there.
    ///
    /// - Parameters:
    ///   - isThere: whether there is a file; see ``isThere(_:)``.
    ///   - format: what it must be; nil for whatever SQLite can read.
    /// **Throws:** ``DatabaseFault``; what is of another kind is left as it was.
    package init(
        openAt path: String, isThere: Bool, as format: DatabaseFormat?
    ) throws(DatabaseFault) {
        guard isThere else { throw .missing }
        let isForeign = try Self.isForeign(path)
        if let format, isForeign {
            throw .foreign(expected: format.name, got: "another file")
        }
        let queue = try DatabaseFault.reporting { try Self.connection(path) }
        if let format {
            try DatabaseFault.reporting { try queue.read { try format.check($0) } }
        }
        self.queue = queue
    }

    /// Whether there is a file.
    package static func isThere(_ path: String) -> Bool { Folder.fileExists(path) }

    /// Whether there is a file that is no database with a write-ahead log, which ours are from
    /// their first byte on: opening it would make it one.
    private static func isForeign(_ path: String) throws(DatabaseFault) -> Bool {
        guard isThere(path) else { return false }
        let header: [UInt8]
        do throws(PlatformError) {
            header = try WholeFile.start(of: path, byteCount: 20)
        } catch {
            throw .cannotOpen(message: error.reason)
        }
        let magic = Array("SQLite format 3\0".utf8)
        return !header.isEmpty
            && (header.count < 20 || !header.starts(with: magic) || header[18...] != [2, 2])
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

    /// **Throws:** ``DatabaseFault``: the body's own, SQLite's, `closed`, and `unreadable` for any
    /// other error of the body.
    package func read<Value>(
        _ body: (Database) throws -> Value
    ) throws(DatabaseFault) -> Value {
        guard !isClosed else { throw .closed }
        return try DatabaseFault.reporting { [queue] in try queue.read(body) }
    }

    /// Makes all of a change or, where this throws, nothing of it; the database is closed then.
    ///
    /// **Throws:** ``DatabaseFault``, as ``read(_:)``.
    package func write(_ body: (Database) throws -> Void) throws(DatabaseFault) {
        guard !isClosed else { throw .closed }
        do throws(DatabaseFault) {
            try DatabaseFault.reporting { [queue] in try queue.write(body) }
        } catch {
            // What SQLite holds in memory may differ from the file now.
            isClosed = true
            throw error
        }
    }

    /// Lets the file go, all of it in one. Closed is what it stays.
    package func close() throws(DatabaseFault) {
        isClosed = true
        try DatabaseFault.reporting { [queue] in try queue.close() }
    }

    /// Takes nothing any more: what its owner holds in memory is no longer what is stored.
    package func abandon() { isClosed = true }
}
