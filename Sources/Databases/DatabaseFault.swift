internal import GRDB

/// Why a database cannot be used; which one, its owner says.
package enum DatabaseFault: Error, Equatable {
    /// There is nothing to open.
    case missing
    /// There is something where a new database was to be.
    case exists
    /// Another process has it open.
    case inUse
    /// The path leads nowhere, or to what may not be read or written.
    case cannotOpen(message: String)
    /// Of another kind or version.
    case foreign(expected: String, got: String)
    /// The database itself is not what SQLite wrote.
    case broken(place: String, expected: String)
    /// Rows hold what nobody of ours stored.
    case unreadable(place: String)
    /// The system failed: disk full, an error of the device.
    case system(message: String)
    /// It was closed, by its owner or since a change failed; what is stored is whole, and has to be
    /// opened again.
    case closed
}

extension DatabaseFault {
    /// SQLite's failures as ours.
    static func reporting<Value>(
        _ body: () throws -> Value
    ) throws(DatabaseFault) -> Value {
        do {
            return try body()
        } catch let fault as DatabaseFault {
            throw fault
        } catch let error as DatabaseError {
            throw DatabaseFault(error)
        } catch {
            // A column that does not hold what its table says.
            throw .unreadable(place: "its rows")
        }
    }

    private init(_ error: DatabaseError) {
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .inUse
        case .SQLITE_CORRUPT: self = .broken(place: "its pages", expected: "what SQLite wrote")
        case .SQLITE_ERROR:
            // Our statements never change: where one fails, the database is not what it was.
            self = .broken(
                place: "its pages (\(error.message ?? "no reason"))",
                expected: "what SQLite wrote")
        case .SQLITE_NOTADB:
            self = .foreign(expected: "an SQLite database", got: "another file")
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM:
            self = .cannotOpen(message: error.message ?? "\(error.resultCode)")
        default: self = .system(message: error.message ?? "\(error.resultCode)")
        }
    }
}
