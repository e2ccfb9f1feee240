import Databases
import Foundation
import GRDB
import TestSupport
import Testing

/// A table of words, each written by one change.
struct WordBase {
    static let format = DatabaseFormat(
        name: "a test's database", applicationID: 0x676C_7974, version: 3,
        tables: ["CREATE TABLE word (place INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT"])

    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder(inMemory: true) }

    func path(_ name: String) -> String { "\(folder.path)/\(name)" }

    func begin(_ name: String, _ words: String...) throws -> DatabaseFile {
        let file = try DatabaseFile(newAt: path(name), as: Self.format)
        try file.write { try Self.format.begin($0) }
        for word in words { try Self.add(word, to: file) }
        return file
    }

    func make(_ name: String, _ words: String...) throws {
        let file = try begin(name)
        for word in words { try Self.add(word, to: file) }
        try file.close()
    }

    static func add(_ word: String, to file: DatabaseFile) throws {
        try file.write {
            try $0.execute(sql: "INSERT INTO word (text) VALUES (?)", arguments: [word])
        }
    }

    func add(_ word: String, to name: String) throws {
        let file = try open(name)
        try Self.add(word, to: file)
        try file.close()
    }

    func open(_ name: String) throws(DatabaseFault) -> DatabaseFile {
        try DatabaseFile(openAt: path(name), as: Self.format)
    }

    func words(_ name: String) throws -> [String] {
        let file = try open(name)
        let words = try file.read {
            try String.fetchAll($0, sql: "SELECT text FROM word ORDER BY place")
        }
        try file.close()
        return words
    }

    /// Why a database cannot be opened; nil where it can.
    func fault(_ name: String) -> DatabaseFault? {
        do throws(DatabaseFault) {
            try open(name).close()
            return nil
        } catch {
            return error
        }
    }

    func copy(_ name: String, to other: String) throws {
        try? FileManager.default.removeItem(atPath: path(other))
        try FileManager.default.copyItem(atPath: path(name), toPath: path(other))
    }

    func move(_ name: String, to other: String) throws {
        // As the system's call: over what is there.
        try #require(unsafe rename(path(name), path(other)) == 0)
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: path(name))
    }

    func bytes(_ name: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(filePath: path(name))))
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(filePath: path(name)))
    }

    /// What a process leaves that is killed after adding words to a database: its file and its log.
    func leaveLog(of name: String, as other: String, _ words: String...) throws {
        let file = try open(name)
        for word in words { try Self.add(word, to: file) }
        try copy(name, to: other)
        try copy(name + "-wal", to: other + "-wal")
        try file.close()
    }
}
