import Databases
import Foundation
import GRDB
import TestSupport
import Testing

@Suite("A log that belongs to its database, or is refused")
struct DatabaseTieTests {
    private let base: WordBase

    init() throws { base = try WordBase() }

    /// The log of a name is refused, and nothing is changed by that.
    private func expectStray(_ name: String, _ comment: Comment) throws {
        let (before, log) = (try base.bytes(name), try base.bytes(name + "-wal"))
        #expect(base.fault(name) == .strayLog(path: base.path(name + "-wal")), comment)
        #expect(try base.bytes(name) == before && base.bytes(name + "-wal") == log, comment)
    }

    @Test("The log of a killed process is taken, and what follows it")
    func own() throws {
        try base.make("a.db", "one")
        try base.leaveLog(of: "a.db", as: "b.db", "two", "three")
        try base.copy("b.db", to: "c.db")
        try base.copy("b.db-wal", to: "c.db-wal")
        #expect(try base.words("b.db") == ["one", "two", "three"])
        // Killed again, before its log was copied to the file.
        try base.leaveLog(of: "c.db", as: "d.db", "four")
        #expect(try base.words("d.db") == ["one", "two", "three", "four"])
    }

    @Test("Another database's log is refused, and so is one beside an empty or a missing file")
    func anothers() throws {
        try base.make("a.db", "one")
        try base.make("o.db", "else")
        try base.leaveLog(of: "a.db", as: "b.db", "two", "three")
        try base.copy("b.db-wal", to: "o.db-wal")
        try expectStray("o.db", "another database's")
        try base.remove("o.db-wal")
        #expect(try base.words("o.db") == ["else"])
        try base.write([], to: "empty.db")
        try base.copy("b.db-wal", to: "empty.db-wal")
        try expectStray("empty.db", "an empty file")
        try base.copy("b.db-wal", to: "new.db-wal")
        for name in ["empty.db", "new.db"] {
            #expect(throws: DatabaseFault.strayLog(path: base.path(name + "-wal"))) {
                try DatabaseFile(newAt: base.path(name), as: WordBase.format)
            }
        }
        #expect(try base.bytes("new.db-wal") == base.bytes("b.db-wal"))
    }

    @Test("A copy's log is taken where both are the same still, and refused once one went on")
    func copies() throws {
        try base.make("a.db", "one")
        try base.copy("a.db", to: "k.db")
        try base.leaveLog(of: "k.db", as: "killed.db", "two")
        try base.copy("killed.db-wal", to: "a.db-wal")
        #expect(try base.words("a.db") == ["one", "two"])
        try base.make("c.db", "one")
        try base.copy("c.db", to: "m.db")
        try base.leaveLog(of: "m.db", as: "killed.db", "two")
        try base.add("other", to: "c.db")
        try base.copy("killed.db-wal", to: "c.db-wal")
        try expectStray("c.db", "a copy's")
    }

    @Test("A log of an earlier time is refused; one that was copied to the file already is not")
    func earlier() throws {
        try base.make("a.db", "one")
        try base.leaveLog(of: "a.db", as: "old.db", "two")
        // a.db was closed, so that it has what the log has.
        try base.copy("old.db-wal", to: "a.db-wal")
        #expect(try base.words("a.db") == ["one", "two"])
        try base.add("three", to: "a.db")
        try base.copy("old.db-wal", to: "a.db-wal")
        try expectStray("a.db", "an earlier time's")
    }

    @Test("Of two hard links the one without the log does not go on unseen")
    func hardLinks() throws {
        try base.make("a.db", "one")
        try base.leaveLog(of: "a.db", as: "b.db", "two")
        try FileManager.default.linkItem(
            atPath: base.path("b.db"), toPath: base.path("h.db"))
        try base.add("three", to: "h.db")
        try expectStray("b.db", "the other name's")
        #expect(try base.words("h.db") == ["one", "three"])
    }

    @Test("A log cut anywhere opens to one of the states that were stored, in their order")
    func cut() throws {
        try base.make("a.db", "0")
        try base.leaveLog(of: "a.db", as: "b.db", "1", "2", "3", "4")
        let log = try base.bytes("b.db-wal")
        var counts: [Int] = []
        var random = SeededGenerator(seed: 13)
        let places = Set(
            (0..<40).map { _ in Int.random(in: 0...log.count, using: &random) }
                + [0, 31, 32, 56, log.count - 1, log.count])
        for place in places.sorted() {
            try base.copy("b.db", to: "c.db")
            try base.write(Array(log.prefix(place)), to: "c.db-wal")
            let words = try base.words("c.db")
            #expect(words == (0..<words.count).map(String.init), "seed 13, \(place) bytes")
            counts.append(words.count)
        }
        #expect(counts == counts.sorted() && counts.first == 1 && counts.last == 5)
        #expect(Set(counts).count > 2)
    }

    @Test("A log with any byte changed opens to one of its states, or is refused")
    func changed() throws {
        try base.make("a.db", "0")
        try base.leaveLog(of: "a.db", as: "b.db", "1", "2", "3")
        let log = try base.bytes("b.db-wal")
        var random = SeededGenerator(seed: 14)
        for _ in 0..<Thoroughness.count(2_000, else: 200) {
            var bytes = log
            let place = Int.random(in: 0..<log.count, using: &random)
            bytes[place] ^= UInt8.random(in: 1...255, using: &random)
            try base.copy("b.db", to: "c.db")
            try base.write(bytes, to: "c.db-wal")
            do {
                let words = try base.words("c.db")
                #expect(words == (0..<words.count).map(String.init), "seed 14, byte \(place)")
            } catch DatabaseFault.strayLog {}
        }
    }

    @Test("A rollback journal, which ours never have, is refused and left")
    func journal() throws {
        try base.make("a.db", "one")
        let magic: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]
        let journal = magic + [UInt8](repeating: 0, count: 1_000)
        try base.write(journal, to: "a.db-journal")
        #expect(base.fault("a.db") == .strayLog(path: base.path("a.db-journal")))
        #expect(try base.bytes("a.db-journal") == journal)
    }

    @Test("A database without the row of ties takes no change")
    func noRow() throws {
        try base.make("a.db", "one")
        let file = try base.open("a.db")
        #expect(throws: DatabaseFault.broken(place: "its tie", expected: "one row")) {
            try file.write { try $0.execute(sql: "DELETE FROM tie") }
            try WordBase.add("two", to: file)
        }
    }
}
