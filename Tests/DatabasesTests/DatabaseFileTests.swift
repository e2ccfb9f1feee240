import Databases
import Foundation
import GRDB
import TestSupport
import Testing

@Suite("A database's file")
struct DatabaseFileTests {
    private static let format = DatabaseFormat(
        name: "a test's database", applicationID: 0x676C_7974, version: 3,
        tables: ["CREATE TABLE word (place INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT"])

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder(inMemory: true) }

    private func make(
        _ name: String, _ format: DatabaseFormat = Self.format, word: String = "one"
    ) throws -> String {
        let path = "\(folder.path)/\(name)"
        let file = try DatabaseFile(newAt: path, as: Self.format)
        try file.write { database in
            try format.begin(database)
            try database.execute(sql: "INSERT INTO word VALUES (0, ?)", arguments: [word])
        }
        try file.close()
        return path
    }

    private func fault(
        _ path: String, as format: DatabaseFormat? = Self.format
    ) -> DatabaseFault? {
        do throws(DatabaseFault) {
            try DatabaseFile(openAt: path, as: format).close()
            return nil
        } catch {
            return error
        }
    }

    @Test("holds what was written when it is opened again, and one process has it")
    func opened() throws {
        let path = try make("whole.db")
        let file = try DatabaseFile(openAt: path, as: Self.format)
        let words = try file.read { try String.fetchAll($0, sql: "SELECT text FROM word") }
        #expect(words == ["one"])
        #expect(fault(path) == .inUse)
        try file.close()
        #expect(fault(path) == nil)
    }

    @Test("Nothing new is made where something is")
    func exists() throws {
        let path = try make("whole.db")
        #expect(throws: DatabaseFault.exists) { try DatabaseFile(newAt: path, as: Self.format) }
        let other = folder.path + "/text"
        try Data("not a database, but long enough".utf8).write(to: URL(filePath: other))
        #expect(throws: DatabaseFault.exists) { try DatabaseFile(newAt: other, as: Self.format) }
    }

    @Test("What is no file is refused, and nobody waits for it")
    func pipe() throws {
        let path = folder.path + "/pipe"
        #expect(unsafe mkfifo(path, 0o600) == 0)
        let expected = DatabaseFault.cannotOpen(
            message: "expected a regular file, got something else")
        #expect(throws: expected) { try DatabaseFile(newAt: path, as: Self.format) }
        #expect(fault(path) == expected)
        #expect(fault(path, as: nil) == expected)
    }

    @Test("Another kind, version or table is refused, and says what it is")
    func kinds() throws {
        let tables = Self.format.tables
        func other(_ applicationID: Int, _ version: Int, _ tables: [String]) -> DatabaseFormat {
            DatabaseFormat(
                name: "another", applicationID: applicationID, version: version, tables: tables)
        }
        let kind = try make("kind.db", other(1, 3, tables))
        let version = try make("version.db", other(0x676C_7974, 4, tables))
        let table = try make(
            "table.db", other(0x676C_7974, 3, tables + ["CREATE TABLE more (place INTEGER)"]))
        let expected = "a test's database of version 3"
        #expect(
            fault(kind) == .foreign(expected: expected, got: "application 1, version 3"))
        #expect(
            fault(version)
                == .foreign(expected: expected, got: "application 1735162228, version 4"))
        #expect(
            fault(table) == .broken(place: "its tables", expected: "those of a test's database"))
        for path in [kind, version, table] { #expect(fault(path, as: nil) == nil) }
        #expect(fault(folder.path + "/none.db") == .missing)
    }

    @Test("What somebody else keeps is left as it was, byte for byte")
    func foreign() throws {
        let path = folder.path + "/foreign.db"
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: Self.format.tables[0]) }
        try queue.close()
        let before = try Data(contentsOf: URL(filePath: path))
        #expect(fault(path) == .foreign(expected: "a test's database", got: "another file"))
        #expect(throws: DatabaseFault.exists) { try DatabaseFile(newAt: path, as: Self.format) }
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names == ["foreign.db"])
    }

    @Test("A broken page is found when it is opened")
    func broken() throws {
        let path = try make("broken.db")
        var bytes = try Data(contentsOf: URL(filePath: path))
        // The header of the second page, which holds the table's rows.
        #expect(bytes.count >= 8_192 && bytes[4_096] == 0x0D)
        bytes[4_096] = 0x05
        try bytes.write(to: URL(filePath: path))
        guard case .broken = fault(path) else {
            Issue.record("\(String(describing: fault(path)))")
            return
        }
    }

    @Test("After a change that fails nothing is read or written any more")
    func closed() throws {
        let path = try make("whole.db")
        let file = try DatabaseFile(openAt: path, as: Self.format)
        #expect(throws: DatabaseFault.self) {
            try file.write { database in
                try database.execute(sql: "INSERT INTO word VALUES (1, 'two')")
                try database.execute(sql: "INSERT INTO word VALUES (0, 'again')")
            }
        }
        #expect(file.isClosed)
        #expect(throws: DatabaseFault.closed) { try file.read { _ in } }
        #expect(throws: DatabaseFault.closed) { try file.write { _ in } }
        try file.close()
        let again = try DatabaseFile(openAt: path, as: Self.format)
        let words = try again.read { try String.fetchAll($0, sql: "SELECT text FROM word") }
        #expect(words == ["one"])
        #expect(throws: DatabaseFault.unreadable(place: "its rows")) {
            try again.read { database in
                try Row.fetchOne(database, sql: "SELECT text FROM word")?
                    .decode(Int.self, atIndex: 0)
            }
        }
    }
}
