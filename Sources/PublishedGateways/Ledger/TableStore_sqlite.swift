internal import Databases
internal import GRDBSQLite
internal import Platform
package import PythonValues

/// A database of SQLite under the statements of the published code, with no rule of its own.
///
/// Cells come and go byte for byte. Statements are kept once they are prepared. One thread at a
/// time may use it.
@safe package final class TableStore {
    private let handle: OpaquePointer
    private let path: String?
    private var statements: [String: OpaquePointer] = unsafe [:]  // looked up, never iterated

    /// - Parameters:
    ///   - path: of the database's file, which is made where there is none; nil for a database in
    ///     memory.
    ///   - isReadOnly: whether nothing may be written, nor a file made.
    /// **Throws:** ``PythonError``: OperationalError.
    package init(path: String?, isReadOnly: Bool = false) throws(PythonError) {
        var opened: OpaquePointer?
        let flags =
            (isReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
            | SQLITE_OPEN_NOMUTEX
        // A relative name that says :memory: is a file's, too.
        let name = path.map { $0.hasPrefix("/") ? $0 : "./" + $0 }
        self.path = name
        let code = unsafe sqlite3_open_v2(name ?? ":memory:", &opened, flags, nil)
        guard code == SQLITE_OK, let handle = unsafe opened else {
            unsafe sqlite3_close(opened)
            throw .other(name: "OperationalError", "unable to open database file")
        }
        unsafe self.handle = handle
    }

    deinit {
        letGo()
        while let statement = unsafe sqlite3_next_stmt(handle, nil) {
            unsafe sqlite3_finalize(statement)
        }
        unsafe sqlite3_close(handle)
    }

    /// SQLite's words for the last failure of the disk: full, or broken; nil without one since it
    /// was set to that.
    package var storageFailure: String?

    /// The file and its log while they are held.
    private var name: DatabaseName?

    /// Keeps all other processes out until ``letGo()`` or the store's end, and has a write-ahead
    /// log meanwhile: each transaction is on the disk when it ends, by one write in the place of
    /// three.
    ///
    /// **Throws:** ``PythonError``: OperationalError where another one is in.
    package func holdAlone() throws(PythonError) {
        try rows("PRAGMA locking_mode = EXCLUSIVE")
        try rows("PRAGMA journal_mode = WAL")
        try rows("PRAGMA synchronous = FULL")
        // The lock is taken by the first transaction, and kept.
        try run(script: "BEGIN EXCLUSIVE; COMMIT")
        guard let path else { return }
        do {
            name = try DatabaseName(DatabaseFiles(name: path))
        } catch {
            throw .other(name: "OperationalError", "\(error)")
        }
    }

    /// Whether the held file, or its log, was moved, replaced or deleted.
    package var isGone: Bool {
        guard name != nil else { return false }
        return (try? name?.check()) == nil
    }

    /// Ends what ``holdAlone()`` began: there is one file without a log, as the published program
    /// leaves it, and others may use it. A log that cannot be written back stays, and is read with
    /// the file the next time.
    package func letGo() {
        guard name != nil, !isGone, (try? rows("PRAGMA journal_mode = DELETE")) != nil else {
            return
        }
        name = nil
        // The lock goes with the next transaction.
        _ = try? rows("PRAGMA locking_mode = NORMAL")
        _ = try? rows("SELECT count(*) FROM sqlite_schema")
    }

    /// Rows that the last statement changed.
    package var changedRowCount: Int { Int(unsafe sqlite3_changes(handle)) }

    /// The rows that a statement gives; none for one that changes something.
    ///
    /// **Throws:** ``PythonError`` of the class that `sqlite3` raises.
    @discardableResult
    package func rows(
        _ statement: String, _ cells: [TableCell] = []
    ) throws(PythonError) -> [[TableCell]] {
        let prepared = try unsafe prepared(statement)
        defer {
            unsafe sqlite3_reset(prepared)
            unsafe sqlite3_clear_bindings(prepared)
        }
        for (index, cell) in cells.enumerated() {
            guard unsafe Self.bind(cell, to: prepared, Int32(index + 1)) == SQLITE_OK else {
                throw failure()
            }
        }
        let columnCount = unsafe sqlite3_column_count(prepared)
        var rows: [[TableCell]] = []
        while true {
            switch unsafe sqlite3_step(prepared) {
            case SQLITE_ROW:
                rows.append((0..<columnCount).map { unsafe Self.cell(prepared, $0) })
            case SQLITE_DONE: return rows
            default: throw failure()
            }
        }
    }

    /// The first row; nil where there is none.
    package func row(
        _ statement: String, _ cells: [TableCell] = []
    ) throws(PythonError) -> [TableCell]? {
        try rows(statement, cells).first
    }

    /// **Throws:** ``PythonError`` where SQLite does not take the statement.
    package func check(_ statement: String) throws(PythonError) {
        _ = try unsafe prepared(statement)
    }

    /// Statements without parameters, separated by semicolons.
    package func run(script: String) throws(PythonError) {
        guard unsafe sqlite3_exec(handle, script, nil, nil, nil) == SQLITE_OK else {
            throw failure()
        }
    }

    /// All of the changes of `body`, or none where it throws.
    package func transaction(_ body: () throws(PythonError) -> Void) throws(PythonError) {
        try rows("BEGIN")
        do throws(PythonError) {
            try body()
            try rows("COMMIT")
        } catch {
            // SQLite has rolled back by itself after some failures.
            if unsafe sqlite3_get_autocommit(handle) == 0 { try rows("ROLLBACK") }
            throw error
        }
    }

    // MARK: Statements

    private func prepared(_ statement: String) throws(PythonError) -> OpaquePointer {
        if let known = unsafe statements[statement] { return unsafe known }
        var made: OpaquePointer?
        guard unsafe sqlite3_prepare_v2(handle, statement, -1, &made, nil) == SQLITE_OK,
            let prepared = unsafe made
        else { throw failure() }
        unsafe statements[statement] = prepared
        return unsafe prepared
    }

    private static func bind(
        _ cell: TableCell, to statement: OpaquePointer, _ index: Int32
    ) -> Int32 {
        // SQLite copies the bytes before the call returns.
        let transient = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch cell {
        case .null: return unsafe sqlite3_bind_null(statement, index)
        case .integer(let integer):
            return unsafe sqlite3_bind_int64(statement, index, Int64(integer))
        case .real(let float): return unsafe sqlite3_bind_double(statement, index, float.value)
        case .text(let bytes):
            guard !bytes.isEmpty else {
                return unsafe sqlite3_bind_text(statement, index, "", 0, transient)
            }
            return unsafe bytes.withUnsafeBytes { buffer in
                unsafe sqlite3_bind_text(
                    statement, index, buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
                    Int32(buffer.count), transient)
            }
        case .blob(let bytes):
            guard !bytes.isEmpty else { return unsafe sqlite3_bind_zeroblob(statement, index, 0) }
            return unsafe sqlite3_bind_blob(
                statement, index, bytes, Int32(bytes.count), transient)
        }
    }

    private static func cell(_ statement: OpaquePointer, _ column: Int32) -> TableCell {
        switch unsafe sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: return .integer(Int(unsafe sqlite3_column_int64(statement, column)))
        case SQLITE_FLOAT:
            return .real(PythonFloat(unsafe sqlite3_column_double(statement, column)))
        case SQLITE_TEXT:
            let start = unsafe sqlite3_column_text(statement, column)
            let count = Int(unsafe sqlite3_column_bytes(statement, column))
            return .text(unsafe Array(UnsafeBufferPointer(start: start, count: count)))
        case SQLITE_BLOB:
            let start = unsafe sqlite3_column_blob(statement, column)
            let count = Int(unsafe sqlite3_column_bytes(statement, column))
            return .blob(unsafe Array(UnsafeRawBufferPointer(start: start, count: count)))
        default: return .null
        }
    }

    /// The exception for SQLite's last failure. **Source:** CPython 3.11, `_sqlite/util.c`.
    private func failure() -> PythonError {
        let message = unsafe String(cString: sqlite3_errmsg(handle))
        let code = unsafe sqlite3_errcode(handle)
        if [SQLITE_FULL, SQLITE_IOERR, SQLITE_READONLY, SQLITE_CANTOPEN].contains(code) {
            storageFailure = message
        }
        let name =
            switch code {
            case SQLITE_CONSTRAINT, SQLITE_MISMATCH: "IntegrityError"
            case SQLITE_CORRUPT, SQLITE_NOTADB: "DatabaseError"
            case SQLITE_TOOBIG: "DataError"
            case SQLITE_MISUSE, SQLITE_RANGE: "InterfaceError"
            case SQLITE_INTERNAL, SQLITE_NOTFOUND: "InternalError"
            case SQLITE_NOMEM: "MemoryError"
            default: "OperationalError"
            }
        return .other(name: name, message)
    }
}
