import Databases
import Foundation
import GRDB
import TestSupport
import Testing

@Suite("A database that is what its name says")
struct DatabaseNameTests {
    private let base: WordBase

    init() throws { base = try WordBase() }

    /// Opens a database in a folder, lets something happen to it, and expects that the next change
    /// is refused with the path that is another now.
    private func expectLost(
        _ lost: String, _ change: () throws -> Void
    ) throws {
        try FileManager.default.createDirectory(
            atPath: base.path("d"), withIntermediateDirectories: true)
        let file = try base.begin("d/a.db", "one", "two")
        try change()
        #expect(throws: DatabaseFault.lost(path: base.path(lost))) {
            try WordBase.add("three", to: file)
        }
        #expect(throws: DatabaseFault.closed) { try WordBase.add("four", to: file) }
        try file.close()
    }

    @Test("Moved while open, it takes no more, and the moved file has all that was stored")
    func moved() throws {
        try expectLost("d/a.db") { try base.move("d/a.db", to: "b.db") }
        #expect(try base.words("b.db") == ["one", "two"])
    }

    @Test("Deleted while open, it takes no more")
    func deleted() throws {
        try expectLost("d/a.db") { try base.remove("d/a.db") }
        #expect(base.fault("d/a.db") == .missing)
    }

    @Test("Replaced while open, it takes no more, and what took its place is left alone")
    func replaced() throws {
        try base.make("other.db", "else")
        let other = try base.bytes("other.db")
        try expectLost("d/a.db") { try base.move("other.db", to: "d/a.db") }
        #expect(try base.bytes("d/a.db") == other)
        #expect(try base.words("d/a.db") == ["else"])
    }

    @Test("Its folder moved while open, it takes no more; another's log there is not deleted")
    func folderMoved() throws {
        let log = [UInt8](repeating: 7, count: 100)
        try expectLost("d/a.db") {
            try base.move("d", to: "e")
            try FileManager.default.createDirectory(
                atPath: base.path("d"), withIntermediateDirectories: false)
            try base.write(log, to: "d/a.db-wal")
        }
        #expect(try base.bytes("d/a.db-wal") == log)
        #expect(try base.words("e/a.db") == ["one", "two"])
    }

    @Test("Its log deleted while open, it takes no more, and what was stored is in the file")
    func logDeleted() throws {
        try expectLost("d/a.db-wal") { try base.remove("d/a.db-wal") }
        #expect(try base.words("d/a.db") == ["one", "two"])
    }

    @Test("Its log replaced while open, it takes no more, and the other log is not deleted")
    func logReplaced() throws {
        let log = [UInt8](repeating: 7, count: 100)
        try expectLost("d/a.db-wal") {
            try base.remove("d/a.db-wal")
            try base.write(log, to: "d/a.db-wal")
        }
        #expect(try base.bytes("d/a.db-wal") == log)
    }

    @Test("Moved in the middle of a change, it says so, and not that the change is stored")
    func movedMeanwhile() throws {
        let file = try base.begin("a.db", "one")
        #expect(throws: DatabaseFault.lost(path: base.path("a.db"))) {
            try file.write { database in
                try database.execute(sql: "INSERT INTO word (text) VALUES ('two')")
                try base.move("a.db", to: "b.db")
            }
        }
        #expect(file.isClosed)
        try file.close()
        #expect(try base.words("b.db") == ["one", "two"])
    }

    @Test("Moved and not changed any more, closing says so")
    func movedBeforeClosing() throws {
        let file = try base.begin("a.db", "one")
        try base.move("a.db", to: "b.db")
        #expect(throws: DatabaseFault.lost(path: base.path("a.db"))) { try file.close() }
        #expect(try base.words("b.db") == ["one"])
    }

    @Test("A link that is pointed elsewhere while open is told; its log lies beside the file")
    func links() throws {
        try base.make("a.db", "one")
        try base.make("b.db", "else")
        let link = base.path("link.db")
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: base.path("a.db"))
        let file = try base.open("link.db")
        try WordBase.add("two", to: file)
        #expect(FileManager.default.fileExists(atPath: base.path("a.db-wal")))
        #expect(!FileManager.default.fileExists(atPath: link + "-wal"))
        try FileManager.default.removeItem(atPath: link)
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: base.path("b.db"))
        #expect(throws: DatabaseFault.lost(path: link)) { try WordBase.add("three", to: file) }
        try file.close()
        #expect(try base.words("a.db") == ["one", "two"])
        #expect(try base.words("link.db") == ["else"])
        try FileManager.default.removeItem(atPath: link)
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: base.path("none"))
        for fault in [base.fault("link.db"), begun("link.db")] {
            #expect(
                fault == .cannotOpen(message: "open failed: it is a link that leads nowhere"))
        }
    }

    private func begun(_ name: String) -> DatabaseFault? {
        do throws(DatabaseFault) {
            try DatabaseFile(newAt: base.path(name), as: WordBase.format).close()
            return nil
        } catch {
            return error
        }
    }

    @Test("Names are names of files, whatever SQLite makes of them")
    func names() throws {
        for name in [
            "file:u.db", ":memory:", "file::memory:", "memory", "a?mode=memory", "a%20b.db", "a#b",
            " a b ", "-x", "ü.db", "a'b\"c", "a\nb", "file:x.db?immutable=1",
        ] {
            try base.make(name, "one")
            #expect(try base.words(name) == ["one"], "\(name)")
            try base.add("two", to: name)
            #expect(try base.words(name) == ["one", "two"], "\(name)")
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: base.folder.path) == [name])
            try base.remove(name)
        }
    }

    @Test("What leads nowhere, and why, is told")
    func nowhere() throws {
        try base.make("a.db", "one")
        try FileManager.default.createDirectory(
            atPath: base.path("d"), withIntermediateDirectories: false)
        for (name, message) in [
            ("d", "it is a folder"), ("a.db/b.db", "Not a directory"),
            (String(repeating: "x", count: 300), "File name too long"),
            ("a\0b", "the path contains a NUL byte"),
        ] {
            for fault in [base.fault(name), begun(name)] {
                #expect(
                    fault == .cannotOpen(message: "open failed: \(message)")
                        || fault == .cannotOpen(message: "stat failed: \(message)"), "\(name)")
            }
        }
        #expect(
            begun("none/a.db")
                == .cannotOpen(
                    message: "open failed: its folder \(base.path("none/")) does not exist"))
        #expect(throws: DatabaseFault.cannotOpen(message: "open failed: an empty name")) {
            try DatabaseFile(openAt: "", as: WordBase.format)
        }
    }
}
