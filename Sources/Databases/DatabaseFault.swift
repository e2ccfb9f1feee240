internal import GRDB
internal import Platform

/// Why a database cannot be used; which one, its owner says.
package enum DatabaseFault: Error, Equatable {
    /// There is nothing to open.
    case missing
    /// There is something where a new database was to be.
    case exists
    /// Another process has it open.
    case inUse
    /// The path leads nowhere, or to a file that may not be read or written.
    case cannotOpen(message: String)
    /// The database is of another kind or version.
    case foreign(expected: String, got: String)
    /// The database itself is not what SQLite wrote.
    case broken(place: String, expected: String)
    /// The file, or its log, was moved, replaced or deleted while it was open: the path.
    case lost(path: String)
    /// Beside it lies a log or a journal of another database: the path.
    case strayLog(path: String)
    /// A row has a value that this program never writes.
    case unreadable(place: String)
    /// The system failed: disk full, an error of the device.
    case system(message: String)
    /// It was closed, by its owner or since a change failed; what is stored is whole, and has to be
    /// opened again.
    case closed
}

extension DatabaseFault {
    /// Advice that the fault's description does not give, to follow the database's name; nil where
    /// there is none.
    package func advice(for name: String) -> String? {
        switch self {
        case .lost(let path):
            (path == name ? "" : path + " ")
                + "was moved, replaced or deleted while it was open, so the work stops; what was "
                + "stored before went with the file, and the last change may have"
        case .strayLog(let path):
            "\(path) is the log of another database, or of another time of this one, and cannot be "
                + "read with it; nothing is changed: move it away, or put it back beside its own"
        default: nil
        }
    }

    init(_ error: PlatformError) {
        switch error {
        case .missing: self = .missing
        case .locked: self = .inUse
        case .system(_, _, let code, _) where Self.faultCodes.contains(code):
            self = .system(message: error.reason)
        default: self = .cannotOpen(message: error.reason)
        }
    }

    /// `EIO`, `ENOSPC`: the device's, not the name's.
    private static let faultCodes: [Int32] = [5, 28]

    /// Runs `body` and throws its failures as ``DatabaseFault``s.
    static func ofPlatform<Value>(
        _ body: () throws(PlatformError) -> Value
    ) throws(DatabaseFault) -> Value {
        do throws(PlatformError) {
            return try body()
        } catch {
            throw DatabaseFault(error)
        }
    }

    /// Runs `body` and throws SQLite's failures as ``DatabaseFault``s.
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
